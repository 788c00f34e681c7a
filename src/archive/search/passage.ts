import { placesOf, tokensOf, type Place } from './analysis.ts';
import type { ResolvedPhrase } from './words-index.ts';

/** A piece of text that is, or is not, one of the words asked for. */
export interface Segment {
  text: string;
  hit: boolean;
}

const longest = 260;
const before = 70;
/** About as many words as stand after the first one found. */
const wordsShown = 30;

/**
 * What stands among the keys of a page that holds a phrase. Of a word that may have several keys, their common
 * beginning: to choose a page, that is near enough.
 */
export function soughtAmongKeys(phrase: ResolvedPhrase): string {
  const [[first = '', ...others] = []] = phrase;
  if (phrase.length > 1 || others.length === 0) return ` ${phrase.map(([key]) => key).join(' ')} `;
  let shared = first;
  for (const key of others) while (!key.startsWith(shared)) shared = shared.slice(0, -1);
  return ` ${shared}`;
}

/** The whole text, what is asked for set apart. */
export function highlight(text: string, phrases: readonly ResolvedPhrase[]): Segment[] {
  const tokens = tokensOf(text);
  return cut(
    text,
    placed(
      hitsAmong(
        tokens.map(({ key }) => key),
        phrases,
      ),
      tokens,
    ),
  );
}

/**
 * The part of a page that says the most of what is asked for, in about a line and a half, cut between words.
 * The beginning when there is nothing to find. `keys` are those of its words, one for one: a page of results
 * is made without stemming anything again.
 */
export function passageOf(
  { text, keys }: { text: string; keys: string },
  phrases: readonly ResolvedPhrase[],
): Segment[] {
  const words = keys.trim().split(' ');
  const hits = hitsAmong(words, phrases);
  let best = { word: hits[0]?.word ?? 0, found: 0 };
  for (const [index, { word }] of hits.entries()) {
    const found = new Set<number>();
    for (let next = index; (hits[next]?.word ?? Infinity) < word + wordsShown; next += 1)
      found.add(hits[next]?.phrase ?? -1);
    if (found.size > best.found) best = { word, found: found.size };
  }
  const last = best.word + wordsShown * 2;
  const tokens = placesOf(text, last);
  const at = tokens[best.word]?.start ?? 0;
  const from = wordStart(text, Math.max(0, at - before));
  const to = wordEnd(text, from + longest);
  const within = placed(hits, tokens)
    .filter(({ start, end }) => start >= from && end <= to)
    .map(({ start, end }) => ({ start: start - from, end: end - from }));
  const segments = cut(text.slice(from, to), within);
  if (from > 0) segments.unshift({ text: '… ', hit: false });
  if (to < text.length) segments.push({ text: ' …', hit: false });
  return segments;
}

/** A phrase found: which one, and the first of its words. */
interface Hit {
  word: number;
  phrase: number;
  length: number;
}

/** Where each phrase stands, in the order of the text. */
function hitsAmong(keys: readonly string[], phrases: readonly ResolvedPhrase[]): Hit[] {
  const beginnings = new Map<string, number[]>();
  for (const [index, [first = []]] of phrases.entries())
    for (const key of first) beginnings.set(key, [...(beginnings.get(key) ?? []), index]);
  const hits: Hit[] = [];
  for (const [word, key] of keys.entries()) {
    const phrase = beginnings
      .get(key)
      ?.find((candidate) =>
        phrases[candidate]?.every((allowed, next) => allowed.includes(keys[word + next] ?? '')),
      );
    if (phrase !== undefined) hits.push({ word, phrase, length: phrases[phrase]?.length ?? 1 });
  }
  return hits;
}

/** The same, by the characters of the text; a hit whose words were not placed is left out. */
function placed(hits: readonly Hit[], tokens: readonly Place[]): Place[] {
  return hits.flatMap(({ word, length }) => {
    const [first, last] = [tokens[word], tokens[word + length - 1]];
    return first === undefined || last === undefined ? [] : [{ start: first.start, end: last.end }];
  });
}

function cut(text: string, hits: readonly Place[]): Segment[] {
  const segments: Segment[] = [];
  let done = 0;
  for (const { start, end } of hits) {
    if (end <= done) continue;
    if (start > done) segments.push({ text: text.slice(done, start), hit: false });
    segments.push({ text: text.slice(Math.max(start, done), end), hit: true });
    done = end;
  }
  if (done < text.length) segments.push({ text: text.slice(done), hit: false });
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
