import { instantOf, parisDayOf } from '../../kernel/clock.ts';
import { saltedHash } from '../../kernel/hash.ts';
import { newId, newToken } from '../../kernel/ids.ts';
import { accepted, refused, type FieldError, type Outcome } from '../../kernel/outcome.ts';
import { listSentCorrections } from '../amendments-store.ts';
import { subjectOf, type DraftingDeps } from '../drafting-deps.ts';
import { demand, type Actor } from '../instruction.ts';
import { getInstruction, lockInstruction, type Instruction } from '../instructions-store.ts';
import { listSignedActs } from '../references/references-store.ts';
import { findSigned } from '../versions-store.ts';
import type { Knex } from 'knex';
import {
  faultOfRecordingRepeal,
  faultOfRepealDay,
  faultOfRepealing,
  type Repeal,
  type TypedRepeal,
} from './repeal.ts';
import { insertRepeal, insertTakenBack, listStandingRepeals } from './repeals-store.ts';

/** That a text was repealed by another act: people record it, nothing here ever concludes it. */
export function createRepeals(deps: DraftingDeps) {
  const { database, journal, clock } = deps;

  async function standing(trx: Knex | Knex.Transaction, instructionId: string): Promise<Repeal | undefined> {
    const [repeal] = await listStandingRepeals(trx, { instructionId });
    return repeal;
  }

  async function faultOf(trx: Knex | Knex.Transaction, { id, state }: Instruction) {
    const sent = await listSentCorrections(trx, id);
    return faultOfRepealing({
      state,
      replacedBy: sent.find(({ relation }) => relation === 'replaces')?.title,
      isRepealed: (await standing(trx, id)) !== undefined,
    });
  }

  /** What is wrong with what was typed, once the text itself can be repealed. */
  async function faultsOfTyped(
    trx: Knex | Knex.Transaction,
    instructionId: string,
    { act, on, byId }: TypedRepeal,
  ): Promise<FieldError[]> {
    const faults: FieldError[] = [];
    const [by] = byId === '' ? [] : await listSignedActs(trx, [byId]);
    if (byId !== '' && (by === undefined || byId === instructionId))
      faults.push({ field: 'by', key: 'repeals.by-unknown' });
    if (act === '' && byId === '') faults.push({ field: 'act', key: 'repeals.act-missing' });
    const signed = await findSigned(trx, instructionId);
    const bounds = { signedOn: signed?.signedOn ?? '', today: parisDayOf(clock.now()) };
    const day = faultOfRepealDay(on, bounds);
    return day === undefined ? faults : [...faults, day];
  }

  return {
    /** What stands of it; undefined for a text that nobody said to be repealed. */
    repealOf: (instructionId: string) => standing(database, instructionId),

    /** Why a text cannot be said to be repealed now; undefined when it can. Throws `not-found`. */
    faultOfRepealing: async (instructionId: string) =>
      faultOf(database, await getInstruction(database, instructionId)),

    /** What would be refused of it, nothing written: for the page that asks to confirm. */
    async faultsOfRepeal(actor: Actor, instructionId: string, typed: TypedRepeal): Promise<FieldError[]> {
      demand(faultOfRecordingRepeal(actor));
      const fault = await faultOf(database, await getInstruction(database, instructionId));
      return fault === undefined ? faultsOfTyped(database, instructionId, typed) : [fault];
    },

    /**
     * Records that a text that was sent was repealed by another act, with its line in the journal. Refused: a
     * text that is not sent, replaced or repealed already; an act without a name; a day to come, or before the
     * text. Throws `forbidden`, `not-found`.
     */
    async recordRepeal(actor: Actor, instructionId: string, typed: TypedRepeal): Promise<Outcome<Repeal>> {
      demand(faultOfRecordingRepeal(actor));
      return database.transaction(async (trx): Promise<Outcome<Repeal>> => {
        const fault = await faultOf(trx, await lockInstruction(trx, instructionId));
        const faults = fault === undefined ? await faultsOfTyped(trx, instructionId, typed) : [fault];
        if (faults.length > 0) return refused(...faults);
        const [salt, id] = [newToken(16), newId()];
        const { act, reason, on, byId } = typed;
        const wordsHash = saltedHash(salt, JSON.stringify([act, reason]));
        const row = { id, instructionId, repealedOn: on, byId: byId === '' ? null : byId, wordsHash };
        const recorded = { recordedAt: instantOf(clock), recordedBy: actor.id };
        await insertRepeal(trx, { ...row, ...recorded }, { act, reason, salt });
        await journal.append(trx, {
          type: 'instruction.repeal-recorded',
          actor: actor.id,
          subject: subjectOf(instructionId),
          data: { instruction: instructionId, repeal: id, repealedOn: on, by: byId, wordsHash },
        });
        const repeal = await standing(trx, instructionId);
        if (repeal === undefined) throw new Error('what was recorded stands');
        return accepted(repeal);
      });
    },

    /**
     * Takes back a record that was wrong, with its reason and its line in the journal: both stay. Refused: it
     * was taken back already. Throws `forbidden`, `not-found`.
     */
    async takeBackRepeal(
      actor: Actor,
      instructionId: string,
      { repealId, reason }: { repealId: string; reason: string },
    ): Promise<Outcome<null>> {
      demand(faultOfRecordingRepeal(actor));
      return database.transaction(async (trx): Promise<Outcome<null>> => {
        await lockInstruction(trx, instructionId);
        const repeal = await standing(trx, instructionId);
        if (repeal?.id !== repealId) return refused({ field: 'reason', key: 'repeals.taken-back-meanwhile' });
        const salt = newToken(16);
        const wordsHash = saltedHash(salt, reason);
        const taken = { repealId, at: instantOf(clock), by: actor.id, wordsHash };
        await insertTakenBack(trx, taken, { act: '', reason, salt });
        await journal.append(trx, {
          type: 'instruction.repeal-taken-back',
          actor: actor.id,
          subject: subjectOf(instructionId),
          data: { instruction: instructionId, repeal: repealId, wordsHash },
        });
        return accepted(null);
      });
    },
  };
}
