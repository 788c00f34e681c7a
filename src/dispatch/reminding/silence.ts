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
    .whereNotExists(replacedSince(database, 'r'))
    .select(database.raw('1'));
}

/** For a statement on offices of campaigns, known as `alias`: one of its people acknowledged. */
export function acknowledgedBy(database: Database, alias: string): Knex.QueryBuilder {
  return database('acknowledgements as a')
    .whereRaw(`a.campaign_id = ${alias}.campaign_id`)
    .whereRaw(`a.office_id = ${alias}.office_id`)
    .select(database.raw('1'));
}

/**
 * For a statement on rows of campaigns, known as `alias`: the text does not apply any more, because what was
 * sent since replaces it, or what it amends, or because staff recorded its repeal. Nobody is reminded of it.
 */
export function replacedSince(database: Database, alias: string): Knex.QueryBuilder {
  return database
    .withRecursive('texts', (texts) =>
      texts
        .select({ id: 'c.instruction_id' })
        .from('campaigns as c')
        .whereRaw(`c.id = ${alias}.campaign_id`)
        .union((amended) =>
          amended
            .select({ id: 'm.corrects_id' })
            .from('amendments as m')
            .join('texts as t', 't.id', 'm.instruction_id')
            .where({ 'm.relation': 'amends' }),
        ),
    )
    .from('texts as t')
    .leftJoin('amendments as n', 'n.corrects_id', 't.id')
    .where((ended) => {
      void ended.where({ 'n.relation': 'replaces' }).whereNotNull('n.sent_at');
      void ended.orWhereExists(repealed(database, alias));
    })
    .select(database.raw('1'));
}

/** A repeal that nobody took back, of the campaign's own text. */
function repealed(database: Database, alias: string): Knex.QueryBuilder {
  return database('repeals as p')
    .join('campaigns as c', 'c.instruction_id', 'p.instruction_id')
    .leftJoin('repeals_taken_back as k', 'k.repeal_id', 'p.id')
    .whereRaw(`c.id = ${alias}.campaign_id`)
    .whereNull('k.repeal_id')
    .select(database.raw('1'));
}

/** Whether one of the office's people acknowledged. */
export async function hasAcknowledged(
  database: Database,
  office: { campaignId: string; officeId: string },
): Promise<boolean> {
  const { campaignId, officeId } = office;
  const recipient = database('campaign_recipients as r')
    .where({ 'r.campaign_id': campaignId, 'r.office_id': officeId })
    .whereExists(acknowledgedBy(database, 'r'));
  return (await recipient.first('r.office_id')) !== undefined;
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
    .whereNotExists(replacedSince(transaction, 'r'))
    .first('r.step');
  return awaited !== undefined;
}

/** Whether a campaign's text does not apply any more. */
export async function isReplaced(database: Database, campaignId: string): Promise<boolean> {
  const found = await database
    .from(database('campaigns').where({ id: campaignId }).select({ campaign_id: 'id' }).as('r'))
    .whereExists(replacedSince(database, 'r'))
    .first('r.campaign_id');
  return found !== undefined;
}
