import { tokensOf } from './analysis.ts';
import type { Passage } from './document.ts';

/** So many words in a row are those of one place; shorter paragraphs are looked for whole. */
const run = 6;
/** A run that a page break, a note or a hyphen cuts is not found: another of the paragraph is. */
const mostRuns = 8;

/**
 * The same passages, cut where the document goes to its next page, each with its page. `pages` are the texts
 * of the printed document: a paragraph is on the page where some words of it are found in a row, reading on
 * from the paragraph before; one that is found nowhere is on the same page as that one.
 */
export function placeOnPages(passages: readonly Passage[], pages: readonly string[]): Passage[] {
  const printed = pages.map((page) => ` ${keysOf(page).join(' ')} `);
  let current = 0;
  return passages.flatMap(({ heading, text }) => {
    const placed: Passage[] = [];
    for (const paragraph of text.split(/\n{2,}/)) {
      current = pageOf(keysOf(paragraph), printed, current) ?? current;
      const last = placed.at(-1);
      if (last?.page === current + 1) last.text = `${last.text}\n\n${paragraph}`;
      else placed.push({ heading, text: paragraph, page: current + 1 });
    }
    return placed;
  });
}

const keysOf = (text: string) => tokensOf(text).map(({ key }) => key);

function pageOf(keys: readonly string[], printed: readonly string[], from: number): number | undefined {
  for (let taken = 0; taken < mostRuns; taken += 1) {
    const words = keys.slice(taken * run, (taken + 1) * run);
    if (words.length === 0 || (taken > 0 && words.length < run)) return undefined;
    const sought = ` ${words.join(' ')} `;
    const found = printed.findIndex((page, index) => index >= from && page.includes(sought));
    if (found !== -1) return found;
  }
  return undefined;
}
