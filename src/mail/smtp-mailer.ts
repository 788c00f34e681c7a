import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { DkimSigner } from './dkim.ts';
import { createHeldBody, type HeldBody } from './held-body.ts';
import type { AttemptEnd, Mailer, MailOutcome, OutgoingMail, SendHooks } from './mailer.ts';
import { assembleMessage, chunksOf, type Pieces } from './message.ts';
import type { ReturnPaths } from './return-path.ts';
import { abilitiesOf, envelopeOf, refusedAddress, type Envelope } from './smtp-envelope.ts';
import { createSessionPool } from './session-pool.ts';
import { checkOfFault, outcomeOfFault, type SmtpFault } from './smtp-outcome.ts';
import type { SmtpServerAddress } from './smtp-server-address.ts';
import { openSmtpSession, type SmtpSession, type SmtpTimeouts } from './smtp-session.ts';

export interface SmtpMailerOptions {
  server: SmtpServerAddress;
  clock: Clock;
  log: Log;
  /** At most so many connections at once. */
  connections?: number;
  messagesPerConnection?: number;
  timeouts?: Partial<SmtpTimeouts>;
  /** PEM of the only roots to trust, for a mail server of a private authority. */
  trustedRoots?: string;
  /** The name given in EHLO (this machine's when absent). */
  name?: string;
  /** Where notices come back to; the sender's address when absent. */
  returnPaths?: ReturnPaths;
  /** Mails are not signed when absent. */
  dkim?: DkimSigner;
}

/** RFC 5321, 4.5.3.2, shortened where a whole campaign would wait; its ten minutes after the final dot. */
const defaultTimeouts: SmtpTimeouts = {
  connect: 30_000,
  greeting: 60_000,
  reply: 120_000,
  final: 600_000,
  whole: 2_700_000,
  idle: 5_000,
};

type Attempt = { outcome: MailOutcome; stale?: boolean };

/** Sends over SMTP, one recipient per message, and knows how far each message went. */
export function createSmtpMailer(options: SmtpMailerOptions): Mailer {
  const {
    server,
    clock,
    log,
    connections = 4,
    messagesPerConnection = 100,
    trustedRoots,
    name,
    returnPaths,
  } = options;
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const open = () => openSmtpSession({ server, timeouts, trustedRoots, name });
  const pool = createSessionPool({
    open,
    size: connections,
    messagesPerSession: messagesPerConnection,
    idle: timeouts.idle,
  });

  async function send(mail: OutgoingMail, hooks: SendHooks): Promise<MailOutcome> {
    const message = await assembleMessage(mail, clock.now());
    const pieces = chunksOf(message, await options.dkim?.fieldsFor(message));
    const envelope = envelopeOf({
      envid: mail.envid,
      sender: returnPaths?.addressOf(mail.envid) ?? message.sender.address,
      recipient: message.recipient,
      size: pieces.size,
    });
    return pool.inTurn(async () => {
      const first = await attempt(envelope, pieces, hooks, { fresh: false });
      // The server may have closed a session while it rested: nothing was begun, so begin on a new one.
      const { outcome } = first.stale ? await attempt(envelope, pieces, hooks, { fresh: true }) : first;
      hooks.answered?.(outcome);
      log.debug({ envid: mail.envid, outcome: outcome.outcome }, 'mail attempt ended');
      return outcome;
    });
  }

  async function attempt(
    envelope: Envelope,
    pieces: Pieces,
    hooks: SendHooks,
    how: { fresh: boolean },
  ): Promise<Attempt> {
    if (hooks.signal?.aborted) return givenUp;
    let session: SmtpSession;
    try {
      session = await pool.take(how);
    } catch (fault) {
      return { outcome: outcomeOfFault(fault as SmtpFault, 'opening') };
    }
    const refusal = refusedAddress(envelope, session.extensions());
    if (refusal !== undefined) {
      pool.giveBack(session);
      return { outcome: refusal };
    }
    const body = createHeldBody({
      pieces,
      onStart: () => session.startBody(),
      hasPassed: (bytes) => session.hasPassed(bytes),
      sendAsIs: (bytes) => session.sendAsIs(bytes),
      hasLeft: () => session.hasSent(pieces.size),
      isOpen: () => session.isOpen(),
      mayEnd: () => hooks.beforeFinalDot(),
      onEnd: () => session.awaitFinalReply(),
    });
    const giveUp = () => {
      if (body.phase() !== 'ended') session.drop();
    };
    hooks.signal?.addEventListener('abort', giveUp);
    // A copy: nodemailer keeps its own notes in it.
    const result = await session.deliver({ ...envelope }, body.stream);
    body.abandon();
    await body.settled();
    hooks.signal?.removeEventListener('abort', giveUp);
    const end = judge(body, result, session.carried > 0);
    if (end.outcome.outcome === 'accepted') {
      session.rewind();
      pool.giveBack(session);
    } else if (body.phase() === 'waiting' && result instanceof Error && result.response !== undefined) {
      session.quit();
    } else session.drop();
    if (hooks.signal?.aborted && body.phase() !== 'ended') return givenUp;
    const replies = session.replies();
    // A mail that was dropped has done nothing, and nothing of it is kept.
    if (replies === '' || end.outcome.outcome === 'dropped') return end;
    return { ...end, outcome: { ...end.outcome, replies } };
  }

  return {
    send,
    async check() {
      try {
        const session = await open();
        const abilities = abilitiesOf(session);
        session.quit();
        return { outcome: 'ready', encrypted: abilities.tls !== undefined, abilities };
      } catch (fault) {
        return checkOfFault(fault as SmtpFault);
      }
    },
    close: () => pool.close(),
  };
}

const givenUp: Attempt = {
  outcome: { outcome: 'deferred', reply: 'the attempt was given up before its end' },
};

function judge(
  body: HeldBody,
  result: Awaited<ReturnType<SmtpSession['deliver']>>,
  wasRested: boolean,
): Attempt {
  const refusal = body.refusal();
  if (refusal !== undefined) {
    const { cause } = refusal;
    const end: AttemptEnd =
      cause === undefined ? { outcome: 'dropped' } : { outcome: 'dropped', cause: String(cause) };
    return { outcome: end };
  }
  const phase = body.phase();
  if (result instanceof Error) {
    const wordless = result.responseCode === undefined || result.responseCode === 421;
    return { outcome: outcomeOfFault(result, phase), stale: wasRested && phase === 'waiting' && wordless };
  }
  const reply = result.response;
  if (phase !== 'ended')
    return { outcome: { outcome: 'deferred', reply: `answered before the end: ${reply}` } };
  // Nodemailer takes whatever begins with a 2: only a whole code says that the server is responsible.
  if (!/^2\d\d(?:[ -]|$)/.test(reply)) return { outcome: { outcome: 'unknown', cause: reply } };
  const { serverMessageId } = result;
  return {
    outcome: { outcome: 'accepted', reply, ...(serverMessageId === undefined ? {} : { serverMessageId }) },
  };
}
