import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { formatDay } from '../kernel/french-format.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newToken } from '../kernel/ids.ts';
import type { Perimeter } from '../kernel/perimeter.ts';
import type { Journal } from '../journal/journal.ts';
import { findPerson } from './accounts-store.ts';
import type { Shut, Standing } from './mission.ts';
import type { Missions } from './missions.ts';
import type { Role } from './role.ts';
import * as store from './sessions-store.ts';

// A working day: a session opened in the morning does not end during an afternoon's signature.
const sessionHours = 12;

export interface SignedInUser {
  id: string;
  name: string;
  function: string;
  roles: Role[];
  perimeter?: Perimeter;
  /** The last day of the mission that holds their auditor's role. */
  missionEndsOn?: string;
}

export type Sessions = ReturnType<typeof createSessions>;

/** Why a session is refused, as a sentence: shown in the place of the sign-in page. */
export interface Refusal {
  messageKey: string;
  params: Record<string, string>;
}

/** Server-side sessions: the cookie holds a random token, the database its hash alone. */
export function createSessions(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  missions: Pick<Missions, 'standing'>;
}) {
  const { database, journal, clock, missions } = deps;
  return {
    /**
     * Opens a session for a user whose identity was just checked; gives the cookie's token and its end. Throws
     * `forbidden`, with why, for an auditor without a mission that runs.
     */
    async open(userId: string): Promise<{ token: string; expires: Date }> {
      const { shut } = await missions.standing(userId);
      if (shut !== undefined) throw new AppError('forbidden', 'no mission runs', refusalOf(shut));
      const token = newToken();
      const expires = new Date(clock.now().getTime() + sessionHours * 3_600_000);
      await database.transaction(async (trx) => {
        await store.removeExpiredSessions(trx, instantOf(clock));
        await store.insertSession(trx, {
          token_hash: sha256Hex(token),
          user_id: userId,
          opened_at: instantOf(clock),
          expires_at: expires.toISOString(),
        });
        await journal.append(trx, {
          type: 'session.opened',
          actor: userId,
          subject: `user:${userId}`,
          data: { user: userId },
        });
      });
      return { token, expires };
    },

    /**
     * Who holds this token now, with today's roles, or why their mission opens nothing any more; undefined when
     * it is unknown, expired or disabled.
     */
    async find(
      token: string,
    ): Promise<{ user: SignedInUser; flash: string | undefined } | { refusal: Refusal } | undefined> {
      const session = await store.findSession(database, sha256Hex(token), instantOf(clock));
      if (session === undefined) return undefined;
      const person = await findPerson(database, session.user_id);
      if (person === undefined || person.disabledAt !== null) return undefined;
      const standing = await missions.standing(person.id);
      if (standing.shut !== undefined) return { refusal: refusalOf(standing.shut) };
      const name = `${person.givenName} ${person.familyName}`;
      return {
        user: { id: person.id, name, function: person.function, ...readingOf(standing) },
        flash: session.flash ?? undefined,
      };
    },

    async close(token: string): Promise<void> {
      await database.transaction(async (trx) => {
        const userId = await store.removeSession(trx, sha256Hex(token));
        if (userId === undefined) return;
        await journal.append(trx, {
          type: 'session.closed',
          actor: userId,
          subject: `user:${userId}`,
          data: { user: userId },
        });
      });
    },

    /** Keeps a sentence for the next page of this session, or forgets it. */
    async keepFlash(token: string, flash: string | null): Promise<void> {
      await store.markFlash(database, sha256Hex(token), flash);
    },
  };
}

function readingOf({ roles, perimeter, mission }: Standing) {
  return {
    roles,
    ...(perimeter === undefined ? {} : { perimeter }),
    ...(mission === undefined ? {} : { missionEndsOn: mission.endsOn }),
  };
}

function refusalOf(shut: Shut): Refusal {
  const params: Record<string, string> = shut.why === 'no-mission' ? {} : { day: formatDay(shut.on) };
  return { messageKey: `accounts.mission.shut.${shut.why}`, params };
}
