import type { Knex } from 'knex';
import { createAccounts } from '../../src/accounts/accounts.ts';
import { createAccountsRoutes, type AccountsRoutesDeps } from '../../src/accounts/accounts-routes.ts';
import { createProConnectAccounts } from '../../src/accounts/pro-connect-accounts.ts';
import { createSecondFactor } from '../../src/accounts/second-factor.ts';
import { createSignInLimit } from '../../src/accounts/sign-in-limit.ts';
import { createJournal } from '../../src/journal/journal.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { buildAssets, type Assets } from '../../src/web/assets.ts';
import { createSite } from '../../src/web/site.ts';

const folder = (path: string) => new URL(`../../${path}`, import.meta.url).pathname;
let assets: Promise<Assets> | undefined;
export const password = 'un mot de passe assez long';

/** The room's parts on a database, as a production composes them. `join` gives one more person, who has a password. */
export async function createEntering(deps: { database: Knex; clock: Clock; demonstration?: boolean }) {
  const { database, clock, demonstration = false } = deps;
  const journal = createJournal({ clock, readDatabase: database });
  const parts = { database, journal, clock, demonstration };
  const accounts = createAccounts(parts);
  return {
    ...{ journal, accounts, clock },
    async join(login: string): Promise<string> {
      const created = await accounts.createUser('system', {
        ...{ login, givenName: 'Odile', familyName: 'Vernet', function: 'Cheffe de bureau' },
        ...{ email: `${login}@mildeca.example`, password, roles: ['drafter'] },
      });
      if (!created.ok) throw new Error('no such person');
      return created.value.id;
    },
    secondFactor: createSecondFactor({ ...parts, secret: 'a secret for tests, long enough to be one' }),
    proConnectAccounts: createProConnectAccounts(parts),
    signInLimit: createSignInLimit({ redis: undefined }),
    messages: loadMessages(folder('templates/messages')),
  };
}

/** The room's real pages, with its real sessions. */
export async function createEnteringSite(deps: AccountsRoutesDeps) {
  const { accounts, messages } = deps;
  assets ??= buildAssets({ folder: folder('src/web/browser') });
  return createSite({
    ...{ messages, navigation: [], secure: false, trustProxy: 0, log: silentLog, demonstration: false },
    templatesFolder: folder('templates'),
    assets: await assets,
    routes: createAccountsRoutes(deps),
    sessions: accounts.sessions,
    officeSessions: { find: async () => undefined, keepFlash: async () => undefined },
    secret: 'a secret for tests, long enough to be one',
  });
}

/** Somebody at their browser: keeps cookies, follows no redirection by itself. */
export function createBrowsing(origin: string) {
  const cookies = new Map<string, string>();
  async function ask(path: string, init: RequestInit = {}) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, origin), { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Expires=Thu, 01 Jan 1970/.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location') ?? undefined;
    return { status: response.status, location, text: await response.text() };
  }
  return {
    cookies,
    get: (path: string) => ask(path),
    /** Fills the form of a page as a person would, and sends it. */
    async send(path: string, fields: Record<string, string> = {}, from = path) {
      const token = /name="form-token" value="([^"]+)"/.exec((await ask(from)).text)?.[1] ?? '';
      return ask(path, { method: 'POST', body: new URLSearchParams({ ...fields, 'form-token': token }) });
    },
  };
}
