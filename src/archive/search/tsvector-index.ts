import type { Knex } from 'knex';
import type { ResolvedPhrase, ResolvedQuestion, WordsIndex } from './words-index.ts';

/** PostgreSQL's own limits: positions of a word, and the last one that is told from the others. */
const mostPositions = 255;
const lastPosition = 16_383;

/**
 * `tsvector` written by us word by word, so that no dictionary of PostgreSQL's has a say. Its positions end
 * at 16 383: they serve to rank, and words that follow each other are looked for in the keys of the pages.
 */
export function createTsvectorIndex(database: Knex): WordsIndex {
  return {
    place: 'strpos',

    async replace(transaction, documentId, { title, passages }) {
      const words = vectorOf(title.flat(), passages.flat());
      await transaction('search_words')
        .insert({ document_id: documentId, words: database.raw('?::tsvector', [words]) })
        .onConflict('document_id')
        .merge();
    },

    async remove(transaction, documentId) {
      await transaction('search_words').where({ document_id: documentId }).del();
    },

    match(from, question) {
      const query = from('search_words as w').whereRaw('w.words @@ ?::tsquery', [expressionOf(question)]);
      for (const phrase of question.wanted) if (phrase.length > 1) query.whereExists(holding(phrase));
      for (const phrase of question.unwanted) if (phrase.length > 1) query.whereNotExists(holding(phrase));
      return {
        ...{ query, id: 'w.document_id', ties: true },
        score: from.raw('-ts_rank(w.words, ?::tsquery, 1)', [expressionOf(question)]),
      };
    },
  };

  function holding(phrase: ResolvedPhrase): Knex.QueryBuilder {
    // Keys are letters and digits: none of the signs that LIKE reads.
    return database('search_pages as k')
      .whereRaw('k.document_id = w.document_id')
      .where('k.keys', 'like', `% ${phrase.map(([key]) => key).join(' ')} %`);
  }
}

/** A word of the title weighs more (`A`), and counts for ten of the text as on SQLite. */
function vectorOf(title: readonly string[], body: readonly string[]): string {
  const positions = new Map<string, string[]>();
  const add = (key: string, position: number, weight: string) => {
    const of = positions.get(key) ?? [];
    if (of.length < mostPositions) of.push(`${Math.min(position, lastPosition)}${weight}`);
    positions.set(key, of);
  };
  title.forEach((key, index) => add(key, index + 1, 'A'));
  body.forEach((key, index) => add(key, title.length + index + 2, ''));
  return [...positions].map(([key, at]) => `'${key}':${[...new Set(at)].join(',')}`).join(' ');
}

function expressionOf({ wanted, unwanted }: ResolvedQuestion): string {
  const all = wanted.map(wordsOf).join(' & ');
  // A phrase that must be absent is looked for in the pages: its words may well be there apart.
  const none = unwanted.filter(({ length }) => length === 1).map((phrase) => ` & !${wordsOf(phrase)}`);
  return `${all}${none.join('')}`;
}

const wordsOf = (phrase: ResolvedPhrase) =>
  `(${phrase.map((keys) => `(${keys.map((key) => `'${key}'`).join(' | ')})`).join(' & ')})`;
