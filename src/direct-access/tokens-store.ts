import type { Knex } from 'knex';

type Db = Knex | Knex.Transaction;

export interface TokenRow {
  id: string;
  userId: string;
  name: string;
  hint: string;
  /** Separated by spaces. */
  scopes: string;
  createdAt: string;
  expiresOn: string;
  lastUsedOn: string | null;
  revokedAt: string | null;
}

const columns = {
  ...{ id: 'id', userId: 'user_id', name: 'name', hint: 'hint', scopes: 'scopes', createdAt: 'created_at' },
  ...{ expiresOn: 'expires_on', lastUsedOn: 'last_used_on', revokedAt: 'revoked_at' },
};

export function findToken(database: Db, tokenHash: string): Promise<TokenRow | undefined> {
  return database('access_tokens').where({ token_hash: tokenHash }).first(columns);
}

/** Newest first. */
export function listTokens(database: Db, userId: string): Promise<TokenRow[]> {
  return database('access_tokens').where({ user_id: userId }).orderBy('created_at', 'desc').select(columns);
}

export async function insertToken(
  trx: Knex.Transaction,
  token: Omit<TokenRow, 'lastUsedOn' | 'revokedAt'> & { tokenHash: string },
): Promise<void> {
  await trx('access_tokens').insert({
    id: token.id,
    user_id: token.userId,
    name: token.name,
    hint: token.hint,
    token_hash: token.tokenHash,
    scopes: token.scopes,
    created_at: token.createdAt,
    expires_on: token.expiresOn,
  });
}

/** False when it was revoked already, or is not of this person. */
export async function markRevoked(
  trx: Knex.Transaction,
  { id, userId, at }: { id: string; userId: string; at: string },
): Promise<boolean> {
  const changed = await trx('access_tokens')
    .where({ id, user_id: userId })
    .whereNull('revoked_at')
    .update({ revoked_at: at });
  return changed === 1;
}

export async function markUsed(database: Db, id: string, day: string): Promise<void> {
  await database('access_tokens').where({ id }).update({ last_used_on: day });
}
