import type { Knex } from 'knex';
import { newId } from '../../kernel/ids.ts';
import type { TypedAnswer } from './typed-answer.ts';

type Database = Knex | Knex.Transaction;

/** For which territory something is typed. */
export interface Place {
  requestId: string;
  territoryId: string;
}

/** What is being typed for a territory, by whoever of its office. */
export interface Draft {
  typed: TypedAnswer;
  revision: number;
  /** The screen that saved it last. */
  screen: string;
  savedAt: string;
}

/** What was typed on a screen while another one saved: kept until a person says what becomes of it. */
export interface Aside {
  id: string;
  typed: TypedAnswer;
  keptAt: string;
}

const where = ({ requestId, territoryId }: Place) => ({ request_id: requestId, territory_id: territoryId });

export async function findDraft(database: Database, place: Place): Promise<Draft | undefined> {
  const row = await database('questionnaire_drafts')
    .where(where(place))
    .first<{ typed: string; revision: number; screen: string; saved_at: string } | undefined>();
  return row && { typed: read(row.typed), revision: row.revision, screen: row.screen, savedAt: row.saved_at };
}

/**
 * Writes the revision that follows what the caller read. False, and nothing written, when another one stands by
 * now: the database decides, so that of two people who save at once none writes over the other.
 */
export async function saveDraft(
  transaction: Knex.Transaction,
  place: Place,
  { typed, revision, screen, savedAt }: Draft,
): Promise<boolean> {
  const row = { typed: JSON.stringify(typed), revision, screen, saved_at: savedAt };
  const drafts = transaction('questionnaire_drafts');
  if (revision > 1)
    return (await drafts.where({ ...where(place), revision: revision - 1 }).update(row)) === 1;
  const inserted = await drafts
    .insert({ ...where(place), ...row })
    .onConflict(['request_id', 'territory_id'])
    .ignore()
    .returning('revision');
  return inserted.length > 0;
}

/** The territories for which something is typed. */
export async function listBegun(database: Database, requestId: string): Promise<string[]> {
  return database('questionnaire_drafts').where({ request_id: requestId }).pluck('territory_id');
}

/** One a screen: what it types next takes the place of what it had typed. */
export async function saveAside(
  transaction: Knex.Transaction,
  place: Place,
  { screen, typed, keptAt }: { screen: string; typed: TypedAnswer; keptAt: string },
): Promise<void> {
  const row = { typed: JSON.stringify(typed), kept_at: keptAt };
  await transaction('questionnaire_asides')
    .insert({ id: newId(), ...where(place), screen, ...row })
    .onConflict(['request_id', 'territory_id', 'screen'])
    .merge(row);
}

/** Oldest first. */
export async function listAsides(database: Database, place: Place): Promise<Aside[]> {
  const rows = await database('questionnaire_asides')
    .where(where(place))
    .orderBy(['kept_at', 'id'])
    .select<{ id: string; typed: string; kept_at: string }[]>('id', 'typed', 'kept_at');
  return rows.map(({ id, typed, kept_at }) => ({ id, typed: read(typed), keptAt: kept_at }));
}

export async function removeAside(transaction: Knex.Transaction, place: Place, id: string): Promise<void> {
  await transaction('questionnaire_asides')
    .where({ ...where(place), id })
    .del();
}

function read(typed: string): TypedAnswer {
  return JSON.parse(typed) as TypedAnswer;
}
