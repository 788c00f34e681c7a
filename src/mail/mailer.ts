import type { PreEncodedPart } from './pre-encoded-part.ts';

/** A mailbox: `address` is a bare `local@domain` (see address.ts), `name` any text on one line. */
export interface MailAddress {
  name?: string;
  address: string;
}

/** One mail to one recipient. Whatever becomes a header is refused when it holds a line break. */
export interface OutgoingMail {
  /** `<id@domain>`, the same at every attempt of one delivery, so that a duplicate can be recognised. */
  messageId: string;
  /** Comes back in delivery notices (RFC 3461, 4.4): printable ASCII, at most 100 characters. */
  envid: string;
  from: MailAddress;
  to: MailAddress;
  /** Whom an answer reaches; several when it must reach them all. */
  replyTo?: MailAddress | readonly MailAddress[];
  subject: string;
  text: string;
  html: string;
  attachments: readonly PreEncodedPart[];
  /** A person wrote it: it does not say that it is automatic. */
  writtenByHand?: boolean;
  /** Further headers; those that Estafette writes itself cannot be given. */
  headers: Readonly<Record<string, string>>;
}

/**
 * How an attempt ended. `reply` (or `cause`) holds the words of the server that decided, or, when it said
 * nothing (no `code`), what happened to the connection. `replies`: everything it said of this message, one
 * « RCPT: 250 2.1.5 Ok » a line. A server's words may name a person: keep them where they can be erased.
 */
export type MailOutcome = AttemptEnd & { replies?: string };

export type AttemptEnd =
  /** The server answered 2xx to the whole message: it is responsible for it from now on. */
  | { outcome: 'accepted'; reply: string; serverMessageId?: string }
  /** 4xx, or the connection failed before the message was whole: it may be tried again. */
  | { outcome: 'deferred'; reply: string; code?: number }
  /** 5xx to the recipient or to the message: another try would get the same answer. */
  | { outcome: 'refused'; reply: string; code: number }
  /** The message was whole and nobody answered: it may or may not be delivered. Never sent again by itself. */
  | { outcome: 'unknown'; cause: string }
  /** Sign-in, certificate, greeting, sender: every recipient would fail. Stop and call a person. */
  | { outcome: 'misconfigured'; reply: string; code?: number }
  /** `beforeFinalDot` said no or threw: the server got an unfinished message, nothing can be delivered. */
  | { outcome: 'dropped'; cause?: string };

export interface SendHooks {
  /**
   * Awaited when the whole message has left this process, before the final dot that makes it a mail.
   * Anything but `true`, or a throw, drops the connection. It is the last moment to commit « this may be sent ».
   */
  beforeFinalDot(): Promise<boolean>;
  /**
   * Told how the attempt ended as soon as that is known, before anything else is waited for: whoever writes it
   * down here loses no answer to a process that is killed. Must neither throw nor take long.
   */
  answered?(outcome: MailOutcome): void;
  /** Gives the attempt up, as long as the final dot has not been let through: outcome `deferred`. */
  signal?: AbortSignal;
}

/** What the server can do, as it said itself. */
export interface ServerAbilities {
  /** « TLSv1.3 »; absent: the connection is not encrypted (this very machine only). */
  tls?: string;
  signedIn: boolean;
  /** Delivery notices can be asked for (RFC 3461). */
  dsn: boolean;
  /** Takes letters before the @ (RFC 6531). */
  smtpUtf8: boolean;
  /** Octets of a whole message, encoded; absent: no limit was said. */
  maximumSize?: number;
}

/** `key`: the sentence that says what is wrong and what to do; `reply` has the server's own words. */
export type MailerCheck =
  | { outcome: 'ready'; encrypted: boolean; abilities: ServerAbilities }
  | { outcome: 'deferred' | 'misconfigured'; key: string; reply: string; code?: number };

/** The port through which mails leave. Never throws for what a server does: that is an outcome. */
export interface Mailer {
  /** Throws `AppError invalid` on a mail that cannot be written (line break in a header, wrong address). */
  send(mail: OutgoingMail, hooks: SendHooks): Promise<MailOutcome>;
  /** Greets the server and signs in, without writing to anyone. */
  check(): Promise<MailerCheck>;
  /** Lets the mails under way end, then closes every connection. */
  close(): Promise<void>;
}
