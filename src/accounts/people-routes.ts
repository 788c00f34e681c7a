import { z } from 'zod';
import { optionalLine, singleLine } from '../web/fields.ts';
import { redirect, route, type Route } from '../web/route.ts';
import { AppError } from '../kernel/errors.ts';
import { createOpeningsRoutes } from './openings-routes.ts';
import { createPeoplePage, type PeoplePageDeps } from './people-page.ts';
import { roles, type Role } from './role.ts';

const access = ['administrator'] as const;
const address = '/administration/personnes';

const newPerson = z.object({
  login: singleLine(100)
    .transform((login) => login.toLowerCase())
    .pipe(z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'accounts.login.malformed')),
  givenName: singleLine(100),
  familyName: singleLine(100),
  function: singleLine(150),
  email: optionalLine(200).pipe(z.union([z.literal(''), z.email('accounts.email.malformed')])),
  proConnectEmail: optionalLine(200).pipe(z.union([z.literal(''), z.email('accounts.email.malformed')])),
  password: z
    .string()
    .default('')
    .transform((typed) => (typed === '' ? undefined : typed))
    .pipe(z.string().min(12, 'accounts.password.too-short').max(200, 'form.too-long').optional()),
  role: z.enum(roles, 'form.required'),
});

/** The administrator's page: who may do what. Every change is a line of the journal. */
export function createPeopleRoutes(deps: PeoplePageDeps): Route[] {
  const { accounts, proConnectAccounts, messages } = deps;
  const label = (role: Role) => messages(`accounts.role-label.${role}`);
  const peoplePage = createPeoplePage(deps);

  return [
    route({ method: 'get', path: address, access, handle: () => peoplePage() }),
    route({
      method: 'post',
      path: address,
      access,
      body: newPerson,
      async handle({ form, typed, user }) {
        if (!form.ok) return peoplePage(typed, form.errors);
        const { role, proConnectEmail, ...person } = form.value;
        const withProConnect = proConnectEmail !== '';
        if (person.password === undefined && !withProConnect)
          return peoplePage(typed, [{ field: 'password', key: 'accounts.password.or-pro-connect' }]);
        const newUser = { ...person, withProConnect, roles: [role] };
        const created = await accounts.createUser(actorOf(user), newUser);
        if (!created.ok) return peoplePage(typed, created.errors);
        if (withProConnect) {
          const allowed = await proConnectAccounts.allow(actorOf(user), created.value.id, proConnectEmail);
          if (!allowed.ok) return peoplePage({}, allowed.errors);
        }
        return redirect(
          afterGiving(role, created.value.id),
          messages('accounts.created', { name: `${person.givenName} ${person.familyName}` }),
        );
      },
    }),
    route({
      method: 'post',
      path: `${address}/:id/roles`,
      access,
      params: z.object({ id: z.uuid() }),
      body: z.object({ role: z.enum(roles), action: z.enum(['grant', 'revoke']) }),
      async handle({ params, form, user }) {
        const person = await accounts.findPerson(params.id);
        if (person === undefined) throw new AppError('not-found', 'no such person');
        if (!form.ok) return peoplePage({}, form.errors);
        const { role, action } = form.value;
        const name = `${person.givenName} ${person.familyName}`;
        if (action === 'revoke') {
          if (person.id === user?.id && role === 'administrator')
            throw new AppError('conflict', 'own role', { messageKey: 'accounts.own-account' });
          await accounts.revokeRole(actorOf(user), person.id, role);
          return redirect(address, messages('accounts.role-revoked', { name, role: label(role) }));
        }
        const granted = await accounts.grantRole(actorOf(user), person.id, role);
        if (!granted.ok) return peoplePage({}, granted.errors);
        return redirect(
          afterGiving(role, person.id),
          messages('accounts.role-granted', { name, role: label(role) }),
        );
      },
    }),
    route({
      method: 'post',
      path: `${address}/:id/acces`,
      access,
      params: z.object({ id: z.uuid() }),
      body: z.object({ action: z.enum(['disable', 'enable']) }),
      async handle({ params, form, user }) {
        if ((await accounts.findPerson(params.id)) === undefined)
          throw new AppError('not-found', 'no such person');
        if (!form.ok) return peoplePage({}, form.errors);
        await accounts.setDisabled(actorOf(user), params.id, form.value.action === 'disable');
        return redirect(address);
      },
    }),
    ...createOpeningsRoutes(deps),
  ];
}

function actorOf(user: { id: string } | undefined): string {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return user.id;
}

/** An auditor's role opens nothing by itself: the mission's form comes next. */
function afterGiving(role: Role, userId: string): string {
  return role === 'auditor' ? `${address}/${userId}/missions` : address;
}
