import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import multer from 'multer';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import { accepted } from '../kernel/outcome.ts';
import { allows } from './access.ts';
import type { Assets } from './assets.ts';
import { sendCompressed } from './compression.ts';
import type { Cookies, SessionHolder } from './cookies.ts';
import { describeError } from './error-page.ts';
import type { FormTokens } from './form-token.ts';
import { parseForm, typedOf } from './form.ts';
import type { CurrentOffice, CurrentUser, Route, RouteRequest } from './route.ts';
import { refuseMalformedAddresses, securityHeaders } from './security.ts';
import { sendReply } from './send-reply.ts';
import type { PageContext, Shell } from './shell.ts';

const bodyLimit = 1_000_000;

export interface SessionPort {
  find(token: string): Promise<{ user: CurrentUser; flash: string | undefined } | undefined>;
  keepFlash(token: string, sentence: string | null): Promise<void>;
}

export interface OfficeSessionPort {
  find(token: string): Promise<{ office: CurrentOffice; flash: string | undefined } | undefined>;
  keepFlash(token: string, sentence: string | null): Promise<void>;
}

export interface AppOptions {
  routes: Route[];
  shell: Shell;
  assets: Assets;
  messages: Messages;
  sessions: SessionPort;
  officeSessions: OfficeSessionPort;
  cookies: Cookies;
  formTokens: FormTokens;
  secure: boolean;
  trustProxy: number;
  log: Log;
}

interface Visit {
  user: CurrentUser | undefined;
  office: CurrentOffice | undefined;
  /** The sentence that each session keeps for its next page. */
  flash: Partial<Record<SessionHolder, string | undefined>>;
}

const nobody: Visit = { user: undefined, office: undefined, flash: {} };

/** The site: every route of the list behind the same security, the same sessions, the same error pages. */
export function createApp(options: AppOptions): Express {
  const { routes, assets, sessions, officeSessions, cookies, log } = options;
  const visits = new WeakMap<Request, Visit>();
  const tooLarge = new WeakSet<Request>();
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
  app.use(recogniseVisitor);
  for (const route of routes) {
    app[route.method](route.path, ...guardsOf(route), handle(route));
  }
  app.use(() => {
    throw new AppError('not-found', 'no such page');
  });
  app.use(answerError);
  return app;

  async function recogniseVisitor(request: Request, _response: Response, next: NextFunction): Promise<void> {
    const token = cookies.sessionToken(request);
    const officeToken = cookies.sessionToken(request, 'office');
    const session = token === undefined ? undefined : await sessions.find(token);
    const counter = officeToken === undefined ? undefined : await officeSessions.find(officeToken);
    visits.set(request, {
      user: session?.user,
      office: counter?.office,
      flash: { person: session?.flash, office: counter?.flash },
    });
    next();
  }

  function guardsOf(route: Route): RequestHandler[] {
    const guards: RequestHandler[] = [checkAccess(route)];
    if (route.method === 'post') {
      if (route.upload !== undefined) {
        guards.push(readUpload(route.upload));
      } else {
        guards.push(express.urlencoded({ extended: true, limit: bodyLimit, parameterLimit: 500 }));
        guards.push(express.json({ limit: bodyLimit }));
      }
      if (route.csrf !== 'exempt') guards.push(checkFormToken);
    }
    return guards;
  }

  function readUpload({ field, maxBytes, tooLarge: saidBy }: NonNullable<Route['upload']>): RequestHandler {
    const limits = { fileSize: maxBytes, files: 1, fields: 50, fieldSize: bodyLimit };
    const read = multer({ storage: multer.memoryStorage(), limits }).single(field);
    return (request, response, next) => {
      read(request, response, (error: unknown) => {
        const isTooLarge = error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE';
        if (!isTooLarge || saidBy !== 'beside-field') return next(error);
        tooLarge.add(request);
        next();
      });
    };
  }

  function checkAccess(route: Route): RequestHandler {
    return (request, response, next) => {
      const visit = visits.get(request) ?? nobody;
      if (allows(route.access, visit)) return next();
      // Whoever it is may enter an office's pages with what its mailbox receives, staff included.
      if (visit.user !== undefined && route.access !== 'office')
        throw new AppError('forbidden', 'the role does not allow it', { details: { route: route.path } });
      const wanted = request.method === 'GET' ? `?suite=${encodeURIComponent(request.originalUrl)}` : '';
      response.redirect(303, `${route.access === 'office' ? '/guichet/entrer' : '/connexion'}${wanted}`);
    };
  }

  function checkFormToken(request: Request, _response: Response, next: NextFunction): void {
    const bindings = cookies.bindings(request);
    const body = request.body as Record<string, unknown> | undefined;
    const token = body?.['form-token'];
    // Browsers say where a request comes from; when they do, another site's is refused whatever it carries.
    const crossSite = request.headers['sec-fetch-site'] === 'cross-site';
    if (crossSite || !bindings.some((binding) => options.formTokens.matches(binding, token))) {
      throw new AppError('csrf', 'the form token is missing or belongs to another session');
    }
    delete body?.['form-token'];
    next();
  }

  function handle(route: Route): RequestHandler {
    return async (request, response) => {
      const visit = visits.get(request);
      const aborter = new AbortController();
      response.on('close', () => aborter.abort());
      const params = parseAddress(route.params, request.params, 'not-found');
      const query = parseAddress(route.query, request.query, 'bad-request');
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
        fileTooLarge: tooLarge.has(request),
        user: visit?.user,
        office: visit?.office,
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
        { ...options, keepFlash: (sentence) => keepFlash(request, holderOf(route), sentence) },
        reply,
        response,
        await contextOf(request, response, { kind: reply.kind, holder: holderOf(route) }),
      );
    };
  }

  /** For the next page of the session that the route asks for; nothing when the browser has none. */
  async function keepFlash(request: Request, holder: SessionHolder, sentence: string | null): Promise<void> {
    const token = cookies.sessionToken(request, holder);
    if (token !== undefined)
      await (holder === 'office' ? officeSessions : sessions).keepFlash(token, sentence);
  }

  async function contextOf(
    request: Request,
    response: Response,
    { kind, holder }: { kind: string; holder: SessionHolder },
  ): Promise<PageContext> {
    const visit = visits.get(request) ?? nobody;
    const flash = visit.flash[holder];
    const office = holder === 'office' ? visit.office : undefined;
    const context = { user: visit.user, office, path: request.path, flash };
    if (kind !== 'page') return { ...context, binding: '' };
    // Shown once: the sentence is forgotten when the page that shows it is made.
    if (flash !== undefined) await keepFlash(request, holder, null);
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
    const page = {
      title: options.messages(`web.error-title.${described.code}`),
      model: {
        title: options.messages(`web.error-title.${described.code}`),
        sentence: options.messages(described.messageKey, described.params),
        signIn: described.code === 'sign-in-required',
      },
    };
    const context = {
      user: visits.get(request)?.user,
      path: '',
      flash: undefined,
      binding: cookies.binding(request, response),
    };
    await sendReply(
      { ...options, keepFlash: async () => undefined },
      { kind: 'page', template: 'web/error', page, status: described.status },
      response,
      context,
    );
  }
}

/** Whose session a route speaks to. */
function holderOf(route: Route): SessionHolder {
  return route.access === 'office' ? 'office' : 'person';
}

function parseAddress(schema: Route['params'], value: unknown, code: 'not-found' | 'bad-request'): unknown {
  if (schema === undefined) return value;
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new AppError(code, 'the address does not fit its schema');
  return parsed.data;
}
