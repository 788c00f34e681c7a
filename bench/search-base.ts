import { join } from 'node:path';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import type { SearchableDocument, SearchSource } from '../src/archive/search/document.ts';
import { createSearch } from '../src/archive/search/search.ts';
import { createJournal } from '../src/journal/journal.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { createWriter } from './synthetic-text.ts';

const pagesOfDocument = 10;
/** Some 330 words, as a page of a letter has. */
const paragraphsOfPage = 4;
const firstYear = 2001;

/**
 * Circulars that nobody wrote, in the index of the search, in a SQLite file. They come from a source of their
 * own: what is measured is the search, which reads nothing but its index.
 */
export async function openSearchBase(
  folder: string,
  { documents, say }: { documents: number; say(sentence: string): void },
) {
  const url = `sqlite:${join(folder, 'archive.sqlite')}`;
  const database = connect({ url });
  const readDatabase = connect({ url, readOnly: true });
  await migrate(database);
  const writer = createWriter({ seed: 2027 });

  function write(number: number): SearchableDocument {
    const [title = ''] = writer.paragraphs(1);
    return {
      ...{ source: 'instruction', reference: String(number), href: `/instructions/${number}` },
      ...{ title: title.slice(0, 80), alsoTitle: '', audience: ['auditor', 'drafter'] },
      ...{ year: firstYear + (number % 30), state: 'closed', signedOn: `${firstYear + (number % 30)}-12-07` },
      passages: Array.from({ length: pagesOfDocument }, (_, index) => ({
        ...{ heading: '', page: index + 1, text: writer.paragraphs(paragraphsOfPage).join(' ') },
      })),
    };
  }

  const source: SearchSource = {
    name: 'instruction',
    list: async () =>
      Array.from({ length: documents }, (_, number) => ({
        ...{ reference: String(number), stamp: '1', read: async () => write(number) },
      })),
  };
  const journal = createJournal({ clock: systemClock, readDatabase });
  const search = createSearch({ database, readDatabase, journal, sources: async () => [source] });
  say(`indexing ${documents} documents of ${pagesOfDocument} pages`);
  const startedAt = performance.now();
  await search.refreshAll();
  const seconds = (performance.now() - startedAt) / 1000;

  return {
    readDatabase,
    search,
    question: writer.question,
    /** Whole documents, written and indexed: the writing is a part of it. */
    indexedPerSecond: documents / seconds,
    async close(): Promise<void> {
      await readDatabase.destroy();
      await database.destroy();
    },
  };
}
