import type { CheckedText } from './checked-text.ts';
import type { Finding, Place } from './finding.ts';

const acronym = /(?<![\p{L}\d_./@°-])\p{Lu}{2,6}s?(?![\p{L}\d_@-])/gu;
const roman = /^[IVXLCDM]+$/;
// « Mme Anne ROUX » is a name, « Le CSAPA » is not.
const afterFirstName = /(?:^|[\s’'«(])(\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)*)\s+$/u;
const notFirstNames = new Set(
  'Le La Les Un Une Des Du Au Aux Ce Cet Cette Ces Son Sa Ses Leur Leurs Notre Nos Votre Vos Chaque En Par Pour Avec Dans Sur De Et Ou Si Deux Trois Tout Tous Toute Toutes'.split(
    ' ',
  ),
);

/** A first name is looked for so far before a surname, and the words of an acronym so far in their brackets. */
const mostLookedAt = 200;
/** Above this a list helps nobody, and each name is looked for in the whole text. */
const mostTold = 50;

/**
 * Acronyms that are used and never spelt out: neither « les mots (SIGLE) » nor « SIGLE (les mots) » anywhere. One
 * finding each, where it first stands; the first fifty of them.
 * @param known those that everybody knows.
 */
export function findUnspeltAcronyms({ passages, at }: CheckedText, known: ReadonlySet<string>): Finding[] {
  const first = new Map<string, Omit<Place, 'href'>>();
  for (const { text, ...place } of passages) {
    if (!/\p{Ll}/u.test(text)) continue;
    for (const match of text.matchAll(acronym)) {
      const name = match[0].replace(/s$/, '');
      if (first.size === mostTold || known.has(name) || roman.test(name) || first.has(name)) continue;
      if (!isSurname(text.slice(Math.max(0, match.index - mostLookedAt), match.index)))
        first.set(name, { ...place, words: name });
    }
  }
  return [...first]
    .filter(([name]) => !passages.some(({ text }) => spellsOut(text, name)))
    .map(([name, place]) => ({ key: 'checks.acronym', severity: 'warning', params: { name }, ...at(place) }));
}

function isSurname(before: string): boolean {
  const [, word] = afterFirstName.exec(before) ?? [];
  return word !== undefined && !notFirstNames.has(word);
}

function spellsOut(text: string, name: string): boolean {
  return [
    `\\p{Ll}{2}[\\s»]+\\(\\s*(?:«\\s*)?${name}s?[\\s»)]`,
    `(?<!\\p{L})${name}s?\\s*(?:»\\s*)?\\(\\s*(?:«\\s*)?\\p{L}{2}[^)]{0,${mostLookedAt}}?\\s\\p{L}{3}`,
    `^\\s*${name}s?\\s*:\\s*\\p{L}{2}[^.]{0,${mostLookedAt}}?\\s\\p{L}{3}`,
  ].some((pattern) => new RegExp(pattern, 'u').test(text));
}
