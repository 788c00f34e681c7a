import type { Knex } from 'knex';
import { markCampaignChanged } from './campaigns-store.ts';
import type { DeliveryState } from './delivery.ts';

export interface Move {
  id: string;
  campaignId: string;
  /** The row moves only if it is still of this epoch and in one of these states. */
  epoch: number;
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
  /** Only while the campaign is open. */
  whileOpen?: true;
}

/** The one way a delivery changes state: a conditional UPDATE. Tells whether the row was still there to move. */
export async function markMoved(transaction: Knex.Transaction, move: Move): Promise<boolean> {
  const { set = {} } = move;
  // The campaign's row first, here as in a pause: on PostgreSQL two orders would be a deadlock.
  const changeNumber = await markCampaignChanged(transaction, move.campaignId);
  const update = transaction('deliveries')
    .where({ id: move.id, epoch: move.epoch })
    .whereIn('state', move.from)
    .update({
      state: move.to,
      changed_at: move.at,
      change_number: changeNumber,
      ...(set.newEpoch === true ? { epoch: move.epoch + 1 } : {}),
      ...(set.attempt === true ? { attempts: transaction.raw('attempts + 1') } : {}),
      ...(set.queuedAt === undefined ? {} : { queued_at: set.queuedAt }),
      ...(set.claimedAt === undefined ? {} : { claimed_at: set.claimedAt }),
      ...(set.dueAt === undefined ? {} : { due_at: set.dueAt }),
    });
  if (move.whileOpen === true) {
    update.whereIn('campaign_id', transaction('campaigns').where({ state: 'open' }).select('id'));
  }
  return (await update) === 1;
}

/** The workers' sign of life: claims that are still theirs are dated again. */
export async function markClaimsRenewed(
  transaction: Knex.Transaction,
  claims: readonly { id: string; epoch: number }[],
  at: string,
): Promise<void> {
  for (const { id, epoch } of claims) {
    await transaction('deliveries')
      .where({ id, epoch })
      .whereIn('state', ['sending', 'ending'])
      .update({ claimed_at: at });
  }
}

/** Everything that waits for a worker waits for the campaign instead. */
export async function markQueueTakenBack(
  transaction: Knex.Transaction,
  campaignId: string,
  at: string,
): Promise<void> {
  const changeNumber = await markCampaignChanged(transaction, campaignId);
  await transaction('deliveries')
    .where({ campaign_id: campaignId, state: 'queued' })
    .update({ state: 'pending', changed_at: at, change_number: changeNumber });
}
