import type { Knex } from 'knex';
import { markCampaignChanged } from './campaigns-store.ts';
import type { DeliveryState } from './delivery.ts';
import { isAwaited } from './reminding/silence.ts';

/** A delivery as it was seen: it moves only if it is still of this epoch. */
export interface Held {
  id: string;
  epoch: number;
}

export interface Step {
  campaignId: string;
  /** The rows move only from one of these states. */
  from: readonly DeliveryState[];
  to: DeliveryState;
  at: string;
  /** Columns that go with the new state. */
  set?: {
    newEpoch?: true;
    attempt?: true;
    queuedAt?: string;
    claimedAt?: string | null;
    dueAt?: string | null;
  };
  /** Only while the campaign is open, and, of a reminder, while an acknowledgement is still awaited. */
  whileOpen?: true;
}

/** One delivery's step. */
export type Move = Step & Held;

/**
 * The one way deliveries change state: a conditional UPDATE, one for all those of a campaign that take the
 * same step. Gives the ids of the rows that were still there to move.
 */
export async function markMovedTogether(
  transaction: Knex.Transaction,
  step: Step,
  deliveries: readonly Held[],
): Promise<Set<string>> {
  if (deliveries.length === 0) return new Set();
  const { set = {} } = step;
  // The campaign's row first, here as in a pause: on PostgreSQL two orders would be a deadlock.
  const changeNumber = await changeNumberOf(transaction, step.campaignId);
  const update = transaction('deliveries')
    // By id for the index, by the pair for the rule.
    .whereIn(
      'id',
      deliveries.map(({ id }) => id),
    )
    .whereIn(
      ['id', 'epoch'],
      deliveries.map(({ id, epoch }) => [id, epoch]),
    )
    .whereIn('state', step.from)
    .update({
      state: step.to,
      changed_at: step.at,
      change_number: changeNumber,
      ...(set.newEpoch === true ? { epoch: transaction.raw('epoch + 1') } : {}),
      ...(set.attempt === true ? { attempts: transaction.raw('attempts + 1') } : {}),
      ...(set.queuedAt === undefined ? {} : { queued_at: set.queuedAt }),
      ...(set.claimedAt === undefined ? {} : { claimed_at: set.claimedAt }),
      ...(set.dueAt === undefined ? {} : { due_at: set.dueAt }),
    })
    .returning('id');
  if (step.whileOpen === true) {
    update.whereIn('campaign_id', transaction('campaigns').where({ state: 'open' }).select('id'));
    update.where((may) => may.where('step', 0).orWhereExists(isAwaited(transaction)));
  }
  return new Set(((await update) as { id: string }[]).map(({ id }) => id));
}

/** The same for one delivery. Tells whether the row was still there to move. */
export async function markMoved(transaction: Knex.Transaction, move: Move): Promise<boolean> {
  return (await markMovedTogether(transaction, move, [move])).size === 1;
}

/** The workers' sign of life: claims that are still theirs are dated again. */
export async function markClaimsRenewed(
  transaction: Knex.Transaction,
  claims: readonly Held[],
  at: string,
): Promise<void> {
  if (claims.length === 0) return;
  await transaction('deliveries')
    .whereIn(
      'id',
      claims.map(({ id }) => id),
    )
    .whereIn(
      ['id', 'epoch'],
      claims.map(({ id, epoch }) => [id, epoch]),
    )
    .whereIn('state', ['sending', 'ending'])
    .update({ claimed_at: at });
}

/** Everything of the campaign that is in one of the states moves, whatever its epoch, which is raised. */
export async function markAllMoved(
  transaction: Knex.Transaction,
  campaignId: string,
  move: { from: readonly DeliveryState[]; to: DeliveryState; at: string },
): Promise<number> {
  const changeNumber = await changeNumberOf(transaction, campaignId);
  return transaction('deliveries')
    .where({ campaign_id: campaignId })
    .whereIn('state', move.from)
    .update({
      state: move.to,
      epoch: transaction.raw('epoch + 1'),
      changed_at: move.at,
      change_number: changeNumber,
      claimed_at: null,
      due_at: null,
    });
}

async function changeNumberOf(
  transaction: Knex.Transaction,
  campaignId: string,
): Promise<number | undefined> {
  return (await markCampaignChanged(transaction, campaignId))?.changeNumber;
}
