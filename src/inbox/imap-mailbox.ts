import { ImapFlow } from 'imapflow';
import { AppError } from '../kernel/errors.ts';
import type { ImapAddress } from './imap-address.ts';
import { faultOf, silence } from './imap-faults.ts';
import type { MailboxItem, MailSource, OpenedMailbox } from './ports.ts';

/** In milliseconds. `quiet`: nothing was heard at all; the others bound whole operations, however they drip. */
export interface ImapPatience {
  quiet: number;
  open: number;
  list: number;
  fetch: number;
}

const usualPatience: ImapPatience = { quiet: 30_000, open: 40_000, list: 60_000, fetch: 180_000 };
/** So many at most are listed at once: the next round takes what follows. */
const atOnce = 200;
const megabyte = 1_000_000;

/** A mailbox over IMAP (RFC 3501), opened to be read only: what is read stays there, unread for its other readers. */
export function createImapMailbox(options: {
  address: ImapAddress;
  /** PEM of the authority that certifies a server of a private network. */
  trustedRoots?: string;
  /** No message is fetched beyond this size. */
  maximumBytes: number;
  patience?: Partial<ImapPatience>;
}): MailSource {
  const { address, trustedRoots, maximumBytes } = options;
  const patience = { ...usualPatience, ...options.patience };
  const { host, port, user, password, folder } = address;

  const open = new Set<ImapFlow>();
  /** Why a connection ended by itself. */
  const causes = new WeakMap<ImapFlow, unknown>();

  function newClient(): ImapFlow {
    const client = new ImapFlow({
      host,
      port,
      secure: address.security === 'tls',
      doSTARTTLS: address.security === 'starttls',
      auth: { user, pass: password },
      ...(trustedRoots === undefined ? {} : { tls: { ca: trustedRoots } }),
      logger: false,
      disableAutoIdle: true,
      connectionTimeout: patience.quiet,
      greetingTimeout: patience.quiet,
      socketTimeout: patience.quiet,
      maxLiteralSize: maximumBytes + megabyte,
      maxResponseSize: maximumBytes + 4 * megabyte,
      maxLineLength: 4 * megabyte,
    });
    // Unheard, it would end the process; and whoever waits is only told that the connection is gone.
    client.on('error', (error: unknown) => causes.set(client, error));
    client.on('close', () => open.delete(client));
    open.add(client);
    return client;
  }

  async function within<T>(client: ImapFlow, milliseconds: number, work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(silence(address)), milliseconds);
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      work.catch(() => undefined);
      client.close();
      throw faultOf(causes.get(client) ?? error, address);
    } finally {
      clearTimeout(timer);
    }
  }

  async function select(client: ImapFlow) {
    await client.connect();
    const opened = await client.mailboxOpen(folder, { readOnly: true });
    return String(opened.uidValidity);
  }

  async function list(client: ImapFlow, after: number): Promise<MailboxItem[]> {
    // « n:* » holds the last message even when it comes before n (RFC 3501, 6.4.8).
    const found = await client.search({ uid: `${after + 1}:*` }, { uid: true });
    if (!Array.isArray(found)) throw new Error('the search failed');
    const uids = found.filter((uid) => uid > after).toSorted((one, other) => one - other);
    if (uids.length === 0) return [];
    const items: MailboxItem[] = [];
    const wanted = { uid: true, size: true, internalDate: true };
    for await (const { uid, size, internalDate } of client.fetch(uids.slice(0, atOnce), wanted, {
      uid: true,
    })) {
      const date = new Date(internalDate ?? Date.now());
      const receivedAt = Number.isNaN(date.getTime()) ? new Date() : date;
      items.push({ uid: String(uid), size: size ?? 0, receivedAt: receivedAt.toISOString() });
    }
    return items.toSorted((one, other) => Number(one.uid) - Number(other.uid));
  }

  return {
    name: `${user}@${host}:${port}/${folder}`,
    everyMs: 60_000,
    abandon() {
      for (const client of open) client.close();
    },
    async open(): Promise<OpenedMailbox> {
      const client = newClient();
      const uidValidity = await within(client, patience.open, select(client));
      return {
        uidValidity,
        async listNew(stored) {
          const after = await stored.greatest();
          return within(client, patience.list, list(client, after));
        },
        async fetch(uid, maxBytes) {
          const source = { start: 0, maxLength: Math.min(maxBytes, maximumBytes) };
          const got = await within(client, patience.fetch, client.fetchOne(uid, { source }, { uid: true }));
          if (got && got.source !== undefined) return new Uint8Array(got.source);
          throw new AppError('unavailable', 'the mailbox does not give a message that it lists', {
            messageKey: 'inbox.fault.message',
            params: { folder },
          });
        },
        async close() {
          const bye = client.logout().catch(() => undefined);
          await within(client, patience.quiet, bye).catch(() => undefined);
          client.close();
        },
      };
    },
  };
}
