import type { Knex } from 'knex';

type Db = Knex | Knex.Transaction;

export type ProConnectPurpose = 'staff' | 'office';

interface RequestRow {
  state_hash: string;
  binding_hash: string | null;
  purpose: ProConnectPurpose | 'departure';
  sealed: string;
  expires_at: string;
}

export async function insertRequest(transaction: Knex.Transaction, row: RequestRow): Promise<void> {
  await transaction('pro_connect_requests').insert(row);
}

export function findRequest(database: Db, stateHash: string): Promise<RequestRow | undefined> {
  return database<RequestRow>('pro_connect_requests').where({ state_hash: stateHash }).first();
}

/** True for the one caller that removed it: of two that come with the same state, one is served. */
export async function removeRequest(transaction: Knex.Transaction, stateHash: string): Promise<boolean> {
  const row = () => transaction('pro_connect_requests').where({ state_hash: stateHash });
  // Counted by an update: not every driver counts what it deletes.
  const taken = await row().whereNot({ purpose: 'taken' }).update({ purpose: 'taken' });
  await row().del();
  return taken === 1;
}

export async function insertKeptSession(
  transaction: Knex.Transaction,
  row: { session_hash: string; sealed: string; expires_at: string },
): Promise<void> {
  await transaction('pro_connect_sessions').insert(row);
}

export function findKeptSession(
  database: Db,
  sessionHash: string,
): Promise<{ sealed: string; expires_at: string } | undefined> {
  return database('pro_connect_sessions').where({ session_hash: sessionHash }).first('sealed', 'expires_at');
}

/** Takes what was kept of a session: nothing when it was not opened with ProConnect. */
export async function takeKeptSession(
  transaction: Knex.Transaction,
  sessionHash: string,
): Promise<{ sealed: string; expires_at: string } | undefined> {
  const row = await findKeptSession(transaction, sessionHash);
  await transaction('pro_connect_sessions').where({ session_hash: sessionHash }).del();
  return row;
}

export async function removeExpired(transaction: Knex.Transaction, now: string): Promise<void> {
  await transaction('pro_connect_requests').where('expires_at', '<=', now).del();
  await transaction('pro_connect_sessions').where('expires_at', '<=', now).del();
}

export async function findLinkedUser(
  database: Db,
  identity: { idpId: string; subHash: string },
): Promise<string | undefined> {
  const row = await database('pro_connect_identities')
    .where({ idp_id: identity.idpId, sub_hash: identity.subHash })
    .first('user_id');
  return row?.user_id;
}

export async function insertLink(
  transaction: Knex.Transaction,
  row: { id: string; user_id: string; idp_id: string; sub_hash: string; linked_at: string },
): Promise<void> {
  await transaction('pro_connect_identities').insert(row);
}

/** True when an identity was bound to the account. */
export async function removeLinks(transaction: Knex.Transaction, userId: string): Promise<boolean> {
  const bound = await transaction('pro_connect_identities').where({ user_id: userId }).first('id');
  await transaction('pro_connect_identities').where({ user_id: userId }).del();
  return bound !== undefined;
}

export async function listLinkedUsers(database: Db): Promise<string[]> {
  const rows = await database('pro_connect_identities').distinct('user_id');
  return rows.map(({ user_id }: { user_id: string }) => user_id);
}

export async function findInvitedUser(database: Db, email: string): Promise<string | undefined> {
  return (await database('pro_connect_invitations').where({ email }).first('user_id'))?.user_id;
}

export async function insertInvitation(
  transaction: Knex.Transaction,
  row: { user_id: string; email: string; invited_at: string; invited_by: string },
): Promise<void> {
  await transaction('pro_connect_invitations').insert(row);
}

/** True when there was one. */
export async function removeInvitation(transaction: Knex.Transaction, userId: string): Promise<boolean> {
  const invited = await transaction('pro_connect_invitations').where({ user_id: userId }).first('email');
  await transaction('pro_connect_invitations').where({ user_id: userId }).del();
  return invited !== undefined;
}

export function listInvitations(database: Db): Promise<{ user_id: string; email: string }[]> {
  return database('pro_connect_invitations').select('user_id', 'email');
}
