import type { Knex } from 'knex';
import { acknowledgedBy } from './silence.ts';
import type { StepKind } from './ladder.ts';

type Database = Knex | Knex.Transaction;

export type EscalationState = 'prepared' | 'sent' | 'set-aside';

export interface Escalation {
  id: string;
  campaignId: string;
  step: number;
  kind: StepKind;
  letterOfficeId: string;
  regionId: string | undefined;
  state: EscalationState;
  sendings: number;
  preparedAt: string;
  changedAt: string;
  changedBy: string;
}

/** To whom, and what: personal data, which can be erased. */
export interface LetterText {
  addressee: string;
  address: string;
  subject: string;
  body: string;
  salt: string;
}

/** An office that a letter tells of. */
export interface ToldOffice {
  officeId: string;
  officeName: string;
  acknowledged: boolean;
}

export async function insertEscalation(
  transaction: Knex.Transaction,
  given: Pick<Escalation, 'id' | 'campaignId' | 'step' | 'letterOfficeId' | 'regionId' | 'preparedAt'>,
): Promise<void> {
  await transaction('escalations').insert({
    id: given.id,
    campaign_id: given.campaignId,
    step: given.step,
    letter_office_id: given.letterOfficeId,
    region_id: given.regionId ?? null,
    state: 'prepared',
    sendings: 0,
    prepared_at: given.preparedAt,
    changed_at: given.preparedAt,
    changed_by: 'system',
  });
}

/** Of a campaign, or the one of an id; oldest first. */
export async function listEscalations(
  database: Database,
  where: { campaign_id?: string; id?: string },
): Promise<Escalation[]> {
  const qualified = Object.fromEntries(Object.entries(where).map(([key, value]) => [`e.${key}`, value]));
  const rows = await database('escalations as e')
    .join('ladder_steps as s', { 's.campaign_id': 'e.campaign_id', 's.step': 'e.step' })
    .where(qualified)
    .orderBy(['e.prepared_at', 'e.step', 'e.letter_office_id'])
    .select('e.*', 's.kind');
  return rows.map((row) => ({
    id: row.id,
    campaignId: row.campaign_id,
    step: row.step,
    kind: row.kind,
    letterOfficeId: row.letter_office_id,
    regionId: row.region_id ?? undefined,
    state: row.state,
    sendings: row.sendings,
    preparedAt: row.prepared_at,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  }));
}

/** The offices that a letter tells of, and whether each has acknowledged since. */
export async function listTold(
  database: Database,
  { campaignId, step, letterOfficeId }: Pick<Escalation, 'campaignId' | 'step' | 'letterOfficeId'>,
): Promise<ToldOffice[]> {
  const told = () =>
    database('reminders as r')
      .join('campaign_recipients as c', { 'c.campaign_id': 'r.campaign_id', 'c.office_id': 'r.office_id' })
      .where({ 'r.campaign_id': campaignId, 'r.step': step, 'r.letter_office_id': letterOfficeId });
  const rows = await told().orderBy('c.position').select('r.office_id', 'c.office_name');
  const given = new Set(
    (await told().whereExists(acknowledgedBy(database, 'r')).select('r.office_id')).map(
      ({ office_id }) => office_id,
    ),
  );
  return rows.map((row) => ({
    officeId: row.office_id,
    officeName: row.office_name,
    acknowledged: given.has(row.office_id),
  }));
}

/** Moves a letter that is in the state expected; tells whether it was. */
export async function markEscalation(
  transaction: Knex.Transaction,
  id: string,
  move: { from: EscalationState; to: EscalationState; at: string; by: string; sending?: true },
): Promise<boolean> {
  const moved = await transaction('escalations')
    .where({ id, state: move.from })
    .update({
      state: move.to,
      changed_at: move.at,
      changed_by: move.by,
      ...(move.sending === true ? { sendings: transaction.raw('sendings + 1') } : {}),
    });
  return moved === 1;
}

/** What was written; undefined before anybody did, and once it was erased. */
export async function findLetterText(database: Database, id: string): Promise<LetterText | undefined> {
  return database('escalation_texts')
    .where({ escalation_id: id })
    .first('addressee', 'address', 'subject', 'body', 'salt');
}

export async function insertLetterText(
  transaction: Knex.Transaction,
  id: string,
  text: LetterText,
): Promise<void> {
  await transaction('escalation_texts')
    .insert({ escalation_id: id, ...text })
    .onConflict('escalation_id')
    .merge();
}
