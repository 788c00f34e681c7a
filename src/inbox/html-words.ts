import { htmlToText } from 'html-to-text';

const mostHtml = 200_000;

/** What a person reads in HTML: no link's address, no image; a cell of a table stands on its own line. */
export function wordsOfHtml(html: string): string {
  if (html.trim() === '') return '';
  return htmlToText(html.slice(0, mostHtml), {
    wordwrap: false,
    limits: { maxDepth: 50, maxChildNodes: 5000, maxInputLength: mostHtml },
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      { selector: 'td', format: 'block' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  });
}
