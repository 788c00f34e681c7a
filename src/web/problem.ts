import type { Messages } from '../kernel/messages.ts';
import type { DescribedError } from './error-page.ts';

/** What programs ask for is answered to programs: its faults are told as RFC 9457 says. */
export const isForPrograms = (path: string): boolean => /^\/api(\/|$)/i.test(path);

/** The documentation of the direct access, where each kind of problem has its own anchor. */
const documentation = '/donnees/api';

/** A fault as `application/problem+json`: in French for who reads it, with a stable `type` for programs. */
export function problemOf(described: DescribedError, messages: Messages, publicUrl: string) {
  const { status, messageKey, params } = described;
  const kind = kindOf(described);
  // What the site says to people of a page or of a form is said here of a resource and of its parameters.
  const detail = messageKey.startsWith('web.error.') ? `direct-access.problem.${kind}` : messageKey;
  return {
    type: `${publicUrl.replace(/\/$/, '')}${documentation}#${kind}`,
    title: messages(`direct-access.problem-title.${kind}`),
    status,
    detail: messages(detail, params),
  };
}

function kindOf({ code, messageKey }: DescribedError): string {
  if (messageKey.startsWith('direct-access.problem.'))
    return messageKey.slice('direct-access.problem.'.length);
  if (messageKey.startsWith('web.perimeter.')) return 'outside-perimeter';
  return code === 'sign-in-required' || code === 'csrf' ? 'forbidden' : code;
}

/** RFC 6750, 3: which token is asked for, and what is wrong with the one that came. */
export function challengeOf({ status, messageKey }: DescribedError): string | undefined {
  const realm = 'Bearer realm="estafette"';
  if (status === 403 && messageKey === 'direct-access.problem.scope')
    return `${realm}, error="insufficient_scope"`;
  if (status !== 401) return undefined;
  return messageKey === 'direct-access.problem.missing' ? realm : `${realm}, error="invalid_token"`;
}
