import { meet, tokensOf } from './analysis.ts';

/** A piece of text that is, or is not, one of the words asked for. */
export interface Segment {
  text: string;
  hit: boolean;
}

const longest = 260;
const before = 70;

/** How many different words of the question a text holds. */
export function countWordsFound(text: string, words: readonly (readonly string[])[]): number {
  const tokens = tokensOf(text);
  return words.filter((word) => tokens.some((token) => meet(token.keys, word))).length;
}

/** The whole text, its words found set apart. */
export function highlight(text: string, words: readonly (readonly string[])[]): Segment[] {
  const segments: Segment[] = [];
  let done = 0;
  for (const { start, end, keys } of tokensOf(text)) {
    if (!words.some((word) => meet(keys, word))) continue;
    if (start > done) segments.push({ text: text.slice(done, start), hit: false });
    segments.push({ text: text.slice(start, end), hit: true });
    done = end;
  }
  if (done < text.length) segments.push({ text: text.slice(done), hit: false });
  return segments;
}

/**
 * The part of a text that says the most of the words asked for, in about a line and a half, cut
 * between words. The beginning when there is nothing to find.
 */
export function passageOf(text: string, words: readonly (readonly string[])[]): Segment[] {
  const flat = text.replace(/\s/g, ' ').trim();
  const hits = tokensOf(flat).flatMap((token) => {
    const word = words.findIndex((candidate) => meet(token.keys, candidate));
    return word === -1 ? [] : [{ start: token.start, word }];
  });
  let best = { start: 0, found: 0 };
  for (const { start } of hits) {
    const within = hits.filter((hit) => hit.start >= start && hit.start < start + longest - before);
    const found = new Set(within.map((hit) => hit.word)).size;
    if (found > best.found) best = { start, found };
  }
  const from = wordStart(flat, Math.max(0, best.start - before));
  const to = wordEnd(flat, from + longest);
  const segments = highlight(flat.slice(from, to), words);
  if (from > 0) segments.unshift({ text: '… ', hit: false });
  if (to < flat.length) segments.push({ text: ' …', hit: false });
  return segments;
}

function wordStart(text: string, at: number): number {
  return at === 0 ? 0 : text.indexOf(' ', at) + 1;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(' ', at);
  return space === -1 ? text.length : space;
}
