import type { Knex } from 'knex';
import type { Journal } from '../journal/journal.ts';
import { markCampaignChanged } from './campaigns-store.ts';
import { findDelivery } from './deliveries-store.ts';
import { markMoved } from './delivery-moves-store.ts';

/**
 * In the transaction that records an acknowledgement: live pages learn of the change, and a mail whose
 * outcome was unknown is now known to have arrived, since its own link was used.
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
    return;
  }
  await journal.append(transaction, {
    type: 'delivery.delivered',
    actor: `office:${officeId}`,
    subject: `instruction:${campaign?.instruction_id}`,
    data: { campaign: campaignId, delivery: deliveryId, office: officeId, cause: 'acknowledged' },
  });
}
