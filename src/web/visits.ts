import type { NextFunction, Request, Response } from 'express';
import type { Cookies, SessionHolder } from './cookies.ts';
import type { CurrentOffice, CurrentUser } from './route.ts';

/** Why somebody who was recognised is let in nowhere: the key of a sentence. */
export interface Refusal {
  messageKey: string;
  params: Record<string, string>;
}

export interface SessionPort {
  find(
    token: string,
  ): Promise<{ user: CurrentUser; flash: string | undefined } | { refusal: Refusal } | undefined>;
  keepFlash(token: string, sentence: string | null): Promise<void>;
}

export interface OfficeSessionPort {
  find(token: string): Promise<{ office: CurrentOffice; flash: string | undefined } | undefined>;
  keepFlash(token: string, sentence: string | null): Promise<void>;
}

export interface Visit {
  user: CurrentUser | undefined;
  office: CurrentOffice | undefined;
  refusal?: Refusal | undefined;
  /** The sentence that each session keeps for its next page. */
  flash: Partial<Record<SessionHolder, string | undefined>>;
}

const nobody: Visit = { user: undefined, office: undefined, flash: {} };

/** Who makes each request: a person, an office, both in one browser, or nobody that is known. */
export function createVisits(deps: {
  sessions: SessionPort;
  officeSessions: OfficeSessionPort;
  cookies: Cookies;
}) {
  const { sessions, officeSessions, cookies } = deps;
  const visits = new WeakMap<Request, Visit>();
  return {
    async recognise(request: Request, _response: Response, next: NextFunction): Promise<void> {
      const token = cookies.sessionToken(request);
      const officeToken = cookies.sessionToken(request, 'office');
      const found = token === undefined ? undefined : await sessions.find(token);
      const session = found !== undefined && 'user' in found ? found : undefined;
      const counter = officeToken === undefined ? undefined : await officeSessions.find(officeToken);
      visits.set(request, {
        user: session?.user,
        office: counter?.office,
        refusal: found !== undefined && 'refusal' in found ? found.refusal : undefined,
        flash: { person: session?.flash, office: counter?.flash },
      });
      next();
    },

    of: (request: Request): Visit => visits.get(request) ?? nobody,

    /** For the next page of this session, or null once it was shown; nothing when the browser has none. */
    async keepFlash(request: Request, holder: SessionHolder, sentence: string | null): Promise<void> {
      const token = cookies.sessionToken(request, holder);
      if (token === undefined) return;
      await (holder === 'office' ? officeSessions : sessions).keepFlash(token, sentence);
    },
  };
}

export type Visits = ReturnType<typeof createVisits>;
