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
    async replace(transaction, documentId, { title, passages }) {
      const words = vectorOf(title, passages.flat());
      await transaction('search_words')
        .insert({ document_id: documentId, words: database.raw('?::tsvector', [words]) })
        .onConflict('document_id')
        .merge();
    },

    async remove(transaction, documentId) {
      await transaction('search_words').where({ document_id: documentId }).del();
    },

    narrow(query, question) {
      query
        .join('search_words as w', 'w.document_id', 'd.id')
        .whereRaw('w.words @@ ?::tsquery', [expressionOf(question)]);
      for (const phrase of question.wanted) if (phrase.length > 1) query.where(holds(phrase));
      for (const phrase of question.unwanted) if (phrase.length > 1) query.whereNot(holds(phrase));
    },

    rank(query, question) {
      query.orderByRaw('ts_rank(w.words, ?::tsquery, 1) DESC, d.id', [expressionOf(question)]);
    },
  };

  function holds(phrase: ResolvedPhrase) {
    // Keys are letters and digits: none of the signs that LIKE reads.
    const following = `% ${phrase.map(([key]) => key).join(' ')} %`;
    const ofPages = database('search_pages as p')
      .whereRaw('p.document_id = d.id')
      .where('p.keys', 'like', following);
    return (builder: Knex.QueryBuilder) =>
      void builder.where('d.title_keys', 'like', following).orWhereExists(ofPages);
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
