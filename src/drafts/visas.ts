import type { Knex } from 'knex';
import { instantOf } from '../kernel/clock.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { subjectOf, type DraftingDeps } from './drafting-deps.ts';
import { demand, faultOfVisa, requiredVisas, type Actor, type State } from './instruction.ts';
import { listAuthorIds, lockInstruction, markState, type Instruction } from './instructions-store.ts';
import { findStandingVersion, type FrozenVersion } from './versions-store.ts';
import { insertVisa, listVisas } from './visas-store.ts';
import { voidStanding } from './voiding.ts';

/** A reviewer's decision: `sha256` is that of the document they had before their eyes. */
export interface Decision {
  sha256: string;
  reason: string;
}

/** Visas, each on the exact bytes that the reviewer saw. */
export function createVisas(deps: DraftingDeps) {
  const { database, journal, clock } = deps;

  async function decide(
    actor: Actor,
    instructionId: string,
    decision: Decision & { decision: 'given' | 'refused' },
    conclude: (trx: Knex.Transaction, instruction: Instruction, version: FrozenVersion) => Promise<State>,
  ): Promise<Outcome<{ state: State }>> {
    return database.transaction(async (trx) => {
      const instruction = await lockInstruction(trx, instructionId);
      demand(
        faultOfVisa(actor, { state: instruction.state, authorIds: await listAuthorIds(trx, instructionId) }),
      );
      const version = await findStandingVersion(trx, instructionId);
      if (version === undefined || version.sha256 !== decision.sha256) {
        return refused({ field: '', key: 'drafts.visa.other-document' });
      }
      const standing = await listVisas(trx, [version.id]);
      if (standing.some((visa) => visa.userId === actor.id))
        return refused({ field: '', key: 'drafts.visa.already' });
      const salt = newToken(16);
      const reasonHash = saltedHash(salt, decision.reason);
      await insertVisa(trx, {
        id: newId(),
        frozenVersionId: version.id,
        userId: actor.id,
        decision: decision.decision,
        sha256: version.sha256,
        reason: decision.reason,
        reasonHash,
        salt,
        decidedAt: instantOf(clock),
      });
      await journal.append(trx, {
        type: `visa.${decision.decision}`,
        actor: actor.id,
        subject: subjectOf(instructionId),
        data: { instruction: instructionId, version: version.number, sha256: version.sha256, reasonHash },
      });
      return accepted({ state: await conclude(trx, instruction, version) });
    });
  }

  return {
    /**
     * Gives a visa; the last one that is required approves the text. A remark may go with it.
     * Refused: another document than the standing one, a second decision by the same person.
     * Throws `forbidden` (role, own text) and `conflict` (not in review).
     */
    async giveVisa(
      actor: Actor,
      instructionId: string,
      decision: Decision,
    ): Promise<Outcome<{ state: State }>> {
      return decide(
        actor,
        instructionId,
        { ...decision, decision: 'given' },
        async (trx, instruction, version) => {
          const given = (await listVisas(trx, [version.id])).filter((visa) => visa.decision === 'given');
          if (given.length < requiredVisas) return instruction.state;
          await markState(trx, {
            id: instructionId,
            from: 'in_review',
            to: 'approved',
            at: instantOf(clock),
          });
          await journal.append(trx, {
            type: 'instruction.approved',
            actor: actor.id,
            subject: subjectOf(instructionId),
            data: { instruction: instructionId, version: version.number, sha256: version.sha256 },
          });
          return 'approved';
        },
      );
    },

    /** Refuses, with a reason: the text goes back to draft and the version is voided. As giveVisa otherwise. */
    async refuseVisa(
      actor: Actor,
      instructionId: string,
      decision: Decision,
    ): Promise<Outcome<{ state: State }>> {
      if (decision.reason.trim() === '')
        return refused({ field: 'reason', key: 'drafts.visa.reason-required' });
      return decide(actor, instructionId, { ...decision, decision: 'refused' }, async (trx, instruction) => {
        await voidStanding({ journal, clock }, trx, { actor, instruction, cause: 'visa-refused' });
        return 'draft';
      });
    },
  };
}
