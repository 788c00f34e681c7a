import type { Knex } from 'knex';
import type { CampaignState } from './campaigns-store.ts';
import type { DeliveryState } from './delivery.ts';

type Database = Knex | Knex.Transaction;

/** A mail of the ledger, as a message that came back finds it. */
export interface PlacedDelivery {
  deliveryId: string;
  campaignId: string;
  campaignState: CampaignState;
  instructionId: string;
  officeId: string;
  officeName: string;
  state: DeliveryState;
  attempts: number;
}

/** `messageIds` have their angle brackets; `addresses` are compared without regard to case. */
export type DeliveryClue =
  { ids: string[] } | { envids: string[] } | { messageIds: string[] } | { addresses: string[] };

/** Newest first. */
export async function listPlaced(
  database: Database,
  where: DeliveryClue | { campaignId: string; officeId: string },
): Promise<PlacedDelivery[]> {
  const select = database('deliveries as d')
    .join('campaigns as c', 'c.id', 'd.campaign_id')
    .join('campaign_recipients as r', { 'r.campaign_id': 'd.campaign_id', 'r.office_id': 'd.office_id' })
    .orderBy([{ column: 'd.planned_at', order: 'desc' }, { column: 'd.id' }])
    .limit(200)
    .select('d.id', 'd.campaign_id', 'd.office_id', 'd.state', 'd.attempts')
    .select('c.instruction_id', 'c.state as campaign_state', 'r.office_name');
  if ('ids' in where) select.whereIn('d.id', where.ids);
  else if ('envids' in where) select.whereIn('d.envid', where.envids);
  else if ('messageIds' in where) select.whereIn('d.message_id', where.messageIds);
  else if ('addresses' in where) {
    const lowered = where.addresses.map((address) => address.toLowerCase());
    select
      .join('delivery_addresses as a', 'a.delivery_id', 'd.id')
      .whereIn(database.raw('LOWER(a.address)') as never, lowered);
  } else select.where({ 'd.campaign_id': where.campaignId, 'd.office_id': where.officeId });
  const rows = await select;
  return rows.map((row) => ({
    deliveryId: row.id,
    campaignId: row.campaign_id,
    campaignState: row.campaign_state,
    instructionId: row.instruction_id,
    officeId: row.office_id,
    officeName: row.office_name,
    state: row.state,
    attempts: row.attempts,
  }));
}
