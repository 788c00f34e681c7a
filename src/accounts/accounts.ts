import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import * as store from './accounts-store.ts';
import { demonstrationPeople } from './demonstration-people.ts';
import type { NewUser } from './new-user.ts';
import { hashPassword, passwordMatches } from './password.ts';
import { createMissions } from './missions.ts';
import { faultOfGrant, type Role } from './role.ts';
import { createSessions } from './sessions.ts';
import { removeSessionsOf } from './sessions-store.ts';

export { roles, isRole, type Role } from './role.ts';
export type { NewUser } from './new-user.ts';
export type { Person } from './accounts-store.ts';
export type { Mission, Standing } from './mission.ts';
export type { Missions } from './missions.ts';
export type { SignedInUser } from './sessions.ts';

export type Accounts = ReturnType<typeof createAccounts>;

/** Users, their roles and their sessions. `demonstration` is the nature of the data folder. */
export function createAccounts(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  demonstration: boolean;
}) {
  const { database, journal, clock, demonstration } = deps;
  const missions = createMissions(deps);
  const sessions = createSessions({ ...deps, missions });

  async function insert(
    trx: Knex.Transaction,
    actor: string,
    user: NewUser,
    passwordHash: string | null,
  ): Promise<string> {
    const id = newId();
    const at = instantOf(clock);
    const { login, givenName, familyName, email } = user;
    await store.insertUser(
      trx,
      {
        id,
        login,
        password_hash: passwordHash,
        demonstration: demonstration && passwordHash === null ? 1 : 0,
        created_at: at,
        disabled_at: null,
      },
      { givenName, familyName, function: user.function, email, salt: newToken(16) },
    );
    await journal.append(trx, { type: 'user.created', actor, subject: `user:${id}`, data: { user: id } });
    for (const role of user.roles) await grant(trx, actor, id, role);
    return id;
  }

  async function grant(trx: Knex.Transaction, actor: string, userId: string, role: Role): Promise<void> {
    await store.insertGrant(trx, {
      id: newId(),
      user_id: userId,
      role,
      granted_at: instantOf(clock),
      granted_by: actor,
    });
    await journal.append(trx, {
      type: 'role.granted',
      actor,
      subject: `user:${userId}`,
      data: { user: userId, role },
    });
  }

  return {
    sessions,
    missions,

    /** Creates an account with its roles. Refused: a login already taken, roles that exclude each other. */
    async createUser(actor: string, user: NewUser): Promise<Outcome<{ id: string }>> {
      for (const [index, role] of user.roles.entries()) {
        const fault = faultOfGrant(user.roles.slice(0, index), role);
        if (fault !== undefined) return refused(fault);
      }
      if (user.password === undefined && !demonstration && user.withProConnect !== true)
        return refused({ field: 'password', key: 'form.required' });
      const passwordHash = user.password === undefined ? null : await hashPassword(user.password);
      return database.transaction(async (trx) => {
        if ((await store.findUserByLogin(trx, user.login)) !== undefined) {
          return refused({ field: 'login', key: 'accounts.login.taken' });
        }
        return accepted({ id: await insert(trx, actor, user, passwordHash) });
      });
    },

    /** The user's id when the password is right and the account is open; undefined otherwise, without saying why. */
    async checkPassword(login: string, password: string): Promise<string | undefined> {
      const user = await store.findUserByLogin(database, login);
      const matches = await passwordMatches(user?.password_hash, password);
      return matches && user?.disabled_at === null ? user.id : undefined;
    },

    async changePassword(actor: string, userId: string, password: string): Promise<void> {
      const passwordHash = await hashPassword(password);
      await database.transaction(async (trx) => {
        await store.markPassword(trx, userId, passwordHash);
        await removeSessionsOf(trx, userId);
        await journal.append(trx, {
          type: 'user.password-changed',
          actor,
          subject: `user:${userId}`,
          data: { user: userId },
        });
      });
    },

    async grantRole(actor: string, userId: string, role: Role): Promise<Outcome<null>> {
      return database.transaction(async (trx) => {
        const held = await store.listRoles(trx, userId);
        const fault = faultOfGrant(held, role);
        if (fault !== undefined) return refused(fault);
        if (!held.includes(role)) await grant(trx, actor, userId, role);
        return accepted(null);
      });
    },

    async revokeRole(actor: string, userId: string, role: Role): Promise<void> {
      await database.transaction(async (trx) => {
        const revoked = await store.markRevoked(trx, { userId, role, at: instantOf(clock), by: actor });
        if (revoked)
          await journal.append(trx, {
            type: 'role.revoked',
            actor,
            subject: `user:${userId}`,
            data: { user: userId, role },
          });
      });
    },

    /** Closes an account and its sessions, or opens it again. Nobody closes their own. */
    async setDisabled(actor: string, userId: string, disabled: boolean): Promise<void> {
      if (actor === userId)
        throw new AppError('conflict', 'own account', { messageKey: 'accounts.own-account' });
      await database.transaction(async (trx) => {
        await store.markDisabled(trx, userId, disabled ? instantOf(clock) : null);
        if (disabled) await removeSessionsOf(trx, userId);
        const type = disabled ? 'user.disabled' : 'user.enabled';
        await journal.append(trx, { type, actor, subject: `user:${userId}`, data: { user: userId } });
      });
    },

    /** The id of whom this login names, closed or open; undefined when it names nobody. */
    async findUserId(login: string): Promise<string | undefined> {
      return (await store.findUserByLogin(database, login))?.id;
    },

    findPerson: (userId: string) => store.findPerson(database, userId),

    /** Names of the given users, for display only: what is shown of an id that was erased is the caller's. */
    async namesOf(userIds: string[]): Promise<Map<string, string>> {
      const persons = await store.listPersons(database, [...new Set(userIds)]);
      return new Map(persons.map((person) => [person.id, `${person.givenName} ${person.familyName}`]));
    },

    async listUsers(): Promise<(store.Person & { roles: Role[] })[]> {
      const grants = await store.listAllRoles(database);
      const persons = await store.listPersons(database);
      return persons.map((person) => ({
        ...person,
        roles: grants
          .filter((candidate) => candidate.user_id === person.id)
          .map((candidate) => candidate.role),
      }));
    },

    /** Everyone who has an open account, to choose among: names and roles. */
    async listNames(): Promise<{ id: string; name: string; roles: Role[] }[]> {
      const users = await this.listUsers();
      return users
        .filter(({ disabledAt }) => disabledAt === null)
        .map(({ id, givenName, familyName, roles }) => ({ id, name: `${givenName} ${familyName}`, roles }));
    },

    /** Everyone who may give a visa; the address is empty where none is known. */
    async listReviewers(): Promise<{ id: string; name: string; email: string }[]> {
      const users = await this.listUsers();
      return users
        .filter(({ disabledAt, roles }) => disabledAt === null && roles.includes('reviewer'))
        .map(({ id, givenName, familyName, email }) => ({ id, name: `${givenName} ${familyName}`, email }));
    },

    /** Where to write to those of these people who have an open account and an address. */
    async addressesOf(userIds: readonly string[]): Promise<Map<string, string>> {
      const users = await store.listPersons(database, [...new Set(userIds)]);
      const reached = users.filter(({ disabledAt, email }) => disabledAt === null && email !== '');
      return new Map(reached.map(({ id, email }) => [id, email]));
    },

    rolesOf: (userId: string) => store.listRoles(database, userId),

    /** The invented people, opened by a button and never by a password. Does nothing when they are there. */
    async seedDemonstrationPeople(): Promise<void> {
      if (!demonstration) throw new Error('demonstration people belong to a demonstration');
      await database.transaction(async (trx) => {
        for (const person of demonstrationPeople) {
          if ((await store.findUserByLogin(trx, person.login)) === undefined)
            await insert(trx, 'system', person, null);
        }
      });
      for (const { id, role } of await this.listDemonstrationPeople())
        if (role === 'auditor') await missions.seedDemonstration(id);
    },

    /** Whether the base holds an account that a button opens: a production refuses to start with one. */
    hasDemonstrationPeople: (): Promise<boolean> => store.hasDemonstrationUser(database),

    /** The demonstration's people, in the order of the circular's way; empty in production. */
    async listDemonstrationPeople(): Promise<
      { id: string; login: string; name: string; function: string; role: Role }[]
    > {
      if (!demonstration) return [];
      const users = await this.listUsers();
      return demonstrationPeople.flatMap(({ login, roles: [role] }) => {
        const user = users.find((candidate) => candidate.login === login);
        if (user === undefined || role === undefined) return [];
        return [
          { id: user.id, login, name: `${user.givenName} ${user.familyName}`, function: user.function, role },
        ];
      });
    },
  };
}
