import type { Knex } from 'knex';
import { AppError } from '../kernel/errors.ts';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import {
  findMailbox,
  markChecked,
  markFault,
  markLeased,
  markReleased,
  markStuck,
} from './mailboxes-store.ts';
import type { MailboxItem, MailSource, OpenedMailbox } from './ports.ts';
import { findGreatestUid, listStoredUids } from './received-store.ts';
import type { Arrival, Receiving } from './receiving.ts';

/** A process that holds a mailbox says so again with each message; silent for so long, it lost it. */
const leaseMs = 5 * 60_000;
/** Beyond, the headers and the first parts are enough to know what a message is: the rest stays in the mailbox. */
export const wholeUpTo = 25_000_000;
const beginningOf = 512_000;
/** Rounds that may fail on one message before only its beginning is asked for, then before it is passed over. */
const triesOfWhole = 2;
const triesOfAll = 5;

export interface Collected {
  stored: number;
  /** Found again, under another number. */
  known: number;
}

/**
 * Reads a mailbox from where the last round left it. A message and the place where it was found are one
 * commit: whatever breaks, the next round begins with the first message that is not stored. Nothing is
 * changed in the mailbox. What stands in the way is written down for people, and ends with the next round
 * that goes through.
 */
export function createCollecting(deps: {
  database: Knex;
  clock: Clock;
  log: Log;
  source: MailSource;
  receiving: Receiving;
  limits?: { whole?: number; beginning?: number };
}) {
  const { database, clock, log, source, receiving } = deps;
  const { whole = wholeUpTo, beginning = beginningOf } = deps.limits ?? {};
  const mailbox = source.name;
  const owner = newId();
  let abandoned = false;

  function lease(on: Knex | Knex.Transaction): Promise<boolean> {
    const now = instantOf(clock);
    const until = new Date(clock.now().getTime() + leaseMs).toISOString();
    return markLeased(on, { mailbox, owner, now, until });
  }

  async function keepLease(transaction: Knex.Transaction): Promise<void> {
    if (!(await lease(transaction)))
      throw new AppError('conflict', 'inbox: another process reads this mailbox');
  }

  async function fetch(opened: OpenedMailbox, item: MailboxItem): Promise<Pick<Arrival, 'bytes' | 'kept'>> {
    const stuck = (await findMailbox(database, mailbox))?.stuck;
    const tries = stuck?.uid === item.uid ? stuck.tries : 0;
    const isWhole = item.size <= whole && tries < triesOfWhole;
    try {
      // A mailbox that says a size and gives more is not followed.
      const bytes = await opened.fetch(item.uid, isWhole ? whole : beginning);
      const isCut = bytes.byteLength < item.size && bytes.byteLength >= whole;
      return { bytes, kept: isWhole && !isCut ? 'whole' : 'beginning' };
    } catch (error) {
      await markStuck(database, mailbox, item.uid);
      // It answers, and does not give this one: that is told in its place, rather than hold the others back.
      if (tries + 1 < triesOfAll || keyOf(error) !== 'inbox.fault.message') throw error;
      const notice = `X-Estafette-Not-Given: ${mailbox} ${opened.uidValidity} ${item.uid}\r\n\r\n`;
      return { bytes: Buffer.from(notice), kept: 'nothing' };
    }
  }

  async function readNew(opened: OpenedMailbox): Promise<Collected> {
    const { uidValidity } = opened;
    const collected = { stored: 0, known: 0 };
    for (;;) {
      const items = await opened.listNew({
        greatest: () => findGreatestUid(database, { mailbox, uidValidity }),
        among: (uids) => listStoredUids(database, { mailbox, uidValidity, uids }),
      });
      if (items.length === 0) return collected;
      for (const item of items) {
        const { uid, size, receivedAt } = item;
        const arrival = { mailbox, uidValidity, uid, size, receivedAt, ...(await fetch(opened, item)) };
        collected[await receiving.receive(arrival, keepLease)] += 1;
      }
    }
  }

  return {
    /** This process stops: a round under way fails at once, and loses nothing. */
    abandon(): void {
      abandoned = true;
      source.abandon?.();
    },

    /** One round; undefined when another process reads this mailbox. Throws what stood in the way, once it is written down. */
    async collect(): Promise<Collected | undefined> {
      if (!(await lease(database))) return undefined;
      try {
        const opened = await source.open();
        try {
          const collected = await readNew(opened);
          await markChecked(database, mailbox, instantOf(clock));
          return collected;
        } finally {
          await opened.close();
        }
      } catch (error) {
        const words = error instanceof AppError ? String(error.details['words'] ?? '') : '';
        const fault = { key: keyOf(error), words, at: instantOf(clock) };
        if (!isTakenOver(error) && !abandoned) await markFault(database, mailbox, fault);
        log.warn({ mailbox, error: String(error) }, 'a mailbox could not be read');
        throw error;
      } finally {
        await markReleased(database, { mailbox, owner });
      }
    },
  };
}

function keyOf(error: unknown): string {
  const key = error instanceof AppError ? (error.messageKey ?? '') : '';
  return key.startsWith('inbox.fault.') ? key : 'inbox.fault.internal';
}

const isTakenOver = (error: unknown) => error instanceof AppError && error.code === 'conflict';

export type Collecting = ReturnType<typeof createCollecting>;
