import type { Knex } from 'knex';
import { bareForm, tokensOf } from './analysis.ts';
import type { ListedDocument, SearchableDocument, SearchSource } from './document.ts';
import {
  insertWords,
  keysOfPage,
  listStamps,
  removeDocument,
  replaceDocument,
  replacePages,
} from './documents-store.ts';
import type { WordsIndex } from './words-index.ts';

/** While they are written, nobody else writes in the database. */
const documentsAtOnce = 10;
/** More of a document is not indexed: PostgreSQL takes no vector over a megabyte. */
const mostWords = 200_000;
const mostRemembered = 200_000;

/** A document whose entry is not what its source says any more. */
export type Stale = Pick<ListedDocument, 'stamp' | 'read'>;

/** Writes documents for the search, with their words. */
export function createIndexing(deps: { database: Knex; index: WordsIndex }) {
  const { database, index } = deps;
  // Words, as they are written, that this process already wrote down: most are those of the document before.
  const written = new Set<string>();

  function analyse(text: string, met: Map<string, string>): string[] {
    return tokensOf(text).map(({ start, end, key }) => {
      met.set(text.slice(start, end), key);
      return key;
    });
  }

  async function write(transaction: Knex.Transaction, document: SearchableDocument, stamp: string) {
    const met = new Map<string, string>();
    const title = [analyse(document.title, met), analyse(document.alsoTitle, met)] as const;
    let room = mostWords;
    const pages = document.passages.flatMap(({ heading, text, page }) => {
      if (room <= 0) return [];
      const keys = [analyse(heading, met), analyse(text, met)] as const;
      room -= keys.flat().length;
      return { heading, text: bareText(text), page: page ?? null, keys };
    });
    const passages = pages.flatMap(({ keys }) => keys);
    const id = await replaceDocument(transaction, document, stamp);
    await replacePages(transaction, id, {
      titleKeys: keysOfPage(...title),
      pages: pages.map(({ keys, ...page }) => ({ ...page, keys: keysOfPage(...keys) })),
    });
    await index.replace(transaction, id, { title, passages: passages.filter((keys) => keys.length > 0) });
    return met;
  }

  return {
    /** What of a source has to be made again, and takes away what is gone; tells how many were. */
    async compare(source: SearchSource): Promise<{ stale: Stale[]; removed: number }> {
      const known = await listStamps(database, source.name);
      const listed = await source.list();
      const listedNow = new Set(listed.map(({ reference }) => reference));
      const gone = [...known].filter(([reference]) => !listedNow.has(reference)).map(([, { id }]) => id);
      if (gone.length > 0)
        await database.transaction(async (transaction) => {
          for (const id of gone) {
            await index.remove(transaction, id);
            await removeDocument(transaction, id);
          }
        });
      return {
        stale: listed.filter(({ reference, stamp }) => known.get(reference)?.stamp !== stamp),
        removed: gone.length,
      };
    },

    /** Makes some documents again, a few at a time. */
    async make(stale: readonly Stale[]): Promise<void> {
      for (let from = 0; from < stale.length; from += documentsAtOnce) {
        // Read before the transaction: nothing but SQL is awaited inside of one.
        const some = await Promise.all(
          stale
            .slice(from, from + documentsAtOnce)
            .map(async ({ read, stamp }) => ({ document: await read(), stamp })),
        );
        let fresh: string[] = [];
        await database.transaction(async (transaction) => {
          const met = new Map<string, string>();
          for (const { document, stamp } of some) {
            if (document === undefined) continue;
            for (const [word, key] of await write(transaction, document, stamp)) met.set(word, key);
          }
          const unknown = [...met].filter(([word]) => !written.has(word));
          const words = unknown.map(([word, key]) => ({ word: bareForm(word), key }));
          await insertWords(transaction, words);
          fresh = unknown.map(([word]) => word);
        });
        if (written.size > mostRemembered) written.clear();
        for (const word of fresh) written.add(word);
      }
    },
  };
}

/** In one line, without the zero that PostgreSQL does not take. */
const bareText = (text: string) => text.replaceAll('\0', '').replace(/\s/g, ' ').trim();
