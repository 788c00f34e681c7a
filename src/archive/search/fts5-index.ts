import type { ResolvedPhrase, ResolvedQuestion, WordsIndex } from './words-index.ts';

/** No key is this one: words on either side of it do not follow each other. */
const apart = '¶';

/** FTS5 keeps the keys, not the texts: its own tokenizer has only spaces to see. */
export function createFts5Index(): WordsIndex {
  const joined = (groups: readonly (readonly string[])[]) =>
    groups.map((keys) => keys.join(' ')).join(` ${apart} `);
  return {
    place: 'instr',

    async replace(transaction, documentId, { title, passages }) {
      await transaction('search_words').where({ rowid: documentId }).del();
      await transaction('search_words').insert({
        ...{ rowid: documentId, title: joined(title), body: joined(passages) },
      });
    },

    async remove(transaction, documentId) {
      await transaction('search_words').where({ rowid: documentId }).del();
    },

    match(database, question) {
      return {
        query: database('search_words').whereRaw('search_words MATCH ?', [expressionOf(question)]),
        id: 'search_words.rowid',
        score: database.raw('search_words.rank'),
        ties: false,
      };
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
