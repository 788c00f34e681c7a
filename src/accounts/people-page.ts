import { parisDayOf, type Clock } from '../kernel/clock.ts';
import { formatShortDay } from '../kernel/french-format.ts';
import type { FieldError } from '../kernel/outcome.ts';
import type { Messages } from '../kernel/messages.ts';
import { page, type Reply } from '../web/route.ts';
import type { Accounts } from './accounts.ts';
import { stateOfMission, type Mission } from './mission.ts';
import type { ProConnectAccounts } from './pro-connect-accounts.ts';
import { roles, type Role } from './role.ts';
import type { SecondFactor } from './second-factor.ts';

export interface PeoplePageDeps {
  accounts: Accounts;
  secondFactor: SecondFactor;
  proConnect: unknown;
  proConnectAccounts: ProConnectAccounts;
  clock: Clock;
  messages: Messages;
}

/** The administrator's page, with what was typed in one of its forms and the faults of it. */
export function createPeoplePage(deps: PeoplePageDeps) {
  const { accounts, secondFactor, proConnectAccounts, messages } = deps;
  const label = (role: Role) => messages(`accounts.role-label.${role}`);

  return async function peoplePage(
    typed: Record<string, string> = {},
    errors: FieldError[] = [],
  ): Promise<Reply> {
    const users = await accounts.listUsers();
    const bound = await proConnectAccounts.listStates();
    const enrolled = new Set(await secondFactor.listEnrolled());
    const missions = await accounts.missions.list();
    const people = users.map((person) => ({
      ...missionOf(person, { all: missions, today: parisDayOf(deps.clock.now()), messages }),
      id: person.id,
      name: `${person.givenName} ${person.familyName}`,
      function: person.function,
      login: person.login,
      disabled: person.disabledAt !== null,
      roles: person.roles.map((role) => ({ value: role, label: label(role) })),
      grantable: roles
        .filter((role) => !person.roles.includes(role))
        .map((role) => ({ value: role, label: label(role), selected: false })),
    }));
    const openings = users.map((person) => {
      const { linked = false, awaited } = bound.get(person.id) ?? {};
      return {
        id: person.id,
        name: `${person.givenName} ${person.familyName}`,
        ...{ linked, enrolled: enrolled.has(person.id) },
        email: typed.person === person.id ? (typed.proConnectEmail ?? '') : person.email,
        ...(awaited === undefined ? {} : { awaited }),
      };
    });
    const model = {
      title: messages('accounts.people-title'),
      people,
      openings,
      offered: { proConnect: deps.proConnect !== undefined, secondFactor: secondFactor.isRequired },
      typed: Object.fromEntries(
        ['login', 'givenName', 'familyName', 'function', 'email', 'proConnectEmail'].map((name) => [
          name,
          typed.person === undefined ? (typed[name] ?? '') : '',
        ]),
      ),
      choices: roles.map((role) => ({ value: role, label: label(role), selected: typed.role === role })),
    };
    return page(
      'accounts/people',
      { title: model.title, breadcrumb: [], model, errors },
      errors.length > 0 ? 422 : 200,
    );
  };
}

/** Of an auditor: whether a mission runs, and where they stand. */
function missionOf(
  { id, roles: held }: { id: string; roles: readonly Role[] },
  { all, today, messages }: { all: readonly Mission[]; today: string; messages: Messages },
) {
  const own = all.filter(({ userId }) => userId === id);
  if (!held.includes('auditor') && own.length === 0) return {};
  const current = own.find((mission) => stateOfMission(mission, today) === 'current');
  const href = `/administration/personnes/${id}/missions`;
  if (current === undefined) return { mission: { href, label: messages('accounts.mission.none-runs') } };
  const label = messages('accounts.mission.until', { day: formatShortDay(current.endsOn) });
  return { mission: { href, label } };
}
