import type { Knex } from 'knex';
import { bareForm, tokensOf } from './analysis.ts';
import type { SearchableDocument, SearchSource } from './document.ts';
import { insertWords, listStamps, removeDocument, replaceDocument, replacePages } from './documents-store.ts';
import { apart, type WordsIndex } from './words-index.ts';

const documentsAtOnce = 50;
const mostRemembered = 200_000;

/** Writes documents for the search, with their words. */
export function createIndexing(deps: { database: Knex; index: WordsIndex }) {
  const { database, index } = deps;
  // Words this process already wrote down: most of those of a document are those of the one before.
  const written = new Set<string>();

  function analyse(text: string, met: Map<string, string>): string[] {
    return tokensOf(text).map(({ start, end, key }) => {
      met.set(bareForm(text.slice(start, end)), key);
      return key;
    });
  }

  async function write(transaction: Knex.Transaction, document: SearchableDocument, stamp: string) {
    const met = new Map<string, string>();
    const title = [analyse(document.title, met), analyse(document.alsoTitle, met)];
    const pages = document.passages.map(({ heading, text, page }) => ({
      ...{ heading, text: text.replace(/\s/g, ' ').trim(), page: page ?? null },
      keys: [analyse(heading, met), analyse(text, met)],
    }));
    const passages = pages.flatMap(({ keys }) => keys);
    const id = await replaceDocument(transaction, document, {
      keys: [...title, ...passages].map(spaced).join(apart),
      stamp,
    });
    await replacePages(
      transaction,
      id,
      pages.map(({ heading, text, page }) => ({ heading, text, page })),
    );
    await index.replace(transaction, id, { title, passages: passages.filter((keys) => keys.length > 0) });
    return met;
  }

  /** Makes again what is no longer what its source says, and removes what is gone; tells how many. */
  async function refresh(source: SearchSource): Promise<number> {
    const known = await listStamps(database, source.name);
    const listed = await source.list();
    const stale = listed.filter(({ reference, stamp }) => known.get(reference)?.stamp !== stamp);
    for (let from = 0; from < stale.length; from += documentsAtOnce) {
      const some = stale.slice(from, from + documentsAtOnce);
      // Read before the transaction: nothing but SQL is awaited inside of one.
      const documents = await Promise.all(
        some.map(async ({ read, stamp }) => ({ document: await read(), stamp })),
      );
      let fresh: string[] = [];
      await database.transaction(async (transaction) => {
        const met = new Map<string, string>();
        for (const { document, stamp } of documents) {
          if (document === undefined) continue;
          for (const [word, key] of await write(transaction, document, stamp)) met.set(word, key);
        }
        const unknown = [...met].filter(([word]) => !written.has(word)).map(([word, key]) => ({ word, key }));
        await insertWords(transaction, unknown);
        fresh = unknown.map(({ word }) => word);
      });
      if (written.size > mostRemembered) written.clear();
      for (const word of fresh) written.add(word);
    }
    const listedNow = new Set(listed.map(({ reference }) => reference));
    const gone = [...known].filter(([reference]) => !listedNow.has(reference)).map(([, { id }]) => id);
    if (gone.length > 0) {
      await database.transaction(async (transaction) => {
        for (const id of gone) {
          await index.remove(transaction, id);
          await removeDocument(transaction, id);
        }
      });
    }
    return stale.length + gone.length;
  }

  return { refresh };
}

const spaced = (keys: readonly string[]) => ` ${keys.join(' ')} `;
