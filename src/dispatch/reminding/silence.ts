import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

/**
 * For a statement on `deliveries`: one of the offices that this step's mail is about has not acknowledged.
 * The acknowledgements' table is read here and nowhere else in dispatch, because it must be the same
 * statement that lets a mail go.
 */
export function isAwaited(database: Database): Knex.QueryBuilder {
  return database('reminders as r')
    .whereRaw('r.campaign_id = deliveries.campaign_id')
    .whereRaw('r.step = deliveries.step')
    .whereRaw('r.letter_office_id = deliveries.office_id')
    .whereNotExists(acknowledgedBy(database, 'r'))
    .select(database.raw('1'));
}

/** For a statement on offices of campaigns, known as `alias`: one of its people acknowledged. */
export function acknowledgedBy(database: Database, alias: string): Knex.QueryBuilder {
  return database('acknowledgements as a')
    .whereRaw(`a.campaign_id = ${alias}.campaign_id`)
    .whereRaw(`a.office_id = ${alias}.office_id`)
    .select(database.raw('1'));
}

/** Whether a step that was refused goes on to the office's next contact: a letter does not, nor after an acknowledgement. */
export async function mayRemindNext(
  transaction: Knex.Transaction,
  { campaignId, officeId, step }: { campaignId: string; officeId: string; step: number },
): Promise<boolean> {
  const awaited = await transaction('reminders as r')
    .join('ladder_steps as s', { 's.campaign_id': 'r.campaign_id', 's.step': 'r.step' })
    .where({ 'r.campaign_id': campaignId, 'r.office_id': officeId, 'r.step': step })
    .where({ 's.kind': 'reminder', 's.state': 'on' })
    .whereNotExists(acknowledgedBy(transaction, 'r'))
    .first('r.step');
  return awaited !== undefined;
}
