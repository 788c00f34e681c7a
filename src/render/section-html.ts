import { AppError } from '../kernel/errors.ts';

// Exactly what the drafts' serialiser writes: anything else was not made by it.
const image =
  'img src="data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=]+" alt="[^"<>]*"(?: width="[0-9]+" height="[0-9]+")?';
const tag = new RegExp(
  `^<(${[
    '/?(?:p|h[2-4]|ul|ol|li|strong|em|a|table|thead|tbody|tr|td|th)|br|/span',
    'th scope="(?:col|row)"|span class="(?:note|missing)"|p class="figure"|ol start="[0-9]+"',
    'a href="(?:https?:|mailto:|#)[^"<>]*"|a class="reference" href="#rubrique-[a-z0-9-]+"',
    image,
  ].join('|')})>$`,
  'i',
);

/**
 * Refuses a section whose HTML is not of the closed set that our own serialiser writes: it is the one
 * thing that a body prints without escaping it. Throws `internal`, without the text (it is a draft).
 */
export function requireClosedHtml(html: string, key: string): void {
  for (const [piece] of html.matchAll(/<[^>]*>?/g)) {
    if (!tag.test(piece)) throw new AppError('internal', `section ${key} holds HTML that is not ours`);
  }
}

/** Moves every heading `levels` down: a section's own headings stand under the section's title. */
export function lowerHeadings(html: string, levels: number): string {
  return html.replace(/<(\/?)h([1-6])(?=[\s>])/g, (_whole, slash: string, level: string) => {
    return `<${slash}h${Math.min(6, Number(level) + levels)}`;
  });
}

/** Puts a number before every heading of `level`: `4` gives « 4.1. », « 4.2. ». */
export function numberHeadings(html: string, level: number, section: number): string {
  let rank = 0;
  return html.replace(new RegExp(`<h${level}>`, 'g'), (open) => {
    rank += 1;
    return `${open}${section}.${rank}. `;
  });
}

/** The words of our own HTML, one line for each block. */
export function textOfHtml(html: string): string {
  return html
    .replaceAll('<sup>, </sup>', '')
    .replace(/<img [^>]*alt="([^"]*)"[^>]*>/g, '[$1]')
    .replace(/<sup>(.*?)<\/sup>/g, ' [$1]')
    .replace(/<br>|<\/(p|h[1-6]|th|td)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}

/** True when nothing but white space would be printed. */
export function isBlankHtml(html: string): boolean {
  return !html.includes('<img ') && html.replace(/<[^>]*>/g, '').trim() === '';
}
