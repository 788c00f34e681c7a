import type { Knex } from 'knex';
import type { Journal, JournalEvent } from '../journal/journal.ts';
import { markCampaignChanged } from './campaigns-store.ts';
import { listByIds } from './deliveries-store.ts';
import { markMovedTogether } from './delivery-moves-store.ts';
import { listCrossed, standDown } from './reminding/standing-down.ts';

/** That an office acknowledged; `provesArrival`: it held the very mail, by its link or by answering it. */
export interface Arrived {
  campaignId: string;
  deliveryId: string;
  officeId: string;
  acknowledgedAt: string;
  provesArrival: boolean;
}

/**
 * In the transaction that records acknowledgements: live pages learn of the change, and a mail whose
 * outcome was unknown is now known to have arrived, if its own link was used. A reminder that has not
 * left is kept back; one whose last word was said is written down as crossed.
 */
export async function markAcknowledged(
  transaction: Knex.Transaction,
  journal: Journal,
  acknowledgements: readonly Arrived[],
): Promise<void> {
  for (const [campaignId, own] of Map.groupBy(acknowledgements, (each) => each.campaignId))
    await markInCampaign(transaction, journal, campaignId, own);
}

async function markInCampaign(
  transaction: Knex.Transaction,
  journal: Journal,
  campaignId: string,
  own: readonly Arrived[],
): Promise<void> {
  const at = own[0]?.acknowledgedAt ?? '';
  const deliveries = await listByIds(
    transaction,
    own.map(({ deliveryId }) => deliveryId),
  );
  const campaign = await transaction('campaigns').where({ id: campaignId }).first('instruction_id');
  const instructionId: string = campaign?.instruction_id;
  const proven = new Set(
    own.filter(({ provesArrival }) => provesArrival).map(({ deliveryId }) => deliveryId),
  );
  const arrived = await markMovedTogether(
    transaction,
    { campaignId, from: ['unknown'], to: 'delivered', at },
    deliveries.filter(({ id, state }) => proven.has(id) && state === 'unknown'),
  );
  const changeNumber = (await markCampaignChanged(transaction, campaignId))?.changeNumber;
  await transaction('deliveries')
    .whereIn('id', [...deliveries.map(({ id }) => id)])
    .update({ change_number: changeNumber });

  const offices = [...new Set(own.map(({ officeId }) => officeId))];
  const by = (office: string) => ({ actor: `office:${office}`, subject: `instruction:${instructionId}` });
  const crossed = await listCrossed(transaction, campaignId, offices);
  const lines = crossed.map(({ deliveryId, officeId, step }): JournalEvent => {
    const data = { campaign: campaignId, delivery: deliveryId, office: officeId, step };
    return { type: 'reminder.crossed', ...by(officeId), data };
  });
  if (lines.length > 0) await journal.append(transaction, ...lines);
  await standDown(transaction, journal, {
    campaign: { id: campaignId, instructionId },
    // A letter about several offices stands under one of them: the last to acknowledge keeps it back.
    actor: (office) => `office:${offices.includes(office) ? office : (offices.at(-1) ?? office)}`,
    ...{ at, cause: 'acknowledged' },
  });
  const delivered = own.filter(({ deliveryId }, index) => {
    const isFirst = own.findIndex((each) => each.deliveryId === deliveryId) === index;
    return isFirst && arrived.has(deliveryId);
  });
  if (delivered.length === 0) return;
  await journal.append(
    transaction,
    ...delivered.map(({ deliveryId, officeId }): JournalEvent => {
      const data = { campaign: campaignId, delivery: deliveryId, office: officeId, cause: 'acknowledged' };
      return { type: 'delivery.delivered', ...by(officeId), data };
    }),
  );
}
