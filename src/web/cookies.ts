import type { Request, Response } from 'express';
import { parseCookie } from 'cookie';
import { newToken } from '../kernel/ids.ts';

/**
 * The two cookies: the session's, and the anonymous one that binds the forms of a visitor without a
 * session. `__Host-` and Secure only over https: Safari drops a Secure cookie on http://localhost.
 */
export function createCookies(options: { secure: boolean }) {
  const prefix = options.secure ? '__Host-' : '';
  const names = { session: `${prefix}estafette-session`, visitor: `${prefix}estafette-visiteur` };
  const attributes = { httpOnly: true, sameSite: 'lax', secure: options.secure, path: '/' } as const;
  const read = (request: Request, name: string): string | undefined => {
    const value = parseCookie(request.headers.cookie ?? '')[name];
    return value !== undefined && /^[\w-]{20,100}$/.test(value) ? value : undefined;
  };
  return {
    sessionToken: (request: Request) => read(request, names.session),
    setSession(response: Response, token: string, expires: Date): void {
      response.cookie(names.session, token, { ...attributes, expires });
    },
    clearSession(response: Response): void {
      response.clearCookie(names.session, attributes);
    },
    /** What binds a form: the session's token, else the visitor's, made at the first page. */
    binding(request: Request, response: Response): string {
      const known = read(request, names.session) ?? read(request, names.visitor);
      if (known !== undefined) return known;
      const token = newToken(24);
      response.cookie(names.visitor, token, attributes);
      return token;
    },
    /** The binding that a submitted form had; undefined when the browser sent no cookie of ours. */
    knownBinding: (request: Request) => read(request, names.session) ?? read(request, names.visitor),
  };
}

export type Cookies = ReturnType<typeof createCookies>;
