import type { Knex } from 'knex';

type Db = Knex | Knex.Transaction;

interface SessionRow {
  token_hash: string;
  user_id: string;
  opened_at: string;
  expires_at: string;
  flash: string | null;
}

export async function insertSession(
  transaction: Knex.Transaction,
  session: Omit<SessionRow, 'flash'>,
): Promise<void> {
  await transaction('sessions').insert(session);
}

export function findSession(database: Db, tokenHash: string, now: string): Promise<SessionRow | undefined> {
  return database<SessionRow>('sessions')
    .where({ token_hash: tokenHash })
    .where('expires_at', '>', now)
    .first();
}

/** Gives the user whose session was removed. */
export async function removeSession(
  transaction: Knex.Transaction,
  tokenHash: string,
): Promise<string | undefined> {
  const session = await transaction<SessionRow>('sessions').where({ token_hash: tokenHash }).first('user_id');
  await transaction('sessions').where({ token_hash: tokenHash }).del();
  return session?.user_id;
}

/** Those that are half-open, whose second factor is awaited, too. */
export async function removeSessionsOf(transaction: Knex.Transaction, userId: string): Promise<void> {
  await transaction('sessions').where({ user_id: userId }).del();
  await transaction('pending_sign_ins').where({ user_id: userId }).del();
}

export async function removeExpiredSessions(database: Db, now: string): Promise<void> {
  await database('sessions').where('expires_at', '<=', now).del();
}

export async function markFlash(database: Db, tokenHash: string, flash: string | null): Promise<void> {
  await database('sessions').where({ token_hash: tokenHash }).update({ flash });
}
