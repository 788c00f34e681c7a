import type { Knex } from 'knex';
import { instantOf } from '../kernel/clock.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { approveWhenPassed } from './circuit/approving.ts';
import { demandPlace } from './circuit/place.ts';
import { findUnderReview } from './circuit/reviewing.ts';
import { subjectOf, type DraftingDeps } from './drafting-deps.ts';
import type { Actor, State } from './instruction.ts';
import { lockInstruction, type Instruction } from './instructions-store.ts';
import { insertVisa } from './visas-store.ts';
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
    conclude: (trx: Knex.Transaction, instruction: Instruction) => Promise<State>,
  ): Promise<Outcome<{ state: State }>> {
    return database.transaction(async (trx) => {
      const instruction = await lockInstruction(trx, instructionId);
      const { version, situation } = await findUnderReview(deps, trx, instruction);
      const place = demandPlace(actor, situation);
      if (version === undefined || version.sha256 !== decision.sha256) {
        return refused({ field: '', key: 'drafts.visa.other-document' });
      }
      const salt = newToken(16);
      const reasonHash = saltedHash(salt, decision.reason);
      await insertVisa(trx, {
        id: newId(),
        frozenVersionId: version.id,
        userId: actor.id,
        step: place.step,
        onBehalfOf: place.standIn?.giverId ?? null,
        delegationId: place.standIn?.delegationId ?? null,
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
        data: {
          ...{ instruction: instructionId, version: version.number, sha256: version.sha256, reasonHash },
          step: place.step,
          ...(place.standIn && { onBehalfOf: place.standIn.giverId }),
        },
      });
      return accepted({ state: await conclude(trx, instruction) });
    });
  }

  return {
    /**
     * Gives a visa in the step that is open; the last one of the last step approves the text. A remark may go
     * with it. Refused: another document than the standing one. Throws `forbidden` (role, own text, no seat)
     * and `conflict` (not in review, not one's turn, decided already).
     */
    giveVisa: (actor: Actor, instructionId: string, decision: Decision): Promise<Outcome<{ state: State }>> =>
      decide(actor, instructionId, { ...decision, decision: 'given' }, (trx, instruction) =>
        approveWhenPassed(deps, trx, actor, instruction),
      ),

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
