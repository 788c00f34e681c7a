import { stemmer } from '@orama/stemmers/french';

/** A word of a text: where it stands (UTF-16 offsets), and the keys under which it is indexed. */
export interface Token {
  start: number;
  end: number;
  /** One to four; two words are the same word when they share a key. */
  keys: string[];
}

/** Elided words (l’, d’, qu’…), which say nothing of the subject. */
const elision = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ](?=.)/iu;

/** Words so common that every text has them; without accents. */
const stopWords = new Set(
  `a ai as au aux avec ce ces cet cette d dans de des du elle en est et eux il ils l la le les leur leurs lui ma mais
   me mes mon ne nos notre nous on ont ou par pas pour qu que qui sa se ses son sont sur ta te tes ton tu un une vos
   votre vous y`.split(/\s+/),
);

const longestKey = 60;

// Circulars use few different words, and stemming is most of what a page of results costs.
const stemmed = new Map<string, string[]>();
const mostRemembered = 20_000;

/**
 * The words of a text that are worth finding, in their order. Apostrophes inside a word (aujourd’hui)
 * are dropped, hyphens separate.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’ʼ][\p{L}\p{M}\p{N}]+)*/gu)) {
    let word = match[0];
    let start = match.index;
    for (let elided = elision.exec(word); elided !== null; elided = elision.exec(word)) {
      start += elided[0].length;
      word = word.slice(elided[0].length);
    }
    const keys = keysOf(word);
    if (keys.length > 0) tokens.push({ start, end: match.index + match[0].length, keys });
  }
  return tokens;
}

/**
 * The keys of one word: its Snowball stems, without accents, under the readings that French makes
 * necessary.
 * - As written and stripped of accents: the rules read the accents (« associés » gives « associ »,
 *   « associes » gives « assoc »), which a person in a hurry does not type and a capital often lacks. A
 *   text and a question that differ by accents alone always share the second.
 * - With and without a plural's mark: the rules take « crédit » for a verb (« cred ») and « crédits » for
 *   a noun (« credit »); the singular's stem is what they share.
 */
export function keysOf(word: string): string[] {
  const known = stemmed.get(word);
  if (known !== undefined) return known;
  if (stemmed.size >= mostRemembered) stemmed.clear();
  const keys = findKeys(word);
  stemmed.set(word, keys);
  return keys;
}

function findKeys(word: string): string[] {
  const written = openLigatures(word.normalize('NFC').toLowerCase()).replace(/['’ʼ]/g, '');
  const bare = withoutAccents(written);
  if (stopWords.has(bare) || (bare.length < 2 && !/\p{N}/u.test(bare))) return [];
  const readings = [written, bare].flatMap((form) => [form, form.replace(/(?<=.{3})[sx]$/u, '')]);
  return [...new Set(readings.map((form) => withoutAccents(stemmer(form)).slice(0, longestKey)))];
}

/** True when the two words are the same one, accents, case and endings apart. */
export function meet(one: readonly string[], other: readonly string[]): boolean {
  return one.some((key) => other.includes(key));
}

function openLigatures(text: string): string {
  return text.replaceAll('œ', 'oe').replaceAll('æ', 'ae');
}

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}
