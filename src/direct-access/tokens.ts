import type { Redis } from 'ioredis';
import type { Knex } from 'knex';
import type { Accounts } from '../accounts/accounts.ts';
import type { Journal } from '../journal/journal.ts';
import { createAttemptCounter } from '../kernel/attempt-counter.ts';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { formatDay } from '../kernel/french-format.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Bearer } from '../web/route.ts';
import { readers, scopes, type Scope } from './table.ts';
import { isWellFormed, lastPossibleDay, newAccessToken, stateOfToken } from './token.ts';
import * as store from './tokens-store.ts';

export type Tokens = ReturnType<typeof createTokens>;

const mostUsable = 20;
/** Of one token, in a minute: ten pages of rows a second, which reads everything in minutes. */
const mostRequests = 600;

/** What programs read with, in a person's name: never more than that person reads on that very day. */
export function createTokens(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  accounts: Pick<Accounts, 'missions' | 'findPerson'>;
  redis: Redis | undefined;
  /** Of one token, in a minute. */
  most?: number;
}) {
  const { database, journal, clock, accounts } = deps;
  const requests = createAttemptCounter({
    ...{ redis: deps.redis, name: 'direct-access', most: deps.most ?? mostRequests, seconds: 60 },
  });
  const today = () => parisDayOf(clock.now());

  return {
    /** Those of a person, newest first. */
    list: (userId: string) => store.listTokens(database, userId),

    /** The last day that a token of this person may serve; undefined when they may have none. */
    async lastDayFor(userId: string): Promise<string | undefined> {
      const { roles, mission } = await accounts.missions.standing(userId);
      if (!roles.some((role) => readers.includes(role))) return undefined;
      return lastPossibleDay(
        today(),
        roles.every((role) => role === 'auditor') ? mission?.endsOn : undefined,
      );
    },

    /**
     * Makes a token, which is given once and kept nowhere. Refused: no scope, a day that is past or beyond what
     * is possible, too many that serve. Throws `forbidden` to whoever does not read.
     */
    async create(
      userId: string,
      wanted: { name: string; scopes: readonly Scope[]; expiresOn: string },
    ): Promise<Outcome<{ token: string }>> {
      const last = await this.lastDayFor(userId);
      if (last === undefined)
        throw new AppError('forbidden', 'reads nothing', { messageKey: 'direct-access.token.none-possible' });
      if (wanted.scopes.length === 0)
        return refused({ field: 'scopes', key: 'direct-access.token.no-scope' });
      if (wanted.expiresOn < today()) return refused({ field: 'expiresOn', key: 'direct-access.token.past' });
      if (wanted.expiresOn > last)
        return refused({
          ...{ field: 'expiresOn', key: 'direct-access.token.too-late', params: { day: formatDay(last) } },
        });
      const { token, hint } = newAccessToken();
      const [id, granted] = [newId(), scopes.filter((scope) => wanted.scopes.includes(scope)).join(' ')];
      return database.transaction(async (trx): Promise<Outcome<{ token: string }>> => {
        const usable = (await store.listTokens(trx, userId)).filter(
          (each) => stateOfToken(each, today()) === 'usable',
        );
        if (usable.length >= mostUsable)
          return refused({
            field: 'name',
            key: 'direct-access.token.too-many',
            params: { count: mostUsable },
          });
        await store.insertToken(trx, {
          ...{ id, userId, name: wanted.name, hint, tokenHash: sha256Hex(token), scopes: granted },
          ...{ createdAt: instantOf(clock), expiresOn: wanted.expiresOn },
        });
        await journal.append(trx, {
          type: 'access-token.created',
          actor: userId,
          subject: `user:${userId}`,
          data: { token: id, user: userId, scopes: granted, expiresOn: wanted.expiresOn },
        });
        return accepted({ token });
      });
    },

    /** Revokes one of a person's own. Throws `not-found`. */
    async revoke(userId: string, id: string): Promise<void> {
      await database.transaction(async (trx) => {
        const revoked = await store.markRevoked(trx, { id, userId, at: instantOf(clock) });
        if (!revoked) throw new AppError('not-found', 'no such token of this person');
        await journal.append(trx, {
          type: 'access-token.revoked',
          actor: userId,
          subject: `user:${userId}`,
          data: { token: id, user: userId },
        });
      });
    },

    /**
     * Whose token this is, with what they may read today. Throws `sign-in-required` for a token that is altered,
     * unknown, expired or revoked, `forbidden` once its account or its mission opens nothing, `rate-limited`.
     */
    async find(token: string): Promise<Bearer> {
      if (!isWellFormed(token)) throw unfit('malformed');
      const row = await store.findToken(database, sha256Hex(token));
      if (row === undefined) throw unfit('unknown');
      const state = stateOfToken(row, today());
      if (state !== 'usable') throw unfit(state, { day: formatDay(row.expiresOn) });
      const person = await accounts.findPerson(row.userId);
      const { roles, perimeter, mission } = await accounts.missions.standing(row.userId);
      if (person === undefined || roles.length === 0)
        throw new AppError('forbidden', 'opens nothing', { messageKey: 'direct-access.problem.shut' });
      const wait = await requests.take(row.id);
      if (wait !== undefined)
        throw new AppError('rate-limited', 'too many requests', {
          messageKey: 'direct-access.problem.rate-limited',
          params: { seconds: Math.max(1, Math.ceil(wait / 1000)) },
        });
      if (row.lastUsedOn !== today()) await store.markUsed(database, row.id, today());
      return {
        tokenId: row.id,
        scopes: row.scopes.split(' '),
        user: {
          ...{ id: person.id, name: `${person.givenName} ${person.familyName}`, function: person.function },
          roles,
          ...(perimeter === undefined ? {} : { perimeter }),
          ...(mission === undefined ? {} : { missionEndsOn: mission.endsOn }),
        },
      };
    },
  };
}

function unfit(why: string, params: Record<string, string> = {}): AppError {
  return new AppError('sign-in-required', `the token is ${why}`, {
    messageKey: `direct-access.problem.${why}`,
    params,
  });
}
