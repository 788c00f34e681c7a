/** Where mails are handed over, and how. */
export interface SmtpServerAddress {
  host: string;
  port: number;
  /** TLS from the first byte (smtps://); otherwise STARTTLS as soon as the server offers it. */
  implicitTls: boolean;
  /** Refuse a server that does not offer STARTTLS. */
  requireTls: boolean;
  signIn?: { user: string; password: string };
}

/**
 * Reads `smtp://user:password@host:587` or `smtps://…`. TLS is required as soon as a password would
 * cross a network: only a server of this very machine may be spoken to in clear with one.
 */
export function readSmtpUrl(text: string): SmtpServerAddress {
  const url = new URL(text);
  const implicitTls = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const signIn =
    url.username === ''
      ? undefined
      : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  return {
    host,
    port: url.port === '' ? (implicitTls ? 465 : 587) : Number(url.port),
    implicitTls,
    requireTls: signIn !== undefined && !implicitTls && !isLoopbackHost(host),
    ...(signIn === undefined ? {} : { signIn }),
  };
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
