import type { Perimeter } from '../kernel/perimeter.ts';
import type { Role } from './role.ts';

/** Why an auditor reads, what, and until when. Its words are undefined once they were erased. */
export interface Mission {
  id: string;
  userId: string;
  /** Days in Paris, both included. */
  beginsOn: string;
  endsOn: string;
  perimeter: Perimeter;
  recordedAt: string;
  recordedBy: string;
  /** Before its day, by an administrator. */
  endedAt: string | undefined;
  words: MissionWords | undefined;
}

export interface MissionWords {
  title: string;
  institution: string;
  letterReference: string;
  letterOn: string;
}

export type MissionState = 'current' | 'to-come' | 'past' | 'ended';

/** Where a mission stands on a day in Paris. */
export function stateOfMission(
  { beginsOn, endsOn, endedAt }: Pick<Mission, 'beginsOn' | 'endsOn' | 'endedAt'>,
  today: string,
): MissionState {
  if (endedAt !== undefined) return 'ended';
  if (today < beginsOn) return 'to-come';
  return today > endsOn ? 'past' : 'current';
}

/** Whether two missions share a day. */
export function overlap(
  one: { beginsOn: string; endsOn: string },
  other: { beginsOn: string; endsOn: string },
): boolean {
  return one.beginsOn <= other.endsOn && other.beginsOn <= one.endsOn;
}

/** Why an account opens nothing today: its only role is held by a mission, which is not there. */
export type Shut = { why: 'no-mission' } | { why: 'to-come' | 'over'; on: string };

/** What an account opens today: its roles, and the bounds that its mission sets to what they read. */
export interface Standing {
  roles: Role[];
  mission?: Mission;
  perimeter?: Perimeter;
  shut?: Shut;
}

const readingEverything: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher'];

/**
 * An auditor's role is held by a mission: without one that runs, it opens nothing. The mission bounds what is
 * read, except of somebody whom another role lets read everything.
 */
export function standingOf(held: readonly Role[], missions: readonly Mission[], today: string): Standing {
  if (!held.includes('auditor')) return { roles: [...held] };
  const mission = missions.find((candidate) => stateOfMission(candidate, today) === 'current');
  if (mission === undefined) {
    const roles = held.filter((role) => role !== 'auditor');
    return roles.length > 0 ? { roles } : { roles, shut: shutBy(missions, today) };
  }
  const isBounded = Object.keys(mission.perimeter).length > 0;
  return {
    roles: [...held],
    mission,
    ...(isBounded && !held.some((role) => readingEverything.includes(role))
      ? { perimeter: mission.perimeter }
      : {}),
  };
}

function shutBy(missions: readonly Mission[], today: string): Shut {
  const [next] = missions
    .filter((mission) => stateOfMission(mission, today) === 'to-come')
    .toSorted((one, other) => one.beginsOn.localeCompare(other.beginsOn));
  if (next !== undefined) return { why: 'to-come', on: next.beginsOn };
  const last = missions.map(lastDayOf).toSorted().at(-1);
  return last === undefined ? { why: 'no-mission' } : { why: 'over', on: last };
}

/** The day after which it opens nothing more; of one that was ended, the day when it was. */
function lastDayOf({ endsOn, endedAt }: Mission): string {
  const endedOn = endedAt?.slice(0, 10);
  return endedOn !== undefined && endedOn < endsOn ? endedOn : endsOn;
}
