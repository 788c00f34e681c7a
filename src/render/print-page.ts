import { fontCss } from './fonts.ts';
import { noteCss } from './notes.ts';
import { unpaintedId } from './page-numbers.ts';

export interface PrintedPage {
  lang: string;
  title: string;
  /** Safe HTML: the template's own output. */
  body: string;
  /** The template's own style. */
  css: string;
  /** Short texts in the margins of every page. */
  furniture: Furniture;
}

export interface Furniture {
  /** Top of every page but the first. */
  header?: string;
  /** Before and between the two page numbers: « page », « / »; without them pages are not numbered. */
  page?: string;
  of?: string;
  /** Bottom of every page, in a demonstration. */
  notice?: string;
  /** Across every page, in a preview. */
  watermark?: string;
}

/** A picture is never wider than the text, nor so high that its page would hold nothing else. */
const imageCss = `p.figure { margin: 0 0 4mm; text-align: center; break-inside: avoid; }
p.figure img { max-width: 100%; max-height: 180mm; width: auto; height: auto; }`;

/**
 * The page that is printed: margin boxes hold the header and the page numbers, because Chromium's own
 * header and footer know neither the page's fonts nor its style.
 */
export function toPrintPage(page: PrintedPage, style = ''): string {
  const { furniture } = page;
  const watermark =
    furniture.watermark === undefined
      ? ''
      : `<div class="watermark" aria-hidden="true">${escapeHtml(furniture.watermark)}</div>`;
  return `<!doctype html>
<html lang="${escapeHtml(page.lang)}">
<head>
<meta charset="utf-8">
<title>${escapeHtml(page.title)}</title>
<style>
${fontCss}
${noteCss}
${imageCss}
${page.css}
${furnitureCss(furniture)}
</style>${style}
</head>
<body>
${page.body}
${watermark}
</body>
</html>
`;
}

/**
 * The same page, nothing of it painted until its page numbers are written: its places are the same, and a
 * first print of it takes a third of the time.
 */
export function toUnpaintedPage(page: PrintedPage): string {
  return toPrintPage(page, `<style id="${unpaintedId}">* { visibility: hidden !important; }</style>`);
}

function furnitureCss({ header = '', page, of = '', notice, watermark }: Furniture): string {
  const top = watermark === undefined ? header : `${watermark} – ${header}`;
  return `@page {
  @top-right { content: ${cssText(top)}; }
  ${page === undefined ? '' : `@bottom-right { content: ${cssText(`${page} `)} counter(page) ${cssText(` ${of} `)} counter(pages); }`}
  ${notice === undefined ? '' : `@bottom-left { content: ${cssText(notice)}; font-weight: 700; }`}
}
@page :first { @top-right { content: ${watermark === undefined ? 'none' : cssText(watermark)}; } }
.watermark {
  position: fixed; inset: 0; display: flex; align-items: center; justify-content: center; z-index: -1;
  font: 700 110pt 'Public Sans'; letter-spacing: 0.1em; color: #e9e9e9; transform: rotate(-50deg);
}`;
}

/** Any text as a CSS string: everything but letters and digits is written as its code point. */
function cssText(text: string): string {
  return `"${text.replace(/[^A-Za-z0-9]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
