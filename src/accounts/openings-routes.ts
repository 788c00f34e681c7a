import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { noFields } from '../web/fields.ts';
import { redirect, route, type Route } from '../web/route.ts';
import { createPeoplePage, type PeoplePageDeps } from './people-page.ts';

const access = ['administrator'] as const;
const address = '/administration/personnes';
const params = z.object({ id: z.uuid() });

const allowing = z.object({
  action: z.literal('allow'),
  proConnectEmail: z
    .string({ error: 'form.required' })
    .trim()
    .min(1, 'form.required')
    .max(200, 'form.too-long')
    .pipe(z.email('accounts.email.malformed')),
});

/** How an account opens, decided by an administrator: with which ProConnect identity, with which factor. */
export function createOpeningsRoutes(deps: PeoplePageDeps): Route[] {
  const { accounts, secondFactor, proConnectAccounts, messages } = deps;
  const peoplePage = createPeoplePage(deps);

  async function personOf(id: string): Promise<{ id: string; name: string }> {
    const person = await accounts.findPerson(id);
    if (person === undefined) throw new AppError('not-found', 'no such person');
    return { id, name: `${person.givenName} ${person.familyName}` };
  }

  return [
    route({
      method: 'post',
      path: `${address}/:id/proconnect`,
      access,
      params,
      body: z.discriminatedUnion('action', [allowing, z.object({ action: z.literal('forbid') })]),
      async handle({ params, form, typed, user }) {
        const { id, name } = await personOf(params.id);
        if (!form.ok) return peoplePage({ ...typed, person: id }, form.errors);
        if (form.value.action === 'forbid') {
          await proConnectAccounts.forbid(user?.id ?? '', id);
          return redirect(address, messages('accounts.pro-connect.forbidden', { name }));
        }
        const email = form.value.proConnectEmail;
        const allowed = await proConnectAccounts.allow(user?.id ?? '', id, email);
        if (!allowed.ok) return peoplePage({ ...typed, person: id }, allowed.errors);
        return redirect(address, messages('accounts.pro-connect.allowed', { name, email }));
      },
    }),
    route({
      method: 'post',
      path: `${address}/:id/second-facteur`,
      access,
      params,
      body: noFields,
      async handle({ params, user }) {
        const { id, name } = await personOf(params.id);
        // A session left open must not be enough to take a factor off its own account.
        if (id === user?.id)
          throw new AppError('conflict', 'own factor', { messageKey: 'accounts.own-factor' });
        await secondFactor.reset(user?.id ?? '', id);
        return redirect(address, messages('accounts.factor-reset', { name }));
      },
    }),
  ];
}
