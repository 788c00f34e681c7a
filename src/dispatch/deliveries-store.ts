import type { Knex } from 'knex';
import { markCampaignChanged } from './campaigns-store.ts';
import type { Delivery, DeliveryState } from './delivery.ts';

type Database = Knex | Knex.Transaction;

export interface PlannedDelivery extends Delivery {
  linkHash: string;
  address: string;
  addressSalt: string;
}

interface DeliveryRow {
  id: string;
  campaign_id: string;
  office_id: string;
  contact_id: string;
  rank: number;
  state: DeliveryState;
  epoch: number;
  attempts: number;
  message_id: string;
  envid: string;
  planned_at: string;
  due_at: string | null;
  changed_at: string;
}

export async function insertDeliveries(
  transaction: Knex.Transaction,
  planned: PlannedDelivery[],
): Promise<void> {
  const [first] = planned;
  if (first === undefined) return;
  const changeNumber = await markCampaignChanged(transaction, first.campaignId);
  const rows = planned.map((delivery) => ({
    id: delivery.id,
    campaign_id: delivery.campaignId,
    office_id: delivery.officeId,
    contact_id: delivery.contactId,
    rank: delivery.rank,
    state: delivery.state,
    epoch: delivery.epoch,
    attempts: delivery.attempts,
    message_id: delivery.messageId,
    envid: delivery.envid,
    link_hash: delivery.linkHash,
    planned_at: delivery.plannedAt,
    changed_at: delivery.changedAt,
    change_number: changeNumber,
  }));
  const addresses = planned.map(({ id, address, addressSalt }) => ({
    delivery_id: id,
    address,
    salt: addressSalt,
  }));
  await transaction.batchInsert('deliveries', rows, 50);
  await transaction.batchInsert('delivery_addresses', addresses, 100);
}

export async function findDelivery(
  database: Database,
  where: { id: string } | { link_hash: string },
): Promise<Delivery | undefined> {
  const row = await database<DeliveryRow>('deliveries').where(where).first();
  return row === undefined ? undefined : fromRow(row);
}

/** Best rank first within an office. */
export async function listDeliveries(
  database: Database,
  where: { campaignId: string; officeId?: string; changedAfter?: number },
): Promise<Delivery[]> {
  const select = database<DeliveryRow>('deliveries')
    .where({ campaign_id: where.campaignId })
    .orderBy(['office_id', 'rank']);
  if (where.officeId !== undefined) select.where({ office_id: where.officeId });
  if (where.changedAfter !== undefined) select.where('change_number', '>', where.changedAfter);
  return (await select).map(fromRow);
}

/** The address, or undefined once it was erased. */
export async function findAddress(database: Database, deliveryId: string): Promise<string | undefined> {
  const row = await database('delivery_addresses').where({ delivery_id: deliveryId }).first('address');
  return row?.address;
}

/** Deliveries of open campaigns that have to be queued now. */
export async function listDue(database: Database, now: string, limit: number): Promise<Delivery[]> {
  const select = database<DeliveryRow>('deliveries as d')
    .whereIn('d.campaign_id', database('campaigns').where({ state: 'open' }).select('id'))
    .where((due) =>
      due
        .where('d.state', 'pending')
        .orWhere((later) => later.where('d.state', 'deferred').where('d.due_at', '<=', now)),
    )
    .orderBy(['d.planned_at', 'd.id'])
    .limit(limit);
  return ((await select) as DeliveryRow[]).map(fromRow);
}

/** Deliveries in a state since before `before`, by the column that dates this state. */
export async function listOlder(
  database: Database,
  query: { state: DeliveryState; column: 'queued_at' | 'claimed_at'; before: string; limit: number },
): Promise<Delivery[]> {
  const rows = await database<DeliveryRow>('deliveries')
    .where({ state: query.state })
    .where(query.column, '<', query.before)
    .orderBy(query.column)
    .limit(query.limit);
  return rows.map(fromRow);
}

function fromRow(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    officeId: row.office_id,
    contactId: row.contact_id,
    rank: row.rank,
    state: row.state,
    epoch: row.epoch,
    attempts: row.attempts,
    messageId: row.message_id,
    envid: row.envid,
    plannedAt: row.planned_at,
    dueAt: row.due_at ?? undefined,
    changedAt: row.changed_at,
  };
}
