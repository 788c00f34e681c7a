import type { Knex } from 'knex';
import type { JournalLine } from '../journal/journal.ts';
import { createCorrecting } from './correcting.ts';
import { createImporting, type ImportingDeps } from './importing.ts';
import { countTextless, listPages, type CircularPage } from './pages-store.ts';
import { findBytes, findCircular, listCirculars, type PastCircular } from './past-circulars-store.ts';
import { createRecognising, type RecognisingDeps } from './recognising.ts';
import { subjectOf } from './recording.ts';

export { listFilesAfter as listPastCircularFilesAfter } from './past-circulars-store.ts';
export type { CircularPage } from './pages-store.ts';
export type { PastCircular } from './past-circulars-store.ts';

export type PastCirculars = ReturnType<typeof createPastCirculars>;

export type PastCircularsDeps = ImportingDeps & RecognisingDeps & { readDatabase: Knex };

/** Of the pages without text: how many, how many recognised, how many that nobody tried to recognise. */
export interface TextlessPages {
  textless: number;
  recognised: number;
  due: number;
}

const none: TextlessPages = { textless: 0, recognised: 0, due: 0 };

/** Circulars from before Estafette: imported from a folder with what is known of them, read, corrected. */
export function createPastCirculars(deps: PastCircularsDeps) {
  const { readDatabase, journal } = deps;
  return {
    ...createImporting(deps),
    ...createRecognising(deps),
    ...createCorrecting(deps),

    /** The latest year first. */
    async list(): Promise<(PastCircular & TextlessPages)[]> {
      const counts = await countTextless(readDatabase);
      return (await listCirculars(readDatabase)).map((each) => ({
        ...each,
        ...(counts.get(each.id) ?? none),
      }));
    },

    textlessOf: async (id: string): Promise<TextlessPages> =>
      (await countTextless(readDatabase, id)).get(id) ?? none,

    find: (slug: string): Promise<PastCircular | undefined> => findCircular(readDatabase, { slug }),

    findById: (id: string): Promise<PastCircular | undefined> => findCircular(readDatabase, { id }),

    /** Whose file has these bytes. */
    findByHash: (sha256: string): Promise<PastCircular | undefined> => findCircular(readDatabase, { sha256 }),

    pagesOf: (id: string): Promise<CircularPage[]> => listPages(readDatabase, id),

    /** The file as it came. */
    bytesOf: ({ sha256 }: Pick<PastCircular, 'sha256'>): Promise<Uint8Array | undefined> =>
      findBytes(readDatabase, sha256),

    /** What happened to it, oldest first. */
    journalOf: (id: string): Promise<JournalLine[]> => journal.list({ subjects: [subjectOf(id)] }),
  };
}
