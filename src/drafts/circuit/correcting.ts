import type { Knex } from 'knex';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import { subjectOf, type DraftingDeps, type Loaded } from '../drafting-deps.ts';
import { demand, faultOfBeginning, faultOfSignature, type Actor, type Fault } from '../instruction.ts';
import { listAuthorIds, lockInstruction, markCorrectedBy, type Instruction } from '../instructions-store.ts';
import { findStandingVersion, listVersions } from '../versions-store.ts';
import { listVisas } from '../visas-store.ts';
import { voidStanding } from '../voiding.ts';
import { stepsOfConfirmation, type PinnedCircuit } from './circuit.ts';
import { listPinned } from './pinned-store.ts';
import { olderThanCircuits } from './pinning.ts';

/** A signatory who mends a text instead of signing it: not made an author for that, and alone to write it then. */
export function createCorrecting(deps: DraftingDeps) {
  const { database, journal } = deps;

  return {
    /**
     * Opens a correction of the approved version that the signatory was shown (`version`: its number), which
     * voids it. Refused: another version stands, one's own visa is on it. Throws `forbidden`, `conflict`.
     */
    async beginCorrection(actor: Actor, instructionId: string, version: number): Promise<Outcome<null>> {
      return database.transaction(async (trx) => {
        const instruction = await lockInstruction(trx, instructionId);
        const authorIds = await listAuthorIds(trx, instructionId);
        demand(faultOfSignature(actor, { state: instruction.state, authorIds }));
        const standing = await findStandingVersion(trx, instructionId);
        if (standing?.number !== version) return refused({ field: '', key: 'drafts.resume.other-version' });
        // Their own correction would be theirs to confirm.
        if ((await listVisas(trx, [standing.id])).some(({ userId }) => userId === actor.id))
          return refused({ field: '', key: 'circuit.correction.own-visa' });
        await voidStanding(deps, trx, { actor, instruction, cause: 'corrected' });
        await markCorrectedBy(trx, instructionId, actor.id);
        await journal.append(trx, {
          type: 'instruction.correction-begun',
          actor: actor.id,
          subject: subjectOf(instructionId),
          data: { instruction: instructionId, version },
        });
        return accepted(null);
      });
    },

    /** Gives the text back to its drafters: an ordinary draft again. Throws `forbidden`, `conflict` (not corrected). */
    async leaveCorrection(actor: Actor, instructionId: string): Promise<void> {
      await database.transaction(async (trx) => {
        const instruction = await lockInstruction(trx, instructionId);
        demand(faultOfLeaving(actor, instruction));
        await markCorrectedBy(trx, instructionId, null);
        await journal.append(trx, {
          type: 'instruction.correction-left',
          actor: actor.id,
          subject: subjectOf(instructionId),
          data: { instruction: instructionId },
        });
      });
    },
  };
}

/** The signatory who corrects leaves; a drafter takes the text back from one who does not come to an end. */
export function faultOfLeaving(actor: Actor, { correctedBy = null }: Pick<Instruction, 'correctedBy'>) {
  if (correctedBy === null) return { code: 'conflict', key: 'circuit.correction.none' } satisfies Fault;
  return correctedBy === actor.id ? undefined : faultOfBeginning(actor);
}

/**
 * What a corrected text goes through: those who had given a visa confirm theirs. Refused: none of them may any
 * more, or the credits were changed, of which the comparison of the texts would say nothing.
 */
export async function confirmationOf(
  deps: DraftingDeps,
  database: Knex | Knex.Transaction,
  { instruction, credits }: Pick<Loaded, 'instruction' | 'credits'>,
): Promise<Outcome<PinnedCircuit>> {
  const by = instruction.correctedBy ?? '';
  const [corrected] = await listVersions(database, instruction.id);
  if (corrected === undefined) throw new Error('what is corrected was frozen once');
  if ((await deps.credits.ofVersion(database, corrected.id))?.id !== credits?.id)
    return refused({ field: '', key: 'circuit.correction.credits-changed' });
  const pinned =
    (await listPinned(database, [corrected.id])).get(corrected.id) ??
    olderThanCircuits(deps.messages('circuit.one-visa'));
  const reviewers = (await deps.people.listReviewers()).map(({ id }) => id);
  const givers = (await listVisas(database, [corrected.id]))
    .filter(({ decision, userId }) => decision === 'given' && reviewers.includes(userId))
    .map(({ userId }) => userId);
  const steps = stepsOfConfirmation(pinned, { givers, name: deps.messages('circuit.correction.step') });
  if (steps.length === 0) return refused({ field: '', key: 'circuit.correction.nobody' });
  return accepted({ ...pinned, steps, corrects: { versionId: corrected.id, by } });
}
