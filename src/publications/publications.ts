import type { Knex } from 'knex';
import { AppError } from '../kernel/errors.ts';
import { standingOf, type Publication, type Standing, type Subject } from './publication.ts';
import { findFile, listPublications } from './publications-store.ts';
import { createRecording, type RecordingDeps } from './recording.ts';
import { listUnpublished } from './unpublished.ts';
import { createWarning, type WarningDeps } from './warning.ts';

export type { Publication, Standing, Subject } from './publication.ts';
export { createPublicPage, type PublicPage } from './public-page/public-page.ts';
export type { Unpublished } from './unpublished.ts';

export type Publications = ReturnType<typeof createPublications>;

/** Where and when texts were published, as people recorded it, and the clock of what is not. */
export function createPublications(deps: RecordingDeps & WarningDeps & { readDatabase: Knex }) {
  const { database, readDatabase, instructions } = deps;

  async function standings(): Promise<Map<string, Standing>> {
    const records = Map.groupBy(
      await listPublications(readDatabase, { kind: 'instruction' }),
      ({ subject }) => subject.id,
    );
    const signed = await instructions.listSigned();
    return new Map(signed.map(({ id }) => [id, standingOf(records.get(id) ?? [])]));
  }

  const unpublished = async () => listUnpublished(deps, await standings());

  return {
    ...createRecording(deps),
    ...createWarning(deps, unpublished),

    /** What is known of the publication of each signed instruction, by its id. */
    standings,

    /** The signed texts whose publication nobody knows of two months after the signature, the latest first. */
    listUnpublished: unpublished,

    /** The same of one signed instruction; undefined before its signature. */
    async standingOf(instructionId: string): Promise<Standing | undefined> {
      if ((await instructions.listSigned([instructionId])).length === 0) return undefined;
      return standingOf(
        await listPublications(database, { subject: { kind: 'instruction', id: instructionId } }),
      );
    },

    /** Every record of a text, oldest first, those that were withdrawn too. */
    listOf: (subject: Subject): Promise<Publication[]> => listPublications(database, { subject }),

    /** The bytes of the copy of a page that a record has. Throws `not-found`. */
    async copyOf(subject: Subject, publicationId: string): Promise<{ mediaType: string; bytes: Uint8Array }> {
      const record = (await listPublications(database, { subject })).find(({ id }) => id === publicationId);
      const sha256 = record?.copySha256 ?? undefined;
      const kept = sha256 === undefined ? undefined : await findFile(database, sha256);
      if (kept === undefined) throw new AppError('not-found', 'no such copy');
      return kept;
    },
  };
}
