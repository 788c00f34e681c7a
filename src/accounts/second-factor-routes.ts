import { z } from 'zod';
import type { FieldError, Outcome } from '../kernel/outcome.ts';
import type { Messages } from '../kernel/messages.ts';
import { noFields, singleLine } from '../web/fields.ts';
import { page, redirect, route, type Reply, type Route, type RouteRequest } from '../web/route.ts';
import type { Accounts } from './accounts.ts';
import { localPath } from './local-path.ts';
import { toQrDataUrl } from './qr-code.ts';
import type { PendingSignIn, SecondFactor } from './second-factor.ts';
import type { SignInLimit } from './sign-in-limit.ts';
import { totpAddress } from './totp.ts';

const pageOf: Record<PendingSignIn['stage'], string> = {
  code: '/connexion/code',
  enrolment: '/connexion/second-facteur',
  'recovery-codes': '/connexion/codes-de-secours',
};
const recoveryPath = '/connexion/code-de-secours';

// Applications show a code in two groups: the space between them is not a fault.
const code = singleLine(20).transform((typed) => typed.replace(/\s/g, ''));
const recoveryCode = singleLine(40);

interface Pending extends PendingSignIn {
  token: string;
}

/** After the password, before the session: enrolling, the code of the moment, the recovery codes. */
export function createSecondFactorRoutes(deps: {
  accounts: Accounts;
  secondFactor: SecondFactor;
  signInLimit: SignInLimit;
  messages: Messages;
}): Route[] {
  const { accounts, secondFactor, signInLimit, messages } = deps;

  function show(name: string, model: Record<string, unknown>, errors: FieldError[] = []): Reply {
    const title = messages(`accounts.${name}-title`);
    const content = { title, breadcrumb: [], model: { title, ...model }, errors };
    return page(`accounts/${name}`, content, errors.length > 0 ? 422 : 200);
  }

  /** Five minutes have gone, or somebody comes who never began. */
  function tooLate(): Reply {
    const title = messages('accounts.too-late-title');
    return page('accounts/too-late', { title, breadcrumb: [], model: { title } }, 410);
  }

  /** The page of this stage, for whoever is there; the others are led to theirs, or to the beginning. */
  function at<Body>(
    stage: PendingSignIn['stage'],
    handle: (pending: Pending, request: RouteRequest<unknown, unknown, Body>) => Promise<Reply>,
  ) {
    return async (request: RouteRequest<unknown, unknown, Body>): Promise<Reply> => {
      const token = request.sessionToken;
      const found = token === undefined ? undefined : await secondFactor.pending.find(token);
      if (token === undefined || found === undefined) return tooLate();
      return found.stage === stage ? handle({ ...found, token }, request) : redirect(pageOf[found.stage]);
    };
  }

  async function opened({ userId, next }: { userId: string; next: string }): Promise<Reply> {
    const { token, expires } = await accounts.sessions.open(userId);
    return { kind: 'session', token, expires, to: localPath(next) };
  }

  /** Attempts are counted for the account, as those of its password are, before they are made. */
  async function counted<T>(
    { userId }: Pending,
    { address }: { address: string },
    attempt: () => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const key = `second-factor:${userId}`;
    await signInLimit.begin(key, address);
    const outcome = await attempt();
    await (outcome.ok ? signInLimit.succeed(key) : signInLimit.fail(address));
    return outcome;
  }

  async function enrolmentPage({ token, login }: Pending, errors: FieldError[] = []): Promise<Reply> {
    const secret = await secondFactor.pending.propose(token);
    if (secret === undefined) return tooLate();
    const qr = toQrDataUrl(totpAddress(secret, { service: 'Estafette', login }));
    // In groups of four, as it is easier to copy.
    return show('enrolment', { qr, login, secret: secret.replace(/(.{4})(?=.)/g, '$1 ') }, errors);
  }

  return [
    route({
      method: 'get',
      path: pageOf.code,
      access: 'public',
      handle: at('code', async () => show('code', {})),
    }),
    route({
      method: 'post',
      path: pageOf.code,
      access: 'public',
      body: z.object({ code }),
      handle: at<{ code: string }>('code', async (pending, request) => {
        const { form } = request;
        if (!form.ok) return show('code', {}, form.errors);
        const given = await counted(pending, request, () =>
          secondFactor.answer(pending.token, form.value.code),
        );
        return given.ok ? opened(given.value) : show('code', {}, given.errors);
      }),
    }),
    route({
      method: 'get',
      path: recoveryPath,
      access: 'public',
      handle: at('code', async () => show('recovery-code', {})),
    }),
    route({
      method: 'post',
      path: recoveryPath,
      access: 'public',
      body: z.object({ code: recoveryCode }),
      handle: at<{ code: string }>('code', async (pending, request) => {
        const { form } = request;
        if (!form.ok) return show('recovery-code', {}, form.errors);
        const given = await counted(pending, request, () =>
          secondFactor.recover(pending.token, form.value.code),
        );
        return given.ok ? opened(given.value) : show('recovery-code', {}, given.errors);
      }),
    }),
    route({
      method: 'get',
      path: pageOf.enrolment,
      access: 'public',
      handle: at('enrolment', (pending) => enrolmentPage(pending)),
    }),
    route({
      method: 'post',
      path: pageOf.enrolment,
      access: 'public',
      body: z.object({ code }),
      handle: at<{ code: string }>('enrolment', async (pending, request) => {
        const { form } = request;
        if (!form.ok) return enrolmentPage(pending, form.errors);
        const given = await counted(pending, request, () =>
          secondFactor.enrol(pending.token, form.value.code),
        );
        return given.ok ? redirect(pageOf['recovery-codes']) : enrolmentPage(pending, given.errors);
      }),
    }),
    route({
      method: 'get',
      path: pageOf['recovery-codes'],
      access: 'public',
      handle: at('recovery-codes', async ({ token }) =>
        show('recovery-codes', { codes: (await secondFactor.pending.recoveryCodesOf(token)) ?? [] }),
      ),
    }),
    route({
      method: 'post',
      path: pageOf['recovery-codes'],
      access: 'public',
      body: noFields,
      handle: at('recovery-codes', async ({ token }) => {
        const gone = await secondFactor.pending.goOn(token);
        return gone === undefined ? tooLate() : opened(gone);
      }),
    }),
  ];
}
