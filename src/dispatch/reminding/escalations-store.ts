import type { Knex } from 'knex';
import { acknowledgedBy, replacedSince } from './silence.ts';
import type { DeliveryState } from '../delivery.ts';
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

/** The offices that letters of a campaign tell of, and whether each has acknowledged since. */
export async function listTold(
  database: Database,
  campaignId: string,
): Promise<(ToldOffice & { step: number; letterOfficeId: string })[]> {
  const rows = await database('reminders as r')
    .join('campaign_recipients as c', { 'c.campaign_id': 'r.campaign_id', 'c.office_id': 'r.office_id' })
    .join('escalations as e', {
      'e.campaign_id': 'r.campaign_id',
      'e.step': 'r.step',
      'e.letter_office_id': 'r.letter_office_id',
    })
    .where({ 'r.campaign_id': campaignId })
    .orderBy('c.position')
    .select('r.office_id', 'r.step', 'r.letter_office_id', 'c.office_name')
    .select({ answers: acknowledgedBy(database, 'r').clearSelect().count('*') });
  return rows.map((row) => ({
    officeId: row.office_id,
    officeName: row.office_name,
    step: row.step,
    letterOfficeId: row.letter_office_id,
    acknowledged: Number(row.answers) > 0,
  }));
}

/** The last mail of each letter of a campaign that was sent, by `step office`: where it stands in the ledger. */
export async function listLetterMails(
  database: Database,
  campaignId: string,
): Promise<Map<string, DeliveryState>> {
  const rows = await database('deliveries as d')
    .join('escalations as e', {
      'e.campaign_id': 'd.campaign_id',
      'e.step': 'd.step',
      'e.letter_office_id': 'd.office_id',
    })
    .where({ 'd.campaign_id': campaignId })
    .orderBy('d.planned_at')
    .select('d.step', 'd.office_id', 'd.state');
  return new Map(rows.map(({ step, office_id, state }) => [`${step} ${office_id}`, state]));
}

/** Those of one letter. */
export async function listToldBy(
  database: Database,
  { campaignId, step, letterOfficeId }: Pick<Escalation, 'campaignId' | 'step' | 'letterOfficeId'>,
): Promise<ToldOffice[]> {
  const told = await listTold(database, campaignId);
  return told.filter((each) => each.step === step && each.letterOfficeId === letterOfficeId);
}

/** How many letters of a campaign that is not over wait for a person: prepared, about somebody who is silent. */
export async function countWaitingLetters(database: Database, campaignId: string): Promise<number> {
  const silent = database('reminders as r')
    .whereRaw('r.campaign_id = e.campaign_id')
    .whereRaw('r.step = e.step')
    .whereRaw('r.letter_office_id = e.letter_office_id')
    .whereNotExists(acknowledgedBy(database, 'r'))
    .whereNotExists(replacedSince(database, 'r'))
    .select(database.raw('1'));
  const row = await database('escalations as e')
    .join('campaigns as g', 'g.id', 'e.campaign_id')
    .where({ 'e.campaign_id': campaignId, 'e.state': 'prepared' })
    .whereIn('g.state', ['open', 'paused'])
    .whereExists(silent)
    .count({ letters: '*' })
    .first();
  return Number(row?.['letters'] ?? 0);
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
