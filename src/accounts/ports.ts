import type { Reply } from '../web/route.ts';
import type { ProConnectIdentity } from './pro-connect-identity.ts';

/** What ProConnect's callback asks of the room that knows which office an identity may open. */
export interface OfficeEntrance {
  /**
   * Somebody whom ProConnect identified wants to enter an office's pages, and was going to `next`, a path of
   * this site; `bindings` are the cookies of their browser, which alone may go on from there. Gives what to answer: a session of holder `office`, or a page that says why not and what to
   * do. The id token of a session that it opens is kept by the caller, for leaving.
   */
  enter(identity: ProConnectIdentity, journey: { next: string; bindings: readonly string[] }): Promise<Reply>;
}
