import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Perimeter } from '../kernel/perimeter.ts';
import type { Journal } from '../journal/journal.ts';
import { findPerson, listRoles } from './accounts-store.ts';
import { demonstrationMission } from './demonstration-people.ts';
import {
  overlap,
  standingOf,
  stateOfMission,
  type Mission,
  type MissionWords,
  type Standing,
} from './mission.ts';
import { insertEnded, insertMission, listMissions } from './missions-store.ts';
import { removeSessionsOf } from './sessions-store.ts';

export type Missions = ReturnType<typeof createMissions>;

export interface TypedMission extends MissionWords {
  beginsOn: string;
  endsOn: string;
  perimeter: Perimeter;
}

/** What auditors are sent for: recorded and ended by an administrator, followed by others, all of them kept. */
export function createMissions(deps: { database: Knex; journal: Journal; clock: Clock }) {
  const { database, journal, clock } = deps;
  const today = () => parisDayOf(clock.now());

  /** What an account opens today, by its roles and its mission; nothing once it is closed or gone. */
  async function standing(userId: string): Promise<Standing> {
    const person = await findPerson(database, userId);
    if (person === undefined || person.disabledAt !== null) return { roles: [] };
    const held = await listRoles(database, userId);
    const missions = held.includes('auditor') ? await listMissions(database, userId) : [];
    return standingOf(held, missions, today());
  }

  return {
    /** Newest first: those of one person, or all. */
    list: (userId?: string): Promise<Mission[]> => listMissions(database, userId),

    standing,

    /**
     * Records a mission of somebody, with its line in the journal. Refused: an end before its beginning, or past;
     * years the wrong way round; a day that another of their missions holds. Throws `not-found`.
     */
    async record(actor: string, userId: string, typed: TypedMission): Promise<Outcome<{ id: string }>> {
      const { beginsOn, endsOn, perimeter, ...words } = typed;
      if (endsOn < beginsOn) return refused({ field: 'endsOn', key: 'accounts.mission.ends-before' });
      if (endsOn < today()) return refused({ field: 'endsOn', key: 'accounts.mission.already-over' });
      const { fromYear = -Infinity, toYear = Infinity } = perimeter;
      if (toYear < fromYear) return refused({ field: 'toYear', key: 'accounts.mission.years-reversed' });
      return database.transaction(async (trx): Promise<Outcome<{ id: string }>> => {
        if ((await findPerson(trx, userId)) === undefined) throw new AppError('not-found', 'no such person');
        const others = (await listMissions(trx, userId)).filter(({ endedAt }) => endedAt === undefined);
        if (others.some((other) => overlap(other, typed)))
          return refused({ field: 'beginsOn', key: 'accounts.mission.overlaps' });
        const [id, salt] = [newId(), newToken(16)];
        const wordsHash = saltedHash(
          salt,
          JSON.stringify([words.title, words.institution, words.letterReference, words.letterOn]),
        );
        const recorded = { recordedAt: instantOf(clock), recordedBy: actor };
        await insertMission(
          trx,
          { id, userId, beginsOn, endsOn, perimeter, wordsHash, ...recorded },
          { ...words, salt },
        );
        await journal.append(trx, {
          type: 'mission.recorded',
          actor,
          subject: `user:${userId}`,
          data: { mission: id, user: userId, beginsOn, endsOn, ...perimeter, wordsHash },
        });
        return accepted({ id });
      });
    },

    /** Of a demonstration's auditor: a mission that lets everything be read, when none runs. */
    async seedDemonstration(userId: string): Promise<void> {
      if ((await standing(userId)).shut !== undefined)
        await this.record('system', userId, demonstrationMission(today()));
    },

    /** Ends a mission before its day, and the sessions of its holder. Throws `not-found`, `conflict`. */
    async end(actor: string, userId: string, missionId: string): Promise<void> {
      await database.transaction(async (trx) => {
        const mission = (await listMissions(trx, userId)).find(({ id }) => id === missionId);
        if (mission === undefined) throw new AppError('not-found', 'no such mission of this person');
        if (!['current', 'to-come'].includes(stateOfMission(mission, today())))
          throw new AppError('conflict', 'the mission is over', { messageKey: 'accounts.mission.is-over' });
        await insertEnded(trx, { missionId, at: instantOf(clock), by: actor });
        await removeSessionsOf(trx, userId);
        await journal.append(trx, {
          type: 'mission.ended',
          actor,
          subject: `user:${userId}`,
          data: { mission: missionId, user: userId },
        });
      });
    },
  };
}
