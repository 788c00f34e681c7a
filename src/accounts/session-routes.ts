import { z } from 'zod';
import { noFields, singleLine } from '../web/fields.ts';
import { page, route, type Reply, type Route } from '../web/route.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Accounts } from './accounts.ts';
import { localPath } from './local-path.ts';
import type { ProConnect } from './pro-connect.ts';
import type { SecondFactor } from './second-factor.ts';
import type { SignInLimit } from './sign-in-limit.ts';

/**
 * Signing in and out. In a demonstration, one button opens each person's session; elsewhere a password
 * opens none by itself: the second factor's pages come between.
 */
export function createSessionRoutes(deps: {
  accounts: Accounts;
  secondFactor: SecondFactor;
  /** Undefined: its button is not shown. */
  proConnect: ProConnect | undefined;
  signInLimit: SignInLimit;
  messages: Messages;
}): Route[] {
  const { accounts, secondFactor, proConnect, signInLimit, messages } = deps;

  async function signInPage(
    form: { login: string; next: string },
    errors: FieldError[] = [],
  ): Promise<Reply> {
    const people = (await accounts.listDemonstrationPeople()).map((person) => ({
      ...person,
      roleLabel: messages(`accounts.role-label.${person.role}`),
    }));
    const title = messages('accounts.sign-in-title');
    const model = {
      ...{ title, ...form, people, demonstration: people.length > 0 },
      ...(proConnect === undefined
        ? {}
        : { proConnect: `/connexion/proconnect?suite=${encodeURIComponent(form.next)}` }),
    };
    return page('accounts/sign-in', { title, breadcrumb: [], model, errors }, errors.length > 0 ? 422 : 200);
  }

  /** The password was right. */
  async function admitted(userId: string, next: string): Promise<Reply> {
    if (!secondFactor.isRequired) return opened(userId, next);
    const { token, expires } = await secondFactor.pending.open(userId, localPath(next));
    return { kind: 'session', token, expires, to: '/connexion/code' };
  }

  async function opened(userId: string, next: string): Promise<Reply> {
    const { token, expires } = await accounts.sessions.open(userId);
    return { kind: 'session', token, expires, to: localPath(next) };
  }

  return [
    route({
      method: 'get',
      path: '/connexion',
      access: 'public',
      query: z.object({ suite: z.string().max(2000).default('/') }),
      handle: ({ query }) => signInPage({ login: '', next: localPath(query.suite) }),
    }),
    route({
      method: 'post',
      path: '/connexion',
      access: 'public',
      body: z.object({
        login: singleLine(100).transform((login) => login.toLowerCase()),
        password: z.string({ error: 'form.required' }).min(1, 'form.required').max(200, 'form.too-long'),
        next: z.string().max(2000).default('/'),
      }),
      async handle({ form, typed, address }) {
        const next = localPath(typed.next ?? '/');
        if (!form.ok) return signInPage({ login: typed.login ?? '', next }, form.errors);
        const { login, password } = form.value;
        await signInLimit.begin(login, address);
        const userId = await accounts.checkPassword(login, password);
        if (userId === undefined) {
          await signInLimit.fail(address);
          return signInPage({ login, next }, [{ field: 'password', key: 'accounts.password.wrong' }]);
        }
        await signInLimit.succeed(login);
        return admitted(userId, next);
      },
    }),
    route({
      method: 'post',
      path: '/connexion/demonstration',
      access: 'public',
      body: z.object({ login: z.string().max(100), next: z.string().max(2000).default('/') }),
      async handle({ form }) {
        const people = await accounts.listDemonstrationPeople();
        const person = people.find((candidate) => form.ok && candidate.login === form.value.login);
        if (person === undefined) throw new AppError('not-found', 'no such demonstration person');
        return opened(person.id, form.ok ? form.value.next : '/');
      },
    }),
    route({
      method: 'post',
      path: '/deconnexion',
      access: 'signed-in',
      body: noFields,
      async handle({ sessionToken }) {
        if (sessionToken !== undefined) await accounts.sessions.close(sessionToken);
        const farther = sessionToken === undefined ? undefined : await proConnect?.leave(sessionToken);
        return { kind: 'session', token: undefined, expires: undefined, to: farther ?? '/' };
      },
    }),
  ];
}
