import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { page, redirect, route, type Reply, type Route } from '../web/route.ts';
import type { Accounts } from './accounts.ts';
import { localPath } from './local-path.ts';
import type { OfficeEntrance } from './ports.ts';
import { callbackPath, type ProConnect } from './pro-connect.ts';
import type { ProConnectAccounts } from './pro-connect-accounts.ts';
import { statusOfFailure, type ProConnectFailure } from './pro-connect-failure.ts';
import type { ProConnectIdentity } from './pro-connect-identity.ts';
import { leavingPath } from './pro-connect-leaving.ts';
import type { ProConnectPurpose } from './pro-connect-store.ts';

/** In the addresses: whose pages ProConnect is to open. */
const purposes = { agent: 'staff', guichet: 'office' } as const satisfies Record<string, ProConnectPurpose>;
const entrances: Record<ProConnectPurpose, string> = { staff: '/connexion', office: '/guichet/entrer' };

/** What would only happen again. */
const pointless = new Set<ProConnectFailure>(['no-account', 'misconfigured', 'incomplete', 'clock']);

const parameter = z.string().max(4000).optional();

/**
 * ProConnect's pages: going there (a link, because the policy that keeps our forms at home would stop a
 * form that ends elsewhere), coming back, leaving. `proConnect` is undefined where none is configured.
 */
export function createProConnectRoutes(deps: {
  proConnect: ProConnect | undefined;
  proConnectAccounts: ProConnectAccounts;
  accounts: Accounts;
  offices: OfficeEntrance | undefined;
  messages: Messages;
}): Route[] {
  const { proConnectAccounts, accounts, offices, messages } = deps;

  function configured(): ProConnect {
    if (deps.proConnect === undefined) throw new AppError('not-found', 'ProConnect is not configured');
    return deps.proConnect;
  }

  function stopped(
    failure: ProConnectFailure,
    { purpose = 'staff', next = '/' }: { purpose?: ProConnectPurpose; next?: string },
  ): Reply {
    const title = messages(`accounts.pro-connect.failure.${failure}.title`);
    const wanted = `suite=${encodeURIComponent(next)}`;
    const again = purpose === 'office' ? 'pour=guichet&' : '';
    const repeated = `/connexion/proconnect?${again}${wanted}`;
    const model = {
      title,
      sentence: messages(`accounts.pro-connect.failure.${failure}.sentence`),
      ...(pointless.has(failure)
        ? {}
        : { again: { href: repeated, label: messages('accounts.pro-connect.again') } }),
      other: {
        href: `${entrances[purpose]}?${wanted}`,
        label: messages(`accounts.pro-connect.other-way.${purpose}`),
      },
    };
    const layout = purpose === 'office' ? ({ layout: 'bare' } as const) : { breadcrumb: [] };
    return page('accounts/stopped', { title, model, ...layout }, statusOfFailure[failure]);
  }

  async function enterAsStaff(
    identity: ProConnectIdentity,
    next: string,
  ): Promise<{ reply: Reply; token?: string; expires?: Date }> {
    const userId = await proConnectAccounts.findOrBind(identity);
    if (userId === undefined) return { reply: stopped('no-account', { next }) };
    const { token, expires } = await accounts.sessions.open(userId);
    return { reply: { kind: 'session', token, expires, to: localPath(next) }, token, expires };
  }

  return [
    route({
      method: 'get',
      path: '/connexion/proconnect',
      access: 'public',
      query: z.object({
        pour: z.enum(['agent', 'guichet']).default('agent'),
        suite: z.string().max(2000).default('/'),
      }),
      async handle({ query, bindings, address }) {
        const proConnect = configured();
        const purpose = purposes[query.pour];
        const next = localPath(query.suite);
        // The last is the visitor's own, which outlives the sessions.
        const binding = bindings.at(-1);
        // No cookie yet: the page with the button makes one.
        if (binding === undefined) return redirect(`${entrances[purpose]}?suite=${encodeURIComponent(next)}`);
        const begun = await proConnect.begin({ purpose, next, binding, address });
        return begun.ok ? redirect(begun.url) : stopped(begun.failure, { purpose, next });
      },
    }),
    route({
      method: 'get',
      path: callbackPath,
      access: 'public',
      query: z.object({
        ...{ state: parameter, code: parameter, iss: parameter, session_state: parameter },
        ...{ error: parameter, error_description: parameter, error_uri: parameter },
      }),
      async handle({ query, bindings }) {
        const proConnect = configured();
        const parameters = Object.fromEntries(
          Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined),
        );
        const finished = await proConnect.finish({ parameters, bindings });
        if (!finished.ok) return stopped(finished.failure, finished);
        const { identity, purpose, next } = finished;
        if (purpose === 'office' && offices === undefined)
          throw new AppError('not-found', 'no office enters here');
        const { reply, token, expires } =
          purpose === 'office' && offices !== undefined
            ? await offices.enter(identity, { next: localPath(next), bindings })
            : await enterAsStaff(identity, next);
        if (token !== undefined && expires !== undefined)
          await proConnect.keep(token, { idToken: identity.idToken, expires });
        return reply;
      },
    }),
    route({
      method: 'get',
      path: leavingPath,
      access: 'public',
      query: z.object({ depart: z.string().max(200).optional(), state: z.string().max(200).optional() }),
      async handle({ query }) {
        const proConnect = configured();
        const url = query.depart === undefined ? undefined : await proConnect.departureUrl(query.depart);
        const left = query.state !== undefined && (await proConnect.hasLeft(query.state));
        const stage = url !== undefined ? 'leaving' : left ? 'left' : 'unknown';
        const title = messages(`accounts.pro-connect.departure.${stage}.title`);
        const model = {
          title,
          sentence: messages(`accounts.pro-connect.departure.${stage}.sentence`),
          ...(url === undefined ? {} : { url }),
        };
        return page('accounts/departure', {
          ...{ title, model, layout: 'bare' },
          scripts: url === undefined ? [] : ['leave'],
        });
      },
    }),
  ];
}
