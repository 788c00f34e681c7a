import type { BodyPhase } from './held-body.ts';
import type { AttemptEnd, MailOutcome, MailerCheck } from './mailer.ts';

/** What an SMTP connection reports when it fails (the fields that nodemailer puts on its errors). */
export interface SmtpFault extends Error {
  code?: string | undefined;
  /** The system's or TLS's own code, when nodemailer put its own over it. */
  originalCode?: string | undefined;
  syscall?: string | undefined;
  command?: string | undefined;
  response?: string | undefined;
  responseCode?: number | undefined;
}

/** Where the failure fell: the session was opening, or a message had come so far. */
export type FaultPhase = 'opening' | BodyPhase;

/** Replies that speak of our own authentication, wherever they come (RFC 4954, 6; RFC 3207, 4). */
const signInCodes = new Set([530, 534, 535, 538]);

/**
 * Words and codes that speak of us, not of the recipient: servers keep what they think of a sender or of a
 * client for RCPT (Postfix's smtpd_delay_reject), where it would be taken for the recipient's fault.
 */
const speaksOfUs = new RegExp(
  [
    String.raw`^5\d\d[ -]5\.(?:1\.[78]|7\.(?:8|54|60|64))\b`,
    String.raw`relay(?:ing)? (?:access )?(?:denied|not permitted|not allowed|prohibited)|unable to relay`,
    String.raw`sender (?:address )?rejected|client host rejected|helo command rejected|authentication required`,
  ].join('|'),
  'i',
);

/**
 * What a failure means for a delivery. The error alone cannot tell « never started » from « probably
 * delivered »: only the phase does.
 */
export function outcomeOfFault(fault: SmtpFault, phase: FaultPhase): AttemptEnd {
  const code = fault.responseCode;
  const reply = fault.response ?? fault.message;
  const isAnswer = code !== undefined && code >= 400 && code < 600;
  if (phase === 'ended' && !isAnswer) return { outcome: 'unknown', cause: reply };
  if (!isAnswer)
    return isMisconfiguration(fault, phase)
      ? { outcome: 'misconfigured', reply }
      : { outcome: 'deferred', reply };
  if (code < 500) return { outcome: 'deferred', reply, code };
  if (phase === 'ended' || phase === 'leaving') return { outcome: 'refused', reply, code };
  if (phase === 'opening' || signInCodes.has(code) || speaksOfUs.test(reply))
    return { outcome: 'misconfigured', reply, code };
  if (fault.command === 'RCPT TO' || fault.command === 'DATA') return { outcome: 'refused', reply, code };
  if (fault.command === 'MAIL FROM') return { outcome: 'misconfigured', reply, code };
  // A 5xx out of turn (a server that shuts the door while nothing was asked): it says nothing of this mail.
  return { outcome: 'deferred', reply, code };
}

/** All the words of an attempt, to be kept: every reply of the server, then, when it is none of them, what ended it. */
export function wordsOf(outcome: Exclude<MailOutcome, { outcome: 'dropped' }>): string {
  const decisive = (outcome.outcome === 'unknown' ? outcome.cause : outcome.reply).replaceAll('\r\n', '\n');
  const { replies = '' } = outcome;
  if (replies === '') return decisive;
  return replies.includes(decisive) ? replies : `${replies}\n${decisive}`;
}

/** The same reading, for a check: nothing was sent, so it is either passing or a matter of configuration. */
export function checkOfFault(fault: SmtpFault): MailerCheck {
  const end = outcomeOfFault(fault, 'opening');
  const key = `mail.server.${causeOf(fault)}`;
  if (end.outcome === 'misconfigured' || end.outcome === 'deferred') return { ...end, key };
  return { outcome: 'deferred', key, reply: fault.message };
}

function causeOf(fault: SmtpFault): string {
  const { code, responseCode = 0 } = fault;
  if (code === 'EAUTH' || signInCodes.has(responseCode))
    return responseCode < 500 && responseCode > 0 ? 'busy' : 'sign-in';
  if (responseCode >= 500) return code === 'ETLS' ? 'tls' : 'refused';
  if (responseCode >= 400) return 'busy';
  if (code === 'ETLS' || /SSL routines/.test(fault.message)) return 'tls';
  if (isCertificateFault(fault)) return 'certificate';
  return code === 'EPROTOCOL' ? 'not-smtp' : 'unreachable';
}

/** Without an answer: certificates, an unknown protocol, a message too big for this server; not a lost connection. */
function isMisconfiguration(fault: SmtpFault, phase: FaultPhase): boolean {
  if (fault.code === 'EAUTH' || fault.code === 'ETLS' || isCertificateFault(fault)) return true;
  if (fault.code === 'EPROTOCOL') return phase === 'opening';
  return fault.code === 'EMESSAGE' && phase === 'waiting';
}

/** A socket error that no system call gave comes from TLS itself; a reset during its handshake is only a reset. */
function isCertificateFault(fault: SmtpFault): boolean {
  return fault.code === 'ESOCKET' && fault.syscall === undefined && fault.originalCode !== 'ECONNRESET';
}
