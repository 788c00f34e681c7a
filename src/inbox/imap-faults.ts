import type { ImapFlowError } from 'imapflow';
import { AppError } from '../kernel/errors.ts';
import type { ImapAddress } from './imap-address.ts';

const silentCodes = ['ETIMEOUT', 'CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT', 'ETIMEDOUT'];
const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME|ALTNAME/;

/** What stands between us and the mailbox, as a sentence for people; the server's own words are kept beside. */
export function faultOf(error: unknown, address: ImapAddress): AppError {
  if (error instanceof AppError) return error;
  const fault = error as ImapFlowError;
  const code = fault.code ?? '';
  const words = (fault.responseText ?? fault.message ?? '').slice(0, 300);
  if (fault.authenticationFailed === true) return named('sign-in', words, error, address);
  if (fault.mailboxMissing === true) return named('folder', words, error, address);
  if (certificateCodes.test(code)) return named('certificate', words, error, address);
  if (fault.tlsFailed === true || code === 'MissingServerExtension')
    return named('tls', words, error, address);
  if (silentCodes.includes(code)) return named('silent', words, error, address);
  if (code === 'LiteralTooLarge' || code === 'ResponseTooLarge')
    return named('message', words, error, address);
  return named('unreachable', words || code, error, address);
}

/** The server was given its time, and did not end what it was asked. */
export function silence(address: ImapAddress): AppError {
  return named('silent', '', undefined, address);
}

function named(key: string, words: string, cause: unknown, { host, folder }: ImapAddress): AppError {
  return new AppError('unavailable', `inbox: ${key}: ${words}`, {
    messageKey: `inbox.fault.${key}`,
    params: { host, folder },
    details: { words },
    cause,
  });
}
