import type { Knex } from 'knex';
import type { Dispatch } from '../dispatch/dispatch.ts';
import type { Journal } from '../journal/journal.ts';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { explainMessage } from './explaining.ts';
import { insertDecision, type Filing } from './filing-store.ts';
import { messageIdOf } from './message-header.ts';
import type { ReadMessage } from './message-reading.ts';
import { noticeKindOf } from './notice-kind.ts';
import type { OwnAddresses } from './own-addresses.ts';
import {
  findMessageId,
  insertMessage,
  insertPlace,
  wordsOf,
  type Kept,
  type ReceivedMessage,
} from './received-store.ts';
import type { Tie } from './tying.ts';

/** A message as its mailbox gave it. */
export interface Arrival {
  mailbox: string;
  uidValidity: string;
  uid: string;
  /** Of the whole message; the bytes may be its beginning only. */
  size: number;
  receivedAt: string;
  bytes: Uint8Array;
  kept: Kept;
}

type ReceivingDispatch = Pick<Dispatch, 'applyNotice' | 'listPlaced'>;

export type Receiving = ReturnType<typeof createReceiving>;

/**
 * Keeps a message for ever, says what it is and what it is about, and lets what follows follow: all in one
 * transaction, with the place where it was found.
 */
export function createReceiving(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  dispatch: ReceivingDispatch;
  ownAddresses: OwnAddresses;
}) {
  const { database, journal, clock, log, dispatch } = deps;

  function filingOf(read: ReadMessage, tie: Tie): Filing {
    const { kind } = read;
    if ('doubt' in tie) return { state: 'to-class', kind, evidence: tie.doubt, tied: undefined };
    const { tied, evidence } = tie;
    return { state: kind === 'unclassified' ? 'to-class' : 'tied', kind, evidence, tied };
  }

  async function write(
    transaction: Knex.Transaction,
    message: ReceivedMessage,
    filing: Filing,
    read: ReadMessage,
  ): Promise<void> {
    await insertDecision(transaction, {
      ...filing,
      id: newId(),
      messageId: message.id,
      decidedAt: message.storedAt,
      decidedBy: 'system',
    });
    const { id, sha256 } = message;
    const { tied, kind, evidence } = filing;
    if (tied === undefined) {
      await journal.append(transaction, {
        type: 'message.received',
        actor: 'system',
        subject: `message:${id}`,
        data: { message: id, sha256, kind },
      });
      return;
    }
    const [placed] = await dispatch.listPlaced({ ids: [tied.deliveryId] }, transaction);
    await journal.append(transaction, {
      type: 'notice.received',
      actor: 'system',
      subject: `instruction:${placed?.instructionId ?? ''}`,
      data: {
        ...{ message: id, sha256, kind, by: evidence },
        ...{ campaign: tied.campaignId, delivery: tied.deliveryId, office: tied.officeId },
      },
    });
    // What is said of an answer of ours says nothing of the mail that it stands beside.
    const notice = tied.answerId === undefined ? noticeKindOf(read.kind, read.recipients) : undefined;
    if (notice === undefined) return;
    await dispatch.applyNotice(transaction, { deliveryId: tied.deliveryId, kind: notice, messageId: id });
  }

  return {
    /** `known`: the same bytes were kept before, found elsewhere or under another number. */
    async receive(
      arrival: Arrival,
      guard: (transaction: Knex.Transaction) => Promise<void>,
    ): Promise<'stored' | 'known'> {
      const { mailbox, uidValidity, uid, size, receivedAt, bytes, kept } = arrival;
      const sha256 = sha256Hex(bytes);
      const { read, tie } = await explainMessage(bytes, deps);
      const filing = filingOf(read, tie);
      const storedAt = instantOf(clock);
      const { kind, why } = read;
      const message = { id: newId(), sha256, size, kept, kind, why, receivedAt, storedAt };
      const words = wordsOf(read, messageIdOf(bytes));
      return database.transaction(async (transaction) => {
        await guard(transaction);
        const known = await findMessageId(transaction, sha256);
        const place = { mailbox, uidValidity, uid };
        if (known !== undefined) {
          await insertPlace(transaction, { ...place, messageId: known });
          return 'known';
        }
        await insertMessage(transaction, message, { bytes, words });
        await insertPlace(transaction, { ...place, messageId: message.id });
        await write(transaction, message, filing, read);
        log.info(
          { message: message.id, kind, state: filing.state, evidence: filing.evidence },
          'a message was received',
        );
        return 'stored';
      });
    },
  };
}
