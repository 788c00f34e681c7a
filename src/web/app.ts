import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import { accepted } from '../kernel/outcome.ts';
import type { Assets } from './assets.ts';
import { sendCompressed } from './compression.ts';
import type { BearerPort } from './bearers.ts';
import type { Cookies, SessionHolder } from './cookies.ts';
import { describeError } from './error-page.ts';
import type { FormTokens } from './form-token.ts';
import { parseForm, typedOf } from './form.ts';
import { createGuards } from './guards.ts';
import { challengeOf, isForPrograms, problemOf } from './problem.ts';
import type { Page, Route, RouteRequest } from './route.ts';
import { refuseMalformedAddresses, securityHeaders } from './security.ts';
import { sendReply } from './send-reply.ts';
import type { PageContext, Shell } from './shell.ts';
import { createVisits, type OfficeSessionPort, type SessionPort } from './visits.ts';

export type { OfficeSessionPort, SessionPort } from './visits.ts';

/** The offices' own pages: their faults are shown in their layout. */
const officesPages = /^\/(guichet|accuse)(\/|$)/;
/** What everyone may read: nobody is known there, and no cookie is set, not even by a fault. */
const publicPages = /^\/circulaires([./]|$)/;
const nobody = { user: undefined, office: undefined, flash: undefined, binding: '' };

export interface AppOptions {
  routes: Route[];
  shell: Shell;
  assets: Assets;
  messages: Messages;
  sessions: SessionPort;
  officeSessions: OfficeSessionPort;
  /** The tokens of programs; none: nothing that asks for one opens. */
  bearers?: BearerPort | undefined;
  /** The address that browsers reach, for what is read away from it. */
  publicUrl?: (() => string) | undefined;
  cookies: Cookies;
  formTokens: FormTokens;
  secure: boolean;
  trustProxy: number;
  log: Log;
}

/** The site: every route of the list behind the same security, the same sessions, the same error pages. */
export function createApp(options: AppOptions): Express {
  const { routes, assets, cookies, log } = options;
  const visits = createVisits(options);
  const guards = createGuards({ ...options, visits });
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxy);
  app.set('query parser', 'simple');

  app.use(refuseMalformedAddresses);
  app.use(securityHeaders(options));
  app.use(async (request, response, next) => {
    const asset = assets.find(request.path);
    if (asset === undefined) return next();
    // Names hold the content's hash, so that a browser never asks again; the icon's does not.
    const lifetime = request.path.startsWith('/assets/')
      ? 'public, max-age=31536000, immutable'
      : 'public, max-age=3600';
    response.set('Cache-Control', lifetime).type(asset.type);
    await sendCompressed(response, asset.bytes, asset.encodings);
  });
  app.use(visits.recognise);
  for (const route of routes) {
    if (route.signedOut !== undefined)
      app[route.method](route.path, ...guards.ofSignedOut(route), giveBack(route.signedOut));
    app[route.method](route.path, ...guards.of(route), handle(route));
  }
  for (const path of new Set(routes.flatMap(({ path }) => (isForPrograms(path) ? path : []))))
    app.all(path, refuseMethod);
  app.use(() => {
    throw new AppError('not-found', 'no such page');
  });
  app.use(answerError);
  return app;

  function giveBack(signedOut: NonNullable<Route['signedOut']>): RequestHandler {
    return async (request, response) => {
      const { path } = request;
      const reply = signedOut({ path, typed: typedOf(request.body) });
      const binding = cookies.lastingBinding(request, response);
      const context = { user: undefined, office: undefined, path, flash: undefined, binding };
      await sendReply({ ...options, keepFlash: async () => undefined }, reply, response, context);
    };
  }

  function handle(route: Route): RequestHandler {
    return async (request, response) => {
      const visit = visits.of(request);
      const aborter = new AbortController();
      response.on('close', () => aborter.abort());
      const params = parseAddress(route.params, request.params, 'not-found');
      const query = parseAddress(
        route.query,
        request.query,
        isForPrograms(route.path) ? 'invalid' : 'bad-request',
      );
      const upload = request.file;
      const routeRequest: RouteRequest<unknown, unknown, unknown> = {
        params,
        query,
        form: route.body === undefined ? accepted(undefined) : parseForm(route.body, request.body),
        typed: typedOf(request.body),
        // Browsers write the file's name in UTF-8, multer reads it as Latin-1.
        file: upload && {
          name: Buffer.from(upload.originalname, 'latin1').toString('utf8'),
          bytes: upload.buffer,
        },
        fileTooLarge: guards.wasTooLarge(request),
        user: visit.user,
        office: visit.office,
        bearer: guards.bearerOf(request),
        sessionToken: cookies.sessionToken(request, holderOf(route)),
        bindings: cookies.bindings(request),
        visitor: {
          method: request.method,
          agent: request.get('user-agent') ?? '',
          purpose: request.get('sec-purpose') ?? request.get('purpose') ?? '',
        },
        address: request.ip ?? '',
        signal: aborter.signal,
      };
      const reply = await route.handle(routeRequest);
      await sendReply(
        { ...options, keepFlash: (sentence) => visits.keepFlash(request, holderOf(route), sentence) },
        reply,
        response,
        reply.kind === 'page' && reply.shared !== undefined
          ? { ...nobody, path: request.path }
          : await contextOf(request, response, { kind: reply.kind, holder: holderOf(route) }),
      );
    };
  }

  async function contextOf(
    request: Request,
    response: Response,
    { kind, holder }: { kind: string; holder: SessionHolder },
  ): Promise<PageContext> {
    const visit = visits.of(request);
    const flash = visit.flash[holder];
    const office = holder === 'office' ? visit.office : undefined;
    const context = { user: visit.user, office, path: request.path, flash };
    if (kind !== 'page') return { ...context, binding: '' };
    // Shown once: the sentence is forgotten when the page that shows it is made.
    if (flash !== undefined) await visits.keepFlash(request, holder, null);
    return { ...context, binding: cookies.binding(request, response) };
  }

  async function answerError(
    error: unknown,
    request: Request,
    response: Response,
    next: NextFunction,
  ): Promise<void> {
    const described = describeError(error);
    const level = described.level;
    const cause =
      described.status === 500 ? { error: error instanceof Error ? error.stack : String(error) } : {};
    log[level](
      { code: described.code, status: described.status, method: request.method, ...cause },
      'request declined',
    );
    if (response.headersSent) return next(error);
    const { seconds } = described.params;
    if (described.code === 'rate-limited' && seconds !== undefined)
      response.set('Retry-After', String(seconds));
    if (isForPrograms(request.path)) {
      const challenge = challengeOf(described);
      if (challenge !== undefined) response.set('WWW-Authenticate', challenge);
      const problem = problemOf(described, options.messages, options.publicUrl?.() ?? '');
      response.status(described.status).type('application/problem+json').set('Cache-Control', 'no-store');
      response.send(JSON.stringify(problem));
      return;
    }
    const isOffices = officesPages.test(request.path);
    const isPublic = publicPages.test(request.path);
    const page: Page = {
      ...(isOffices ? { layout: 'bare' } : {}),
      ...(isPublic ? { layout: 'public' } : {}),
      title: options.messages(`web.error-title.${described.code}`),
      model: {
        title: options.messages(`web.error-title.${described.code}`),
        sentence: options.messages(described.messageKey, described.params),
        signIn: described.code === 'sign-in-required',
      },
    };
    const { user, office } = visits.of(request);
    const known = {
      ...(isOffices ? { user: undefined, office } : { user, office: undefined }),
      flash: undefined,
    };
    const context = {
      ...(isPublic ? nobody : { ...known, binding: cookies.binding(request, response) }),
      path: '',
    };
    await sendReply(
      { ...options, keepFlash: async () => undefined },
      { kind: 'page', template: 'web/error', page, status: described.status },
      response,
      context,
    );
  }
}

function refuseMethod(_request: Request, response: Response): void {
  response.set('Allow', 'GET, HEAD');
  throw new AppError('method-not-allowed', 'the direct access only reads');
}

/** Whose session a route speaks to. */
function holderOf(route: Route): SessionHolder {
  return route.access === 'office' ? 'office' : 'person';
}

function parseAddress(
  schema: Route['params'],
  value: unknown,
  code: 'not-found' | 'bad-request' | 'invalid',
): unknown {
  if (schema === undefined) return value;
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new AppError(code, 'the address does not fit its schema');
  return parsed.data;
}
