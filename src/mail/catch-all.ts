import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { createCaughtFiles, type CaughtEnvelope } from './caught-files.ts';

export interface CatchAllOptions {
  /** Where the messages are kept; made when it is missing. */
  folder: string;
  /** An address of the loopback: this server takes every mail of anyone who reaches it. */
  host: '127.0.0.1' | '::1';
  /** 0 for any free port. */
  port: number;
  clock: Clock;
  log: Log;
  /** Demonstrates a mailbox that does not exist: the answer given to RCPT. */
  refuse?: (address: string) => { code: number; text: string } | undefined;
  /** Demonstrates an unknown outcome: the message is kept, and the connection closed without an answer. */
  vanish?: (address: string) => boolean;
}

const maximumSize = 30_000_000;

/**
 * The mail server of a demonstration: it delivers to nobody and keeps every message in a folder. A message
 * is on the disk before it is answered 250.
 */
export async function startCatchAll(options: CatchAllOptions) {
  const { clock, log, refuse = () => undefined, vanish = () => false } = options;
  const files = createCaughtFiles({ folder: options.folder });
  await files.makeFolder();
  /** Messages on their way to the disk, or being taken away from it: a close waits for them. */
  const underWay = new Set<Promise<unknown>>();

  const server = new SMTPServer({
    name: 'estafette-demonstration',
    banner: 'delivers to nobody',
    disabledCommands: ['AUTH', 'STARTTLS'],
    hideDSN: false,
    size: maximumSize,
    rejectOversized: true,
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, done) {
      const refusal = refuse(address);
      done(refusal === undefined ? null : smtpError(refusal.code, refusal.text));
    },
    onData(message, session, done) {
      const keeping = keep(message, session).finally(() => underWay.delete(keeping));
      underWay.add(keeping);
      keeping.then(
        (id) => {
          if (session.envelope.rcptTo.some(({ address }) => vanish(address))) hangUp(session.id);
          else done(null, `kept as ${id}`);
        },
        (error: unknown) => {
          log.error({ error: String(error) }, 'a caught mail could not be kept');
          done(smtpError(451, 'could not be kept, try again'));
        },
      );
    },
  });
  server.on('error', (error) => log.warn({ error: error.message }, 'catch-all mail server'));

  async function keep(message: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const { mailFrom, rcptTo, dsn } = session.envelope;
    const receivedAt = clock.now().toISOString();
    const envelope: CaughtEnvelope = {
      receivedAt,
      sender: mailFrom === false ? '' : mailFrom.address,
      recipients: rcptTo.map(({ address }) => address),
      ...(dsn?.envid ? { envid: dsn.envid } : {}),
    };
    const id = `${receivedAt.replace(/[-:.]/g, '')}-${newId()}`;
    await files.keep(id, envelope, message);
    return id;
  }

  function hangUp(sessionId: string): void {
    for (const connection of server.connections) if (connection.id === sessionId) connection.close();
  }

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  const host = options.host === '::1' ? '[::1]' : options.host;

  return {
    port,
    url: `smtp://${host}:${port}`,
    async close() {
      await new Promise<void>((resolve) => server.close(resolve));
      await Promise.allSettled(underWay);
    },
  };
}

export type CatchAll = Awaited<ReturnType<typeof startCatchAll>>;

function smtpError(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
