import { AppError } from '../kernel/errors.ts';
import { instantOf } from '../kernel/clock.ts';
import { subjectOf, type DraftingDeps } from './drafting-deps.ts';
import { lockInstruction } from './instructions-store.ts';
import { insertRenewed, listKeptActs, listRenewed, type KeptAct } from './renewed-versions-store.ts';
import { addsTo } from './signed-record.ts';
import { getDocument, insertDocument } from './versions-store.ts';

/** The later copies of signed acts. What was signed, sent and acknowledged stays, and keeps its hash. */
export function createRenewal(deps: Pick<DraftingDeps, 'database' | 'readDatabase' | 'journal' | 'clock'>) {
  const { database, readDatabase, journal, clock } = deps;
  return {
    /** Every signed act with its newest copy, the oldest act first. */
    listKeptActs: (): Promise<KeptAct[]> => listKeptActs(readDatabase),

    /** The bytes of an act's newest copy, as they lie in the database. */
    keptBytes: (act: KeptAct): Promise<Uint8Array> => getDocument(readDatabase, act.sha256),

    /** The later copies of an instruction's act, newest first; none before the first renewal. */
    renewedVersions: (instructionId: string) => listRenewed(database, instructionId),

    /** The exact bytes of one later copy. Throws `not-found`. */
    async renewedPdf(instructionId: string, number: number): Promise<Uint8Array> {
      const found = (await listRenewed(database, instructionId)).find((each) => each.number === number);
      if (found === undefined) throw new AppError('not-found', 'no such copy');
      return getDocument(database, found.sha256);
    },

    /**
     * Keeps another copy of an act and writes its journal line, in one transaction; false when someone else
     * kept one since `act` was read, and then nothing is written.
     * @param renewed.until when the new copy's proof ends by itself.
     */
    async recordRenewal(
      act: KeptAct,
      renewed: { pdf: Uint8Array; sha256: string; until: Date },
    ): Promise<boolean> {
      const { signedVersionId, instructionId } = act;
      const { pdf, sha256 } = renewed;
      if (!addsTo(await getDocument(database, act.sha256), pdf))
        throw new AppError('internal', 'the renewal changed the kept bytes');
      return database.transaction(async (trx) => {
        await lockInstruction(trx, instructionId);
        const [newest] = await listKeptActs(trx, { signedVersionId });
        if (newest?.sha256 !== act.sha256) return false;
        const at = instantOf(clock);
        const number = newest.number + 1;
        const keptUntil = renewed.until.toISOString();
        const previousSha256 = newest.sha256;
        await insertDocument(trx, { sha256, mediaType: 'application/pdf', bytes: pdf, at });
        await insertRenewed(trx, {
          ...{ signedVersionId, number, previousSha256, sha256, keptUntil },
          renewedAt: at,
        });
        await journal.append(trx, {
          type: 'instruction.renewed',
          actor: 'system',
          subject: subjectOf(instructionId),
          data: { instruction: instructionId, number, previousSha256, sha256, keptUntil },
        });
        return true;
      });
    },
  };
}
