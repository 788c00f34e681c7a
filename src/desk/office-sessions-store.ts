import type { Knex } from 'knex';

type Db = Knex | Knex.Transaction;

export interface OfficeSessionRow {
  token_hash: string;
  id: string;
  office_id: string;
  strength: 'code' | 'proconnect';
  idp_id: string | null;
  subject: string | null;
  given_name: string | null;
  family_name: string | null;
  opened_at: string;
  expires_at: string;
  flash: string | null;
}

export async function insertOfficeSession(
  transaction: Knex.Transaction,
  session: Omit<OfficeSessionRow, 'flash'>,
): Promise<void> {
  await transaction('office_sessions').insert(session);
}

/**
 * The session that stands at an instant, with its office's name and time zone, and the contact whose code
 * opened it: an entrance and the session that it opened have one id.
 */
export function findOfficeSession(
  database: Db,
  tokenHash: string,
  now: string,
): Promise<(OfficeSessionRow & { name: string; time_zone: string; contact_id: string | null }) | undefined> {
  return database('office_sessions as s')
    .join('offices as o', 'o.id', 's.office_id')
    .leftJoin('office_entrances as e', 'e.id', 's.id')
    .where('s.token_hash', tokenHash)
    .where('s.expires_at', '>', now)
    .first('s.*', 'o.name', 'o.time_zone', 'e.contact_id');
}

/** By its id, which pages know. */
export function findOfficeSessionById(database: Db, id: string): Promise<OfficeSessionRow | undefined> {
  return database<OfficeSessionRow>('office_sessions').where({ id }).first();
}

/** Gives the session that was removed. */
export async function removeOfficeSession(
  transaction: Knex.Transaction,
  tokenHash: string,
): Promise<OfficeSessionRow | undefined> {
  const session = await transaction<OfficeSessionRow>('office_sessions')
    .where({ token_hash: tokenHash })
    .first();
  await transaction('office_sessions').where({ token_hash: tokenHash }).del();
  return session;
}

export async function removeExpiredOfficeSessions(database: Db, now: string): Promise<void> {
  await database('office_sessions').where('expires_at', '<=', now).del();
}

export async function markOfficeFlash(database: Db, tokenHash: string, flash: string | null): Promise<void> {
  await database('office_sessions').where({ token_hash: tokenHash }).update({ flash });
}
