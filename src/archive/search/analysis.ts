import { stemmer } from '@orama/stemmers/french';

/** Where a word stands in a text (UTF-16 offsets). */
export interface Place {
  start: number;
  end: number;
}

/** A word of a text, and the key under which it is indexed. */
export interface Token extends Place {
  key: string;
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

// Circulars use few different words, and stemming is most of what indexing a page costs.
const known = new Map<string, string>();
const mostRemembered = 50_000;

/**
 * All the words of a text in their order, one key each: what is indexed, and what a sentence within
 * quotation marks is compared with. Apostrophes inside a word (aujourd’hui) are dropped, hyphens separate.
 */
export function tokensOf(text: string): Token[] {
  return placesOf(text).map(({ start, end }) => ({ start, end, key: keyOf(text.slice(start, end)) }));
}

/** Where its words stand, the first `most` of them. */
export function placesOf(text: string, most = Infinity): Place[] {
  const places: Place[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’ʼ][\p{L}\p{M}\p{N}]+)*/gu)) {
    if (places.length >= most) break;
    let word = match[0];
    const end = match.index + word.length;
    for (let elided = elision.exec(word); elided !== null; elided = elision.exec(word))
      word = word.slice(elided[0].length);
    places.push({ start: end - word.length, end });
  }
  return places;
}

/**
 * The key of one word: the Snowball stem of what is left of it without capitals, accents, ligatures and its
 * plural's mark. Accents go before the stem is taken, not after: the rules read them (« associés » gives
 * « associ », « associes » gives « assoc »), and a person in a hurry or a capital lacks them. The plural's
 * mark too: the rules take « crédit » for a verb and « crédits » for a noun.
 */
export function keyOf(word: string): string {
  const remembered = known.get(word);
  if (remembered !== undefined) return remembered;
  if (known.size >= mostRemembered) known.clear();
  const bare = bareForm(word);
  const singular = bare.endsWith('aux') ? bare : bare.replace(/(?<=.{3})[sx]$/u, '');
  const key = stemmer(singular).slice(0, longestKey) || bare.slice(0, longestKey);
  known.set(word, key);
  return key;
}

/** A word without capitals, accents, ligatures or apostrophes, cut at the longest key. */
export function bareForm(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/[\p{M}'’ʼ]/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae');
}

/** True of a word that every text has: outside of quotation marks nobody looks for it. */
export function isCommon(word: string): boolean {
  const bare = bareForm(word);
  return stopWords.has(bare) || (bare.length < 2 && !/\p{N}/u.test(bare));
}
