import type { Request, Response } from 'express';
import { parseCookie } from 'cookie';
import { newToken } from '../kernel/ids.ts';

export type SessionHolder = 'person' | 'office';

/**
 * The cookies: a person's session, an office's, and the anonymous one that binds the forms of a visitor
 * without a session. `__Host-` and Secure only over https: Safari drops a Secure cookie on http://localhost.
 */
export function createCookies(options: { secure: boolean }) {
  const prefix = options.secure ? '__Host-' : '';
  const names = {
    person: `${prefix}estafette-session`,
    office: `${prefix}estafette-guichet`,
    visitor: `${prefix}estafette-visiteur`,
  };
  const attributes = { httpOnly: true, sameSite: 'lax', secure: options.secure, path: '/' } as const;
  const read = (request: Request, name: string): string | undefined => {
    const value = parseCookie(request.headers.cookie ?? '')[name];
    return value !== undefined && /^[\w-]{20,100}$/.test(value) ? value : undefined;
  };
  const bindings = (request: Request): string[] =>
    [names.person, names.office, names.visitor].flatMap((name) => read(request, name) ?? []);
  function bindVisitor(response: Response): string {
    const token = newToken(24);
    response.cookie(names.visitor, token, attributes);
    return token;
  }
  return {
    sessionToken: (request: Request, holder: SessionHolder = 'person') => read(request, names[holder]),
    setSession(response: Response, holder: SessionHolder, session: { token: string; expires: Date }): void {
      response.cookie(names[holder], session.token, { ...attributes, expires: session.expires });
    },
    clearSession(response: Response, holder: SessionHolder): void {
      response.clearCookie(names[holder], attributes);
    },
    /** What binds a form: a session's token, else the visitor's, made at the first page. */
    binding(request: Request, response: Response): string {
      const [known] = bindings(request);
      return known ?? bindVisitor(response);
    },
    /** What binds a form that a session opened after it is to send: the visitor's own cookie. */
    lastingBinding: (request: Request, response: Response): string =>
      read(request, names.visitor) ?? bindVisitor(response),
    /**
     * Every binding that a submitted form may have had: a session that was opened since in another tab does
     * not undo the form that was being filled. Empty when the browser sent no cookie of ours.
     */
    bindings,
  };
}

export type Cookies = ReturnType<typeof createCookies>;
