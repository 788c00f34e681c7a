import type { SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import type { ReadAddress } from './address.ts';
import type { AttemptEnd, ServerAbilities } from './mailer.ts';

export type Envelope = SMTPEnvelope & { needsSmtpUtf8: boolean };

/**
 * One recipient, and a request for notices of success, failure and delay (RFC 3461), written if the server
 * takes it. `sender`: where they come back to. `size`: octets of the whole message.
 */
export function envelopeOf(given: {
  envid: string;
  sender: string;
  recipient: ReadAddress;
  size: number;
}): Envelope {
  const { envid, sender, recipient, size } = given;
  return {
    from: sender,
    to: [recipient.address],
    size,
    // RFC 6531, 3.6: the header names the recipient in UTF-8.
    use8BitMime: recipient.needsSmtpUtf8,
    needsSmtpUtf8: recipient.needsSmtpUtf8,
    dsn: {
      ret: 'HDRS',
      envid,
      notify: ['SUCCESS', 'FAILURE', 'DELAY'],
      orcpt: originalRecipient(recipient),
    },
  };
}

/** RFC 3461, 4.2; an address that is not ASCII has a type and a writing of its own (RFC 6533, 3). */
function originalRecipient({ address, needsSmtpUtf8 }: ReadAddress): string {
  if (!needsSmtpUtf8) return `rfc822;${address}`;
  const ascii = address.replace(
    /[^\x20-\x7e]/gu,
    (letter) => `\\x{${letter.codePointAt(0)?.toString(16).toUpperCase()}}`,
  );
  return `utf-8;${ascii}`;
}

/** A recipient that this server cannot be told: refused before a word of it is said. */
export function refusedAddress(envelope: Envelope, extensions: readonly string[]): AttemptEnd | undefined {
  if (!envelope.needsSmtpUtf8 || offers(extensions, 'SMTPUTF8')) return undefined;
  const reply = 'not sent: this mail server takes no address with letters beyond ASCII (no SMTPUTF8)';
  // 553 5.6.7: what a server says of such an address that it meets on its way (RFC 6531, 3.5).
  return { outcome: 'refused', reply, code: 553 };
}

/** What an open session's server said that it can do. */
export function abilitiesOf(session: {
  extensions(): readonly string[];
  tlsVersion(): string | undefined;
  isSignedIn(): boolean;
}): ServerAbilities {
  const extensions = session.extensions();
  const tls = session.tlsVersion();
  const limit = Number(/^SIZE (\d+)$/i.exec(extensions.find((word) => /^SIZE /i.test(word)) ?? '')?.[1] ?? 0);
  return {
    ...(tls === undefined ? {} : { tls }),
    signedIn: session.isSignedIn(),
    dsn: offers(extensions, 'DSN'),
    smtpUtf8: offers(extensions, 'SMTPUTF8'),
    // RFC 1870, 4: zero says that there is no limit.
    ...(limit === 0 ? {} : { maximumSize: limit }),
  };
}

function offers(extensions: readonly string[], name: string): boolean {
  return extensions.some((words) => words.toUpperCase().split(' ')[0] === name);
}
