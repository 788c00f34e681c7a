import { z } from 'zod';
import type { Messages } from '../kernel/messages.ts';
import type { FieldError } from '../kernel/outcome.ts';
import type { Office } from '../prefectures/prefectures.ts';
import { noFields } from '../web/fields.ts';
import { page, redirect, route, type Reply, type Route } from '../web/route.ts';
import type { Desk } from './desk.ts';
import type { Ticket } from './entering.ts';
import { codeMinutes, officePath } from './entrance.ts';

const token = z.string().max(100).default('');
const wanted = z.string().max(2000).optional();

export interface EnteringRoutesDeps {
  desk: Pick<Desk, 'entering' | 'sessions'>;
  messages: Messages;
  listOffices(): Promise<Office[]>;
  /** Mails stay on this machine, and are read in its mailbox. */
  demonstration: boolean;
  /** Whom to write to. */
  contact: string;
  /** Undefined where ProConnect is not configured: its button is not shown. */
  proConnect:
    | {
        leave(sessionToken: string): Promise<string | undefined>;
        carry(fromToken: string, toToken: string, expires: Date): Promise<void>;
      }
    | undefined;
}

/** How an office comes in and leaves. No page tells whether an office has a mailbox. */
export function createEnteringRoutes(deps: EnteringRoutesDeps): Route[] {
  const { desk, messages, demonstration, contact } = deps;
  const { entering, sessions } = desk;

  async function entrancePage(
    given: { office: string; next: string; identityToken: string; bindings: readonly string[] },
    { errors = [], status = 200 }: { errors?: FieldError[]; status?: number } = {},
  ): Promise<Reply> {
    const { office, next, identityToken, bindings } = given;
    const identity = await entering.identityIn({ token: identityToken, bindings });
    const offices = (await deps.listOffices()).toSorted((one, other) =>
      one.label.localeCompare(other.label, 'fr'),
    );
    const title = messages('desk.enter.title');
    const model = {
      ...{ title, next, demonstration, contact },
      choices: [
        { value: '', label: messages('desk.enter.choose'), selected: office === '' },
        ...offices.map(({ id, label }) => ({ value: id, label, selected: id === office })),
      ],
      ...(identity === undefined
        ? {}
        : { identity: { name: `${identity.givenName} ${identity.familyName}`, token: identityToken } }),
      ...(deps.proConnect === undefined || identity !== undefined
        ? {}
        : { proConnect: `/connexion/proconnect?pour=guichet&suite=${encodeURIComponent(next)}` }),
    };
    return page('desk/enter', { title, layout: 'bare', model, errors }, status);
  }

  async function codePage(ticket: Ticket, errors: FieldError[] = []): Promise<Reply> {
    const waiting = await entering.find(ticket);
    if (waiting === undefined) return overPage();
    const title = messages('desk.code.title');
    const { officeId, officeName, next, mailFailed } = waiting;
    const again = `/guichet/entrer?${new URLSearchParams({ prefecture: officeId, suite: next })}`;
    const model = {
      ...{ title, token: ticket.token, office: officeName, mailFailed, again, demonstration, contact },
      minutes: codeMinutes,
    };
    return page('desk/code', { title, layout: 'bare', model, errors }, errors.length > 0 ? 422 : 200);
  }

  function overPage(): Reply {
    const title = messages('desk.code.over-title');
    return page('desk/code-over', { title, layout: 'bare', model: { title, contact } }, 410);
  }

  return [
    route({
      method: 'get',
      path: '/guichet/entrer',
      access: 'public',
      query: z.object({ prefecture: z.string().max(20).default(''), suite: wanted, identite: token }),
      handle: ({ query, bindings }) =>
        entrancePage({
          ...{ office: query.prefecture, next: officePath(query.suite), bindings },
          identityToken: query.identite,
        }),
    }),
    route({
      method: 'post',
      path: '/guichet/entrer',
      access: 'public',
      body: z.object({
        office: z.string({ error: 'desk.enter.missing' }).min(1, 'desk.enter.missing').max(20),
        next: wanted,
        identity: token,
      }),
      async handle({ form, typed, address, bindings }) {
        const next = officePath(typed.next);
        const given = { office: typed.office ?? '', next, identityToken: typed.identity ?? '', bindings };
        if (!form.ok) return entrancePage(given, { errors: form.errors, status: 422 });
        const isKnown = (await deps.listOffices()).some(({ id }) => id === form.value.office);
        if (!isKnown) return entrancePage(given, refusal('desk.enter.missing', 422));
        const { office: officeId, identity: identityToken } = form.value;
        const asked = await entering.ask({ officeId, address, next, bindings, identityToken });
        if (asked === undefined) return entrancePage(given, refusal('desk.enter.too-many', 429));
        if (asked.identified) await deps.proConnect?.carry(identityToken, asked.token, asked.expires);
        return redirect(`/guichet/code?demande=${asked.token}`);
      },
    }),
    route({
      method: 'get',
      path: '/guichet/code',
      access: 'public',
      query: z.object({ demande: token }),
      handle: ({ query, bindings }) => codePage({ token: query.demande, bindings }),
    }),
    route({
      method: 'post',
      path: '/guichet/code',
      access: 'public',
      body: z.object({
        token,
        code: z.string({ error: 'desk.code.missing' }).trim().min(1, 'desk.code.missing').max(40),
      }),
      async handle({ form, typed, bindings }) {
        const ticket = { token: typed.token ?? '', bindings };
        if (!form.ok) return codePage(ticket, form.errors);
        const tried = await entering.enter(ticket, form.value.code);
        if (tried.state === 'over') return overPage();
        if (tried.state === 'wrong') {
          const key = tried.left === 1 ? 'desk.code.wrong-last' : 'desk.code.wrong';
          return codePage(ticket, [{ field: 'code', key, params: { left: tried.left } }]);
        }
        const { expires, to } = tried;
        await deps.proConnect?.carry(ticket.token, tried.token, expires);
        return { kind: 'session', holder: 'office', token: tried.token, expires, to };
      },
    }),
    route({
      method: 'post',
      path: '/guichet/quitter',
      access: 'office',
      body: noFields,
      async handle({ sessionToken, office }) {
        if (sessionToken !== undefined) await sessions.close(sessionToken);
        const farther = sessionToken === undefined ? undefined : await deps.proConnect?.leave(sessionToken);
        // Without what leaving asks for, ProConnect's session is not ours to end: the page says that it may stay.
        const mayStay = deps.proConnect !== undefined && office?.strength === 'proconnect';
        const to = farther ?? (mayStay ? '/deconnexion/proconnect' : '/guichet/entrer');
        return { kind: 'session', holder: 'office', token: undefined, expires: undefined, to };
      },
    }),
  ];
}

function refusal(key: string, status: number) {
  return { errors: [{ field: 'office', key }], status };
}
