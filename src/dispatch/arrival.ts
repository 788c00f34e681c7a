import type { Knex } from 'knex';
import type { Journal } from '../journal/journal.ts';
import { markCampaignChanged } from './campaigns-store.ts';
import { findDelivery } from './deliveries-store.ts';
import { markMoved } from './delivery-moves-store.ts';
import { listCrossed, standDown } from './reminding/standing-down.ts';

/**
 * In the transaction that records an acknowledgement: live pages learn of the change, and a mail whose
 * outcome was unknown is now known to have arrived, since its own link was used. A reminder that has not
 * left is kept back; one whose last word was said is written down as crossed.
 */
export async function markAcknowledged(
  transaction: Knex.Transaction,
  journal: Journal,
  acknowledgement: { campaignId: string; deliveryId: string; officeId: string; acknowledgedAt: string },
): Promise<void> {
  const { campaignId, deliveryId, officeId, acknowledgedAt } = acknowledgement;
  const delivery = await findDelivery(transaction, { id: deliveryId });
  const campaign = await transaction('campaigns').where({ id: campaignId }).first('instruction_id');
  const arrived =
    delivery !== undefined &&
    (await markMoved(transaction, {
      id: deliveryId,
      campaignId,
      epoch: delivery.epoch,
      from: ['unknown'],
      to: 'delivered',
      at: acknowledgedAt,
    }));
  if (!arrived) {
    const changeNumber = (await markCampaignChanged(transaction, campaignId))?.changeNumber;
    await transaction('deliveries').where({ id: deliveryId }).update({ change_number: changeNumber });
  }
  const actor = `office:${officeId}`;
  const subject = `instruction:${campaign?.instruction_id}`;
  for (const { deliveryId: crossed, step } of await listCrossed(transaction, campaignId, officeId)) {
    const data = { campaign: campaignId, delivery: crossed, office: officeId, step };
    await journal.append(transaction, { type: 'reminder.crossed', actor, subject, data });
  }
  await standDown(transaction, journal, {
    campaign: { id: campaignId, instructionId: campaign?.instruction_id },
    ...{ actor, at: acknowledgedAt, cause: 'acknowledged' },
  });
  if (!arrived) return;
  await journal.append(transaction, {
    type: 'delivery.delivered',
    ...{ actor, subject },
    data: { campaign: campaignId, delivery: deliveryId, office: officeId, cause: 'acknowledged' },
  });
}
