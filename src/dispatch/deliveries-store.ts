import type { Knex } from 'knex';
import { markCampaignChanged, officeFromRow, type FrozenOffice, type OfficeRow } from './campaigns-store.ts';
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
  step: number;
  repeats: string | null;
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
  const changeNumber = (await markCampaignChanged(transaction, first.campaignId))?.changeNumber;
  const rows = planned.map((delivery) => ({
    id: delivery.id,
    campaign_id: delivery.campaignId,
    office_id: delivery.officeId,
    contact_id: delivery.contactId,
    rank: delivery.rank,
    step: delivery.step,
    repeats: delivery.repeats ?? null,
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
    domain: domainOf(address),
    salt: addressSalt,
  }));
  await insertInto(transaction, 'deliveries', rows);
  await insertInto(transaction, 'delivery_addresses', addresses);
}

/** Who receives the mail, as a rate counts: in lower case, since a domain has no case (RFC 5321, 2.4). */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

// SQLite builds several rows as a compound of at most 500 terms.
async function insertInto(transaction: Knex.Transaction, table: string, rows: object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 100) {
    await transaction(table).insert(rows.slice(from, from + 100));
  }
}

export async function findDelivery(database: Database, where: { id: string }): Promise<Delivery | undefined> {
  const row = await database<DeliveryRow>('deliveries').where(where).first();
  return row === undefined ? undefined : fromRow(row);
}

/** The same, whose row is held until the transaction ends: whoever else decides of it comes after. */
export async function lockDelivery(
  transaction: Knex.Transaction,
  where: { id: string },
): Promise<Delivery | undefined> {
  const row = await transaction<DeliveryRow>('deliveries').where(where).forUpdate().first();
  return row === undefined ? undefined : fromRow(row);
}

export async function listByIds(database: Database, ids: readonly string[]): Promise<Delivery[]> {
  return (await database<DeliveryRow>('deliveries').whereIn('id', [...ids])).map(fromRow);
}

/** Of each office the first sending, then its reminders; best rank first. */
export async function listDeliveries(
  database: Database,
  where: { campaignId: string; officeId?: string; changedAfter?: number },
): Promise<Delivery[]> {
  const select = database<DeliveryRow>('deliveries')
    .where({ campaign_id: where.campaignId })
    .orderBy(['office_id', 'step', 'rank']);
  if (where.officeId !== undefined) select.where({ office_id: where.officeId });
  if (where.changedAfter !== undefined) select.where('change_number', '>', where.changedAfter);
  return (await select).map(fromRow);
}

/** The address, or undefined once it was erased. */
export async function findAddress(database: Database, deliveryId: string): Promise<string | undefined> {
  const row = await database('delivery_addresses').where({ delivery_id: deliveryId }).first('address');
  return row?.address;
}

/** What a mail is written from. */
export interface WritableDelivery extends Delivery {
  /** Empty once it was erased: there is nobody to write to any more. */
  address: string;
  office: FrozenOffice;
  /** How often its link, or that of the mail that it repeats, was replaced. */
  linkGeneration: number;
}

/** The deliveries of these ids that wait in the queue, with whom they are for. */
export async function listQueued(database: Database, ids: readonly string[]): Promise<WritableDelivery[]> {
  const rows = (await database('deliveries as d')
    .join('campaign_recipients as r', { 'r.campaign_id': 'd.campaign_id', 'r.office_id': 'd.office_id' })
    .leftJoin('delivery_addresses as a', 'a.delivery_id', 'd.id')
    .whereIn('d.id', [...ids])
    .where('d.state', 'queued')
    .select('d.*', 'a.address', 'r.office_name', 'r.time_zone', 'r.region_name', 'r.role')
    .select('r.excluded_reason')
    .select({
      generation: database('link_generations as g')
        .max('g.generation')
        .whereRaw('g.delivery_id = COALESCE(d.repeats, d.id)'),
    })) as (DeliveryRow & OfficeRow & { address: string | null; generation: number | null })[];
  return rows.map((row) => ({
    ...fromRow(row),
    address: row.address ?? '',
    office: officeFromRow(row),
    linkGeneration: row.generation ?? 0,
  }));
}

/**
 * The campaign's deliveries that have to be queued now, those that waited longest first, with the domain
 * they go to; none of the domains of `except`. A deferral dated in the future is due: the clock was set
 * back since.
 */
export async function listDue(
  database: Database,
  query: { campaignId: string; now: string; limit: number; except: readonly string[] },
): Promise<(Delivery & { domain: string })[]> {
  const select = (state: DeliveryState) =>
    database('deliveries as d')
      .leftJoin('delivery_addresses as a', 'a.delivery_id', 'd.id')
      .where({ 'd.campaign_id': query.campaignId, 'd.state': state })
      .orderBy(['d.planned_at', 'd.id'])
      .limit(query.limit)
      .select('d.*', 'a.domain')
      .modify((select) => {
        if (query.except.length > 0) select.whereNotIn('a.domain', [...query.except]);
      });
  const rows = [
    ...(await select('pending')),
    ...(await select('deferred').where((due) =>
      due.where('d.due_at', '<=', query.now).orWhere('d.changed_at', '>', query.now),
    )),
  ] as (DeliveryRow & { domain: string | null })[];
  return rows.slice(0, query.limit).map((row) => ({ ...fromRow(row), domain: row.domain ?? '' }));
}

/**
 * Deliveries in a state since before `before`, by the column that dates this state. A date after `after`
 * counts as well: the clock was set back since, and whoever wrote it would be silent for too long.
 */
export async function listOlder(
  database: Database,
  query: {
    state: DeliveryState;
    column: 'queued_at' | 'claimed_at';
    before: string;
    after: string;
    limit: number;
  },
): Promise<Delivery[]> {
  const rows = await database<DeliveryRow>('deliveries')
    .where({ state: query.state })
    .whereNotBetween(query.column, [query.before, query.after])
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
    step: row.step,
    repeats: row.repeats ?? undefined,
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
