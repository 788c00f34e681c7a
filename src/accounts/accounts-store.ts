import type { Knex } from 'knex';
import type { Role } from './role.ts';

type Db = Knex | Knex.Transaction;

export interface UserRow {
  id: string;
  login: string;
  password_hash: string | null;
  demonstration: number;
  created_at: string;
  disabled_at: string | null;
}

export interface Person {
  id: string;
  login: string;
  givenName: string;
  familyName: string;
  function: string;
  email: string;
  disabledAt: string | null;
}

const personColumns = {
  id: 'users.id',
  login: 'users.login',
  givenName: 'user_identities.given_name',
  familyName: 'user_identities.family_name',
  function: 'user_identities.function',
  email: 'user_identities.email',
  disabledAt: 'users.disabled_at',
};

export function findUserByLogin(database: Db, login: string): Promise<UserRow | undefined> {
  return database<UserRow>('users').where({ login }).first();
}

export function findPerson(database: Db, id: string): Promise<Person | undefined> {
  return database('users')
    .join('user_identities', 'user_identities.user_id', 'users.id')
    .where('users.id', id)
    .first(personColumns);
}

export function listPersons(database: Db, ids?: string[]): Promise<Person[]> {
  const query = database('users')
    .join('user_identities', 'user_identities.user_id', 'users.id')
    .select(personColumns);
  if (ids !== undefined) query.whereIn('users.id', ids);
  return query.orderBy(['family_name', 'given_name']);
}

export async function insertUser(
  transaction: Knex.Transaction,
  user: UserRow,
  identity: { givenName: string; familyName: string; function: string; email: string; salt: string },
): Promise<void> {
  await transaction('users').insert(user);
  await transaction('user_identities').insert({
    user_id: user.id,
    given_name: identity.givenName,
    family_name: identity.familyName,
    function: identity.function,
    email: identity.email,
    salt: identity.salt,
  });
}

export async function markPassword(
  transaction: Knex.Transaction,
  id: string,
  passwordHash: string,
): Promise<void> {
  await transaction('users').where({ id }).update({ password_hash: passwordHash });
}

export async function markDisabled(
  transaction: Knex.Transaction,
  id: string,
  at: string | null,
): Promise<void> {
  await transaction('users').where({ id }).update({ disabled_at: at });
}

export async function listRoles(database: Db, userId: string): Promise<Role[]> {
  const rows = await database('role_grants')
    .where({ user_id: userId })
    .whereNull('revoked_at')
    .orderBy('granted_at')
    .select('role');
  return rows.map((row: { role: Role }) => row.role);
}

export async function listAllRoles(database: Db): Promise<{ user_id: string; role: Role }[]> {
  return database('role_grants').whereNull('revoked_at').select('user_id', 'role');
}

export async function insertGrant(
  transaction: Knex.Transaction,
  grant: { id: string; user_id: string; role: Role; granted_at: string; granted_by: string },
): Promise<void> {
  await transaction('role_grants').insert(grant);
}

/** True when a standing grant was revoked. */
export async function markRevoked(
  transaction: Knex.Transaction,
  grant: { userId: string; role: Role; at: string; by: string },
): Promise<boolean> {
  const changed = await transaction('role_grants')
    .where({ user_id: grant.userId, role: grant.role })
    .whereNull('revoked_at')
    .update({ revoked_at: grant.at, revoked_by: grant.by });
  return changed === 1;
}

export async function hasDemonstrationUser(database: Db): Promise<boolean> {
  return (await database('users').where({ demonstration: 1 }).first('id')) !== undefined;
}

/** The salt of what the journal keeps of a person. Throws when the person was erased. */
export async function getSalt(database: Db, userId: string): Promise<string> {
  const row = await database('user_identities').where({ user_id: userId }).first('salt');
  if (row === undefined) throw new Error('the identity was erased');
  return row.salt;
}
