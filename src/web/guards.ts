import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import multer from 'multer';
import { AppError } from '../kernel/errors.ts';
import { allows } from './access.ts';
import { createBearerGuard, type BearerPort } from './bearers.ts';
import type { Cookies } from './cookies.ts';
import type { FormTokens } from './form-token.ts';
import type { Route } from './route.ts';
import type { Visits } from './visits.ts';

const bodyLimit = 1_000_000;

/** What stands before a route: who may use it, the reading of its form within bounds, the form's token. */
export function createGuards(deps: {
  visits: Visits;
  cookies: Cookies;
  formTokens: FormTokens;
  bearers?: BearerPort | undefined;
}) {
  const { visits, cookies, formTokens } = deps;
  const bearing = createBearerGuard(deps.bearers);
  const tooLarge = new WeakSet<Request>();

  function checkAccess(route: Route): RequestHandler {
    return (request, response, next) => {
      const visit = visits.of(request);
      if (allows(route.access, visit)) return next();
      // Whoever it is may enter an office's pages with what its mailbox receives, staff included.
      if (visit.user !== undefined && route.access !== 'office')
        throw new AppError('forbidden', 'the role does not allow it', { details: { route: route.path } });
      if (visit.refusal !== undefined && route.access !== 'office')
        throw new AppError('forbidden', 'the account opens nothing', visit.refusal);
      const wanted = request.method === 'GET' ? `?suite=${encodeURIComponent(request.originalUrl)}` : '';
      response.redirect(303, `${route.access === 'office' ? '/guichet/entrer' : '/connexion'}${wanted}`);
    };
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

  function checkFormToken(request: Request, _response: Response, next: NextFunction): void {
    const bindings = cookies.bindings(request);
    const body = request.body as Record<string, unknown> | undefined;
    const token = body?.['form-token'];
    // Browsers say where a request comes from; when they do, another site's is refused whatever it carries.
    const crossSite = request.headers['sec-fetch-site'] === 'cross-site';
    if (crossSite || !bindings.some((binding) => formTokens.matches(binding, token))) {
      throw new AppError('csrf', 'the form token is missing or belongs to another session');
    }
    delete body?.['form-token'];
    next();
  }

  /** Of a person who is recognised, it is not for this answer; another site's is not for any. */
  function checkSignedOut(request: Request, _response: Response, next: NextFunction): void {
    if (visits.of(request).user !== undefined) return next('route');
    if (request.headers['sec-fetch-site'] === 'cross-site')
      throw new AppError('csrf', 'what was typed on another site is not given back here');
    next();
  }

  return {
    /** Before the answer to a form whose session has ended: it is read, and nothing is done with it. */
    ofSignedOut: (route: Route): RequestHandler[] => [
      checkSignedOut,
      express.urlencoded({
        ...{ extended: true, limit: bodyLimit },
        parameterLimit: route.largest?.maxFields ?? 500,
      }),
    ],

    of(route: Route): RequestHandler[] {
      const guards: RequestHandler[] = [route.access === 'bearer' ? bearing.check : checkAccess(route)];
      if (route.method === 'post') {
        if (route.upload !== undefined) {
          guards.push(readUpload(route.upload));
        } else {
          const { maxBytes: limit = bodyLimit, maxFields: parameterLimit = 500 } = route.largest ?? {};
          guards.push(express.urlencoded({ extended: true, limit, parameterLimit }));
          guards.push(express.json({ limit }));
        }
        if (route.csrf !== 'exempt') guards.push(checkFormToken);
      }
      return guards;
    },

    bearerOf: bearing.bearerOf,

    /** The file was larger than its route allows, and the route says so beside its field. */
    wasTooLarge: (request: Request): boolean => tooLarge.has(request),
  };
}
