import type { ResolvedPhrase, ResolvedQuestion, WordsIndex } from './words-index.ts';

// No key is this one: two words apart by it do not follow each other.
const apart = '¶';
/** A word of the title counts for ten of the text. */
const weights = 'bm25(10.0, 1.0)';

/** FTS5 keeps the keys, not the texts: its own tokenizer has only spaces to see. */
export function createFts5Index(): WordsIndex {
  return {
    async replace(transaction, documentId, { title, passages }) {
      await transaction('search_words').where({ rowid: documentId }).del();
      const body = passages.map((keys) => keys.join(' ')).join(` ${apart} `);
      await transaction('search_words').insert({ rowid: documentId, title: title.join(' '), body });
    },

    async remove(transaction, documentId) {
      await transaction('search_words').where({ rowid: documentId }).del();
    },

    narrow(query, question) {
      query
        .join('search_words as w', 'w.rowid', 'd.id')
        .whereRaw('search_words MATCH ?', [expressionOf(question)]);
    },

    rank(query) {
      query.whereRaw('w.rank MATCH ?', [weights]).orderByRaw('w.rank');
    },
  };
}

/** In the language of FTS5, where what stands between quotation marks is text. */
function expressionOf({ wanted, unwanted }: ResolvedQuestion): string {
  const all = wanted.map(phraseOf).join(' AND ');
  return unwanted.length === 0 ? all : `(${all}) NOT (${unwanted.map(phraseOf).join(' OR ')})`;
}

function phraseOf(phrase: ResolvedPhrase): string {
  const [first = []] = phrase;
  // Only a word alone may have several keys: within quotation marks there are no beginnings of words.
  if (phrase.length === 1) return `(${first.map((key) => `"${key}"`).join(' OR ')})`;
  return `"${phrase.map(([key]) => key).join(' ')}"`;
}
