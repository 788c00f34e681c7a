import type { Knex } from 'knex';
import { findPlace } from '../../prefectures/prefectures.ts';
import type { SilentOffice } from './leaving.ts';
import { acknowledgedBy, replacedSince } from './silence.ts';

type Database = Knex | Knex.Transaction;

/** A silent office with the contact that its first mail reached. */
export interface Candidate extends SilentOffice {
  officeName: string;
  /** `REG-84`; undefined for the collectivities, which are of no region. */
  regionId: string | undefined;
  firstDelivery: string;
  contactId: string;
  rank: number;
  /** Empty once it was erased. */
  address: string;
  addressSalt: string;
}

export interface Reminder {
  officeId: string;
  step: number;
  letterOfficeId: string;
  remindedAt: string;
  acknowledged: number;
  asked: number;
}

/**
 * The offices that were reached, of whom an acknowledgement is asked and awaited, in the campaign's order; none
 * once the text is replaced.
 */
export async function listSilent(database: Database, campaignId: string): Promise<Candidate[]> {
  const rows = await database('campaign_recipients as r')
    .join('deliveries as d', { 'd.campaign_id': 'r.campaign_id', 'd.office_id': 'r.office_id' })
    .leftJoin('delivery_addresses as p', 'p.delivery_id', 'd.id')
    .where({ 'r.campaign_id': campaignId, 'r.role': 'to', 'd.step': 0 })
    .whereNull('r.excluded_reason')
    .whereIn('d.state', ['accepted', 'delivered'])
    .whereNotExists(acknowledgedBy(database, 'r'))
    .whereNotExists(replacedSince(database, 'r'))
    .orderBy(['r.position', 'd.rank'])
    .select('r.office_id', 'r.office_name', 'r.time_zone')
    .select('d.id', 'd.contact_id', 'd.rank', 'd.changed_at', 'p.address', 'p.salt');
  const met = Map.groupBy(await listReminders(database, campaignId), ({ officeId }) => officeId);
  const best = new Map<string, Candidate>();
  for (const row of rows) {
    if (best.has(row.office_id)) continue;
    best.set(row.office_id, {
      officeId: row.office_id,
      officeName: row.office_name,
      regionId: findPlace(row.office_id)?.regionId,
      timeZone: row.time_zone,
      firstDelivery: row.id,
      contactId: row.contact_id,
      rank: row.rank,
      address: row.address ?? '',
      addressSalt: row.salt ?? '',
      reachedAt: row.changed_at,
      met: new Set((met.get(row.office_id) ?? []).map(({ step }) => step)),
    });
  }
  return [...best.values()];
}

/** Of a campaign, or of one of its offices; oldest first. */
export async function listReminders(
  database: Database,
  campaignId: string,
  where: { office_id?: string } = {},
): Promise<Reminder[]> {
  const rows = await database('reminders')
    .where({ campaign_id: campaignId, ...where })
    .orderBy(['reminded_at', 'step']);
  return rows.map((row) => ({
    officeId: row.office_id,
    step: row.step,
    letterOfficeId: row.letter_office_id,
    remindedAt: row.reminded_at,
    acknowledged: row.acknowledged,
    asked: row.asked,
  }));
}

/** How many offices were asked to acknowledge, and how many did. */
export async function countAnswers(
  database: Database,
  campaignId: string,
): Promise<{ acknowledged: number; asked: number }> {
  const asked = () =>
    database('campaign_recipients as r')
      .where({ 'r.campaign_id': campaignId, 'r.role': 'to' })
      .whereNull('r.excluded_reason')
      .count({ offices: '*' })
      .first();
  const all = await asked();
  const given = await asked().whereExists(acknowledgedBy(database, 'r'));
  return { acknowledged: Number(given?.['offices'] ?? 0), asked: Number(all?.['offices'] ?? 0) };
}

/** Writes that offices met a step; gives those that had not. The primary key decides. */
export async function insertReminders(
  transaction: Knex.Transaction,
  campaignId: string,
  reminders: readonly Reminder[],
): Promise<Set<string>> {
  const written = await transaction('reminders')
    .insert(
      reminders.map((reminder) => ({
        campaign_id: campaignId,
        office_id: reminder.officeId,
        step: reminder.step,
        letter_office_id: reminder.letterOfficeId,
        reminded_at: reminder.remindedAt,
        acknowledged: reminder.acknowledged,
        asked: reminder.asked,
      })),
    )
    .onConflict(['campaign_id', 'office_id', 'step'])
    .ignore()
    .returning('office_id');
  return new Set(written.map(({ office_id }) => office_id));
}
