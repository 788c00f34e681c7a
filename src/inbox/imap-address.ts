import { AppError } from '../kernel/errors.ts';

/** How the connection is protected; `none` only towards this very machine. */
export interface ImapAddress {
  host: string;
  port: number;
  user: string;
  password: string;
  folder: string;
  security: 'tls' | 'starttls' | 'none';
}

/**
 * Reads `imaps://user:password@host[:port][/folder]`, or `imap://…`, which must then encrypt (STARTTLS) unless
 * the host is this machine. User, password and folder are percent-encoded; the folder is INBOX when absent.
 * Throws `AppError invalid` when there is nobody to sign in as.
 */
export function readImapUrl(text: string): ImapAddress {
  const url = new URL(text);
  const tls = url.protocol === 'imaps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.username === '' || url.password === '') {
    throw new AppError('invalid', 'IMAP_URL has no user or no password', {
      messageKey: 'inbox.fault.no-user',
    });
  }
  return {
    host,
    port: url.port === '' ? (tls ? 993 : 143) : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX',
    security: tls ? 'tls' : isThisMachine(host) ? 'none' : 'starttls',
  };
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
