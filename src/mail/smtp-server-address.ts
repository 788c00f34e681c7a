/** Whether the connection is encrypted; certificates are checked whenever it is. */
export type TlsPolicy = 'required' | 'when-offered' | 'none';

/** Where mails are handed over, and how. */
export interface SmtpServerAddress {
  host: string;
  port: number;
  /** TLS from the first byte (smtps://); otherwise STARTTLS. */
  implicitTls: boolean;
  tls: TlsPolicy;
  signIn?: { user: string; password: string };
}

/**
 * Reads `smtp://user:password@host:587` or `smtps://…`. A mail holds links that are secrets, so TLS is
 * required; only a server of this very machine may be spoken to in clear, if it offers nothing else or
 * `tls` says so. Throws when `tls` would lower the protection of a connection that leaves the machine.
 */
export function readSmtpUrl(text: string, tls?: TlsPolicy): SmtpServerAddress {
  const url = new URL(text);
  const implicitTls = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const signIn =
    url.username === ''
      ? undefined
      : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  const policy = tls ?? (isLoopbackHost(host) ? 'when-offered' : 'required');
  if (policy !== 'required' && !isLoopbackHost(host))
    throw new Error('mails leave this machine over TLS only');
  return {
    host,
    port: url.port === '' ? (implicitTls ? 465 : 587) : Number(url.port),
    implicitTls,
    tls: implicitTls ? 'required' : policy,
    ...(signIn === undefined ? {} : { signIn }),
  };
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
