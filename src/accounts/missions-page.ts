import { formatDay } from '../kernel/french-format.ts';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import { dayAfter } from '../kernel/french-calendar.ts';
import type { FieldError } from '../kernel/outcome.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Perimeter } from '../kernel/perimeter.ts';
import { page, type Reply } from '../web/route.ts';
import type { Accounts } from './accounts.ts';
import { stateOfMission, type Mission, type MissionState } from './mission.ts';

export interface MissionsPageDeps {
  accounts: Accounts;
  clock: Clock;
  messages: Messages;
}

export const peopleAddress = '/administration/personnes';

const badges: Record<MissionState, string> = {
  current: 'success',
  'to-come': 'info',
  past: 'info',
  ended: 'warning',
};

/** The years of a perimeter, in words. */
export function perimeterInWords({ fromYear, toYear }: Perimeter, messages: Messages): string {
  if (fromYear !== undefined && toYear !== undefined)
    return fromYear === toYear
      ? messages('accounts.mission.perimeter.one', { from: fromYear })
      : messages('accounts.mission.perimeter.between', { from: fromYear, to: toYear });
  if (fromYear !== undefined) return messages('accounts.mission.perimeter.from', { from: fromYear });
  if (toYear !== undefined) return messages('accounts.mission.perimeter.until', { to: toYear });
  return messages('accounts.mission.perimeter.all');
}

/** A mission as its holder and the administrator read it. */
export function missionModel(mission: Mission, today: string, messages: Messages) {
  const state = stateOfMission(mission, today);
  return {
    ...{ id: mission.id, title: mission.words?.title ?? messages('accounts.mission.erased') },
    badge: { kind: badges[state], label: messages(`accounts.mission.state.${state}`) },
    ...{ beginsOn: mission.beginsOn, endsOn: mission.endsOn },
    perimeter: perimeterInWords(mission.perimeter, messages),
    ...(mission.words === undefined
      ? {}
      : {
          letter: messages('accounts.mission.letter', {
            institution: mission.words.institution,
            reference: mission.words.letterReference,
            day: formatDay(mission.words.letterOn),
          }),
        }),
    ...(mission.endedAt === undefined ? {} : { endedAt: mission.endedAt }),
    canEnd: state === 'current' || state === 'to-come',
  };
}

/** The missions of one person, and the form of the next: begun from the last, for a renewal. */
export function createMissionsPage({ accounts, clock, messages }: MissionsPageDeps) {
  return async function missionsPage(
    person: { id: string; name: string; function: string },
    typed?: Record<string, string>,
    errors: FieldError[] = [],
  ): Promise<Reply> {
    const today = parisDayOf(clock.now());
    const missions = await accounts.missions.list(person.id);
    const title = messages('accounts.mission.title', { name: person.name });
    const { shut } = await accounts.missions.standing(person.id);
    const model = {
      ...{ title, function: person.function, action: `${peopleAddress}/${person.id}/missions` },
      isAuditor: (await accounts.rolesOf(person.id)).includes('auditor'),
      isShut: shut !== undefined,
      missions: missions.map((mission) => missionModel(mission, today, messages)),
      typed: typed === undefined ? begunFrom(missions[0], today) : typedOnly(typed),
    };
    const breadcrumb = [{ label: messages('accounts.people-title'), href: peopleAddress }];
    return page('accounts/missions', { title, breadcrumb, model, errors }, errors.length > 0 ? 422 : 200);
  };
}

const fields = [
  ...['title', 'institution', 'letterReference', 'letterOn'],
  ...['beginsOn', 'endsOn', 'fromYear', 'toYear'],
] as const;

function typedOnly(typed: Record<string, string>): Record<string, string> {
  return Object.fromEntries(fields.map((name) => [name, typed[name] ?? '']));
}

function begunFrom(last: Mission | undefined, today: string): Record<string, string> {
  if (last === undefined) return { ...typedOnly({}), beginsOn: today };
  const { words, perimeter, endsOn, endedAt } = last;
  const after = endedAt === undefined && endsOn >= today ? dayAfter(endsOn, 1) : today;
  return {
    ...typedOnly({}),
    ...{ title: words?.title ?? '', institution: words?.institution ?? '', beginsOn: after },
    ...{ fromYear: String(perimeter.fromYear ?? ''), toYear: String(perimeter.toYear ?? '') },
  };
}
