import type { Reply } from '../web/route.ts';
import type { ProConnectIdentity } from './pro-connect-identity.ts';

/** What ProConnect's callback asks of the room that knows which office an identity may open. */
export interface OfficeEntrance {
  /**
   * Somebody whom ProConnect identified wants to enter an office's pages, and was going to `next`, a path of
   * this site; `bindings` are the cookies of their browser, which alone may go on from there. Gives what to
   * answer: a session of holder `office`, or where to prove for which office they come. The caller keeps the
   * id token, for leaving, under `token` (the session's, or the one that will lead to it) until `expires`.
   */
  enter(
    identity: ProConnectIdentity,
    journey: { next: string; bindings: readonly string[] },
  ): Promise<{ reply: Reply; token: string; expires: Date }>;
}
