import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Journal } from '../journal/journal.ts';
import { subjectOf } from './drafting-deps.ts';
import type { Actor } from './instruction.ts';
import { markState, type Instruction } from './instructions-store.ts';
import { findStandingVersion, markVoided } from './versions-store.ts';

/** Why a frozen version falls. Lines of the journal written before frozen texts were read-only say `edited`. */
export type VoidCause = 'resumed' | 'visa-refused' | 'corrected';

/**
 * Takes a frozen text back to draft: the standing version is voided, and its visas with it, since
 * they were given on that version's hash. Does nothing on a draft. The caller holds the row's lock.
 */
export async function voidStanding(
  deps: { journal: Journal; clock: Clock },
  trx: Knex.Transaction,
  back: { actor: Actor; instruction: Instruction; cause: VoidCause },
): Promise<void> {
  const { actor, instruction, cause } = back;
  const standing = await findStandingVersion(trx, instruction.id);
  if (standing === undefined) return;
  const at = instantOf(deps.clock);
  await markVoided(trx, standing.id, at);
  await markState(trx, { id: instruction.id, from: instruction.state, to: 'draft', at });
  await deps.journal.append(trx, {
    type: 'instruction.freeze-voided',
    actor: actor.id,
    subject: subjectOf(instruction.id),
    data: { instruction: instruction.id, version: standing.number, sha256: standing.sha256, cause },
  });
}
