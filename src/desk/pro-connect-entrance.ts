import type { ProConnectIdentity } from '../accounts/pro-connect.ts';
import type { Reply } from '../web/route.ts';
import { officePath } from './entrance.ts';
import type { Entering } from './entering.ts';

/** Who ProConnect says that a person is, as far as an office's pages ask. */
type IdentifiedAgent = Pick<
  ProConnectIdentity,
  'idpId' | 'sub' | 'givenName' | 'usualName' | 'email' | 'emailVerified'
>;

/**
 * Somebody whom ProConnect identified comes to an office's pages: they enter for the office whose directory
 * has their address, or whose mailbox vouched for them; otherwise they choose it, and prove it with a code.
 */
export function createProConnectEntrance(entering: Pick<Entering, 'identify'>) {
  return async (
    agent: IdentifiedAgent,
    { next, bindings }: { next: string; bindings: readonly string[] },
  ): Promise<{ reply: Reply; token: string; expires: Date }> => {
    const { idpId: issuer, sub: subject, givenName, usualName: familyName, email, emailVerified } = agent;
    const to = officePath(next);
    const { state, token, expires } = await entering.identify(
      { issuer, subject, givenName, familyName, email, emailVerified },
      { next: to, bindings },
    );
    const query = new URLSearchParams({ identite: token, suite: to });
    const reply: Reply =
      state === 'entered'
        ? { kind: 'session', holder: 'office', token, expires, to }
        : { kind: 'redirect', to: `/guichet/entrer?${query}` };
    return { reply, token, expires };
  };
}
