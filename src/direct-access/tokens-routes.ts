import { z } from 'zod';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { day, noFields, singleLine } from '../web/fields.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Route } from '../web/route.ts';
import { readers, scopes, type Scope } from './table.ts';
import { stateOfToken } from './token.ts';
import type { Tokens } from './tokens.ts';

const address = '/mon-compte/jetons';
const badges = { usable: 'success', expired: 'info', revoked: 'warning' } as const;
const checkbox = z.enum(['oui']).optional();
const newToken = z.object({
  ...{ name: singleLine(100), expiresOn: day() },
  ...Object.fromEntries(scopes.map((scope) => [`scope-${scope}`, checkbox])),
});

/** A person's own tokens: made here, shown once, revoked here. */
export function createTokensRoutes(deps: { tokens: Tokens; clock: Clock; messages: Messages }): Route[] {
  const { tokens, clock, messages } = deps;
  const breadcrumb = [{ label: messages('accounts.my-account-title'), href: '/mon-compte' }];
  const wantedIn = (typed: Record<string, unknown>): Scope[] =>
    scopes.filter((scope) => typed[`scope-${scope}`] === 'oui');

  async function tokensPage(
    user: CurrentUser | undefined,
    typed: Record<string, string> = {},
    errors: FieldError[] = [],
  ): Promise<Reply> {
    const userId = idOf(user);
    const today = parisDayOf(clock.now());
    const last = await tokens.lastDayFor(userId);
    const title = messages('direct-access.token.title');
    const model = {
      title,
      ...(last === undefined ? {} : { last }),
      typed: { name: typed['name'] ?? '', expiresOn: typed['expiresOn'] ?? last ?? '' },
      scopes: scopes.map((value) => ({
        ...{ value, label: messages(`direct-access.scope.${value}`) },
        checked: wantedIn(typed).includes(value),
      })),
      tokens: (await tokens.list(userId)).map((token) => {
        const state = stateOfToken(token, today);
        return {
          ...{ id: token.id, name: token.name, hint: token.hint, expiresOn: token.expiresOn },
          badge: { kind: badges[state], label: messages(`direct-access.token.state.${state}`) },
          scopes: token.scopes.split(' ').map((scope) => messages(`direct-access.scope.${scope}`)),
          createdAt: token.createdAt,
          ...(token.lastUsedOn === null ? {} : { lastUsedOn: token.lastUsedOn }),
          isUsable: state === 'usable',
        };
      }),
    };
    return page('direct-access/tokens', { title, breadcrumb, model, errors }, errors.length > 0 ? 422 : 200);
  }

  return [
    route({ method: 'get', path: address, access: readers, handle: ({ user }) => tokensPage(user) }),
    route({
      method: 'post',
      path: address,
      access: readers,
      body: newToken,
      async handle({ form, typed, user }) {
        if (!form.ok) return tokensPage(user, typed, form.errors);
        const wanted = { ...form.value, scopes: wantedIn(form.value) };
        const created = await tokens.create(idOf(user), wanted);
        if (!created.ok) return tokensPage(user, typed, created.errors);
        const title = messages('direct-access.token.shown-title');
        const own = [...breadcrumb, { label: messages('direct-access.token.title'), href: address }];
        const model = { title, name: wanted.name, token: created.value.token, back: address };
        return page('direct-access/new-token', { title, breadcrumb: own, model });
      },
    }),
    route({
      method: 'post',
      path: `${address}/:token/revoquer`,
      access: readers,
      params: z.object({ token: z.uuid() }),
      body: noFields,
      async handle({ params, user }) {
        await tokens.revoke(idOf(user), params.token);
        return redirect(address, messages('direct-access.token.revoked'));
      },
    }),
  ];
}

function idOf(user: CurrentUser | undefined): string {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return user.id;
}
