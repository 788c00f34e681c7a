import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../kernel/errors.ts';
import type { Bearer } from './route.ts';

/** Who bears a token. Throws AppError `sign-in-required`, `forbidden` or `rate-limited`, with why. */
export interface BearerPort {
  find(token: string): Promise<Bearer>;
}

/** RFC 6750, 2.1: the token stands in its header, and nowhere else. */
const scheme = /^Bearer +([\w.~+/=-]{1,200})$/i;

/** What stands before a route that asks for a token. Cookies are not looked at. */
export function createBearerGuard(bearers: BearerPort | undefined) {
  const found = new WeakMap<Request, Bearer>();
  return {
    async check(request: Request, _response: Response, next: NextFunction): Promise<void> {
      const header = request.headers.authorization;
      const [, token] = scheme.exec(header ?? '') ?? [];
      if (token === undefined || bearers === undefined) {
        const messageKey = `direct-access.problem.${header === undefined ? 'missing' : 'malformed'}`;
        throw new AppError('sign-in-required', 'no bearer token', { messageKey });
      }
      found.set(request, await bearers.find(token));
      next();
    },

    bearerOf: (request: Request): Bearer | undefined => found.get(request),
  };
}
