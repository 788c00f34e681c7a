import type { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import SMTPConnection, {
  type SMTPConnectionSendInfo,
  type SMTPEnvelope,
} from 'nodemailer/lib/smtp-connection';
import { createSmtpDialogue } from './smtp-dialogue.ts';
import type { SmtpFault } from './smtp-outcome.ts';
import type { SmtpServerAddress } from './smtp-server-address.ts';

/** All in milliseconds. */
export interface SmtpTimeouts {
  /** For the whole of reaching the server: name, TCP, TLS. */
  connect: number;
  greeting: number;
  /** Silence while an answer, or room for more bytes, is awaited. */
  reply: number;
  /** From the final dot to its answer, silent or not: giving up too early is what makes outcomes unknown. */
  final: number;
  /** For one message, or one opening, however busily the server speaks: one that drips holds nobody for ever. */
  whole: number;
  /** How long a session without work is kept. */
  idle: number;
}

const goodbye = 2_000;

/**
 * Reaches the server, greets it, turns TLS on (certificates are always checked) and signs in. Throws the
 * SmtpFault met; the connection is then closed.
 */
export async function openSmtpSession(options: {
  server: SmtpServerAddress;
  timeouts: SmtpTimeouts;
  trustedRoots: string | undefined;
  name: string | undefined;
}) {
  const { server, timeouts } = options;
  const dialogue = createSmtpDialogue();
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.implicitTls,
    requireTLS: server.tls === 'required' && !server.implicitTls,
    ignoreTLS: server.tls === 'none',
    name: options.name,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.reply,
    allowInternalNetworkInterfaces: server.host === 'localhost',
    tls: {
      // Said here, so that no option of the process lowers it.
      minVersion: 'TLSv1.2',
      ...(options.trustedRoots === undefined ? {} : { ca: options.trustedRoots }),
    },
    transactionLog: true,
    logger: dialogue.logger,
  });
  /** Resolves once, with what ended the connection: nodemailer's callbacks stay silent in some of these cases. */
  const { promise: lost, resolve: lose } = Promise.withResolvers<SmtpFault>();
  connection.on('error', lose);
  // Nodemailer may close before it reports why: its own words come first.
  connection.on('end', () => setImmediate(() => lose(new Error('the connection was closed'))));
  let bytesBeforeBody = 0;
  let finalReplyCame = (): void => undefined;

  function step(start: (done: (fault?: SmtpFault | null) => void) => void): Promise<SmtpFault | undefined> {
    return Promise.race([
      lost,
      new Promise<undefined | SmtpFault>((done) => start((fault) => done(fault ?? undefined))),
    ]);
  }

  function socket() {
    return connection._socket || undefined;
  }

  const openingEnds = loseAfter(timeouts.whole);
  const fault = (await step((done) => connection.connect(done))) ?? (await signIn());
  openingEnds();
  if (fault !== undefined) {
    connection.close();
    throw fault;
  }

  async function signIn(): Promise<SmtpFault | undefined> {
    if (server.signIn === undefined) return undefined;
    if (!connection.allowsAuth)
      return Object.assign(new Error('the server offers no sign-in'), { code: 'EAUTH' });
    const { user, password } = server.signIn;
    return step((done) => connection.login({ user, pass: password }, done));
  }

  /** Cuts the connection when so many milliseconds have gone by; gives what calls that off. */
  function loseAfter(milliseconds: number): () => void {
    const timer = setTimeout(() => {
      lose(Object.assign(new Error('the server took too long'), { code: 'ETIMEDOUT' }));
      drop();
    }, milliseconds);
    return () => clearTimeout(timer);
  }

  function drop(): void {
    const current = socket();
    connection.close();
    current?.destroy();
  }

  return {
    carried: 0,
    isOpen: () => !connection.destroyed && (socket()?.writable ?? false),
    /** « TLSv1.3 »; undefined in clear. */
    tlsVersion: () => (socket() as Partial<TLSSocket> | undefined)?.getProtocol?.() ?? undefined,
    isSignedIn: () => connection.authenticated,
    /** Every reply of the message under way, or of the opening. */
    replies: dialogue.replies,
    extensions: dialogue.extensions,

    /** Hands one message over. Resolves with the server's acceptance or with the fault met, never throws. */
    async deliver(envelope: SMTPEnvelope, message: Readable): Promise<SMTPConnectionSendInfo | SmtpFault> {
      let info: SMTPConnectionSendInfo | undefined;
      dialogue.begin();
      const messageEnds = loseAfter(timeouts.whole);
      const failed = await step((done) =>
        connection.send(envelope, message, (error, sent) => {
          info = sent;
          done(error);
        }),
      );
      messageEnds();
      finalReplyCame();
      return failed ?? (info as SMTPConnectionSendInfo);
    },

    /** To be called when the body's first byte is asked for, so that `hasSent` counts from there. */
    startBody() {
      bytesBeforeBody = socket()?.bytesWritten ?? 0;
    },

    /** True once so many bytes of the body were handed to the socket, which may still hold them. */
    hasPassed(bytes: number): boolean {
      return (socket()?.bytesWritten ?? 0) - bytesBeforeBody >= bytes;
    },

    /** Puts bytes of the body on the socket itself: nodemailer would look at each of them for lone dots and line ends. */
    sendAsIs(bytes: Buffer): void {
      socket()?.write(bytes);
    },

    /** True once so many bytes of the body were handed to the system, none left in this process. */
    hasSent(bytes: number): boolean {
      const current = socket();
      return (
        current !== undefined &&
        current.writableLength === 0 &&
        current.bytesWritten - bytesBeforeBody >= bytes
      );
    },

    /** The final dot leaves: the server may take long to answer it. */
    awaitFinalReply() {
      socket()?.setTimeout(timeouts.final);
      finalReplyCame = loseAfter(timeouts.final);
    },

    /** Makes the session ready for its next message. */
    rewind() {
      socket()?.setTimeout(timeouts.reply);
    },

    /** Says goodbye; a server that does not answer is left. */
    quit() {
      if (connection.destroyed) return;
      connection.quit();
      socket()?.setTimeout(Math.min(goodbye, timeouts.reply));
      socket()?.unref();
    },

    /** Cuts the connection at once, what was not sent yet included. */
    drop,
  };
}

export type SmtpSession = Awaited<ReturnType<typeof openSmtpSession>>;
