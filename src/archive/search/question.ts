import { bareForm, isCommon, keyOf, tokensOf } from './analysis.ts';

/** A word looked for by its key, or by how words begin (`prév*`). */
export interface Term {
  key: string;
  /** What the word must begin with, without accents; absent: its key alone. */
  prefix?: string;
}

/** Words that follow each other; one word alone is the commonest case. */
export type Phrase = readonly Term[];

/** What is asked: every phrase of `wanted`, none of `unwanted`. */
export interface Question {
  wanted: readonly Phrase[];
  unwanted: readonly Phrase[];
  /** Words that were left out because every text holds them, as they were typed. */
  leftOut: readonly string[];
}

/** Beyond these a question is no longer one: nothing is looked for, and the page says so. */
export const longestQuestion = 500;
const mostPhrases = 20;
const mostTerms = 40;
/** Each is as many words as begin so. */
const mostPrefixes = 5;
/** A shorter beginning is that of half the dictionary: its star is not read. */
const shortestPrefix = 3;

export type ReadQuestion =
  { ok: true; question: Question } | { ok: false; reason: 'too-long' | 'only-without' | 'too-broad' };

const quotes = /["“”«»„]/gu;
// A sentence within quotation marks, or what stands between two spaces; either may be preceded by its minus.
const piece = /(?<minus>(?<=^|\s)[-−–])?(?:"(?<quoted>[^"]*)"?|(?<plain>[^\s"]+))/gu;

/**
 * Reads what a person typed: `mots`, `"mots qui se suivent"`, `-sans`, `début*`. Every other sign is
 * punctuation, a quotation mark that is never closed holds to the end: nothing that is typed is an error,
 * but a question that is too long, or that only says what must be absent.
 */
export function readQuestion(typed: string): ReadQuestion {
  if (typed.length > longestQuestion) return { ok: false, reason: 'too-long' };
  const wanted: Phrase[] = [];
  const unwanted: Phrase[] = [];
  const leftOut: string[] = [];
  for (const { groups = {} } of typed.replace(quotes, '"').matchAll(piece)) {
    const target = groups['minus'] === undefined ? wanted : unwanted;
    if (groups['quoted'] !== undefined) {
      const phrase = tokensOf(groups['quoted']).map(({ key }) => ({ key }));
      if (phrase.length > 0) target.push(phrase);
      continue;
    }
    const plain = groups['plain'] ?? '';
    for (const { start, end } of tokensOf(plain)) {
      const word = plain.slice(start, end);
      const bare = bareForm(word);
      if (plain[end] === '*' && bare.length >= shortestPrefix)
        target.push([{ key: keyOf(word), prefix: bare }]);
      else if (isCommon(word)) leftOut.push(word);
      else target.push([{ key: keyOf(word) }]);
    }
  }
  const question = { wanted: distinct(wanted), unwanted: distinct(unwanted), leftOut };
  const phrases = [...question.wanted, ...question.unwanted];
  if (phrases.length > mostPhrases || phrases.flat().length > mostTerms)
    return { ok: false, reason: 'too-long' };
  if (phrases.flat().filter(({ prefix }) => prefix !== undefined).length > mostPrefixes)
    return { ok: false, reason: 'too-broad' };
  if (question.wanted.length === 0 && question.unwanted.length > 0)
    return { ok: false, reason: 'only-without' };
  return { ok: true, question };
}

function distinct(phrases: Phrase[]): Phrase[] {
  return [...new Map(phrases.map((phrase) => [JSON.stringify(phrase), phrase])).values()];
}
