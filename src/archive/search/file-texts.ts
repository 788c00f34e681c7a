import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Passage, ReadableFile } from './document.ts';
import type { ReadFile } from './file-reading.ts';
import { findFileText, insertFileText, listReadFiles, removeFileTexts } from './file-texts-store.ts';

/** What is known of the text of files, when a source lists its documents. */
export type FileTexts = Awaited<ReturnType<ReturnType<typeof createFileTexts>['known']>>;

/** The words of files, read once each and kept under the hash of their bytes, which never change. */
export function createFileTexts(deps: {
  database: Knex;
  readDatabase: Knex;
  clock: Clock;
  readFile: (bytes: Uint8Array) => Promise<ReadFile>;
}) {
  const { database, readDatabase, clock, readFile } = deps;

  return {
    /** As it stands now. */
    async known() {
      const known = await listReadFiles(readDatabase);
      async function pagesOf(sha256: string): Promise<readonly string[] | undefined> {
        if (known.get(sha256) !== null) return undefined;
        return (await findFileText(readDatabase, sha256))?.pages;
      }
      return {
        /** Changes when the file is read. */
        stateOf: (sha256: string | undefined) =>
          sha256 === undefined || !known.has(sha256) ? 'unread' : (known.get(sha256) ?? 'read'),
        /** Why its words are not there; undefined once they are. */
        unreadOf: (sha256: string) => (known.has(sha256) ? (known.get(sha256) ?? undefined) : 'not-yet'),
        pagesOf,
        passagesOf: async (sha256: string): Promise<Passage[]> =>
          ((await pagesOf(sha256)) ?? []).map((text, index) => ({ heading: '', text, page: index + 1 })),
        missing: (files: readonly ReadableFile[]) => files.filter(({ sha256 }) => !known.has(sha256)),
      };
    },

    /**
     * Reads some files that were not read yet, and forgets those that are no longer there; tells how many were
     * read. A file whose bytes are gone is left alone.
     */
    async read(files: readonly ReadableFile[], { most }: { most: number }): Promise<number> {
      const known = await listReadFiles(readDatabase);
      const listed = new Map(files.map((file) => [file.sha256, file]));
      await removeFileTexts(
        database,
        [...known.keys()].filter((sha256) => !listed.has(sha256)),
      );
      const missing = [...listed.values()].filter(({ sha256 }) => !known.has(sha256)).slice(0, most);
      for (const [done, { sha256, bytes }] of missing.entries()) {
        const content = await bytes();
        if (content === undefined) continue;
        const text = await readFile(content).catch((error: unknown) => {
          // Without its program no PDF is read: they stay to be read, and are told as such.
          if (error instanceof AppError && error.code === 'unavailable') return undefined;
          return { fault: 'unreadable' };
        });
        if (text === undefined) return done;
        const read = 'fault' in text ? { fault: text.fault, pages: [] } : { fault: null, pages: text.pages };
        await insertFileText(database, { sha256, ...read }, instantOf(clock));
      }
      return missing.length;
    },
  };
}
