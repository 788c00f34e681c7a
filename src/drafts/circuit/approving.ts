import type { Knex } from 'knex';
import { instantOf } from '../../kernel/clock.ts';
import { subjectOf, type DraftingDeps } from '../drafting-deps.ts';
import type { Actor, State } from '../instruction.ts';
import { markState, type Instruction } from '../instructions-store.ts';
import { isPassed } from './progress.ts';
import { findUnderReview } from './reviewing.ts';

/** Approves the text when its last step is passed, in the transaction that passed it. Gives the state it is in. */
export async function approveWhenPassed(
  deps: Pick<DraftingDeps, 'journal' | 'clock' | 'messages'>,
  trx: Knex.Transaction,
  actor: Actor,
  instruction: Instruction,
): Promise<State> {
  const { version, situation } = await findUnderReview(deps, trx, instruction);
  if (version === undefined || !isPassed(situation.progress)) return instruction.state;
  const { id } = instruction;
  await markState(trx, { id, from: 'in_review', to: 'approved', at: instantOf(deps.clock) });
  await deps.journal.append(trx, {
    type: 'instruction.approved',
    actor: actor.id,
    subject: subjectOf(id),
    data: { instruction: id, version: version.number, sha256: version.sha256 },
  });
  return 'approved';
}
