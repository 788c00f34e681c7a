import type { Knex } from 'knex';
import type { Acknowledgements } from '../acknowledgements/acknowledgements.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Answers } from './answers.ts';
import { alarmOf, type MailboxAlarm } from './alarm.ts';
import { createCollecting } from './collecting.ts';
import { listDecisions, type FilingState } from './filing-store.ts';
import { findMailbox } from './mailboxes-store.ts';
import { readMessage, type MessageKind } from './message-reading.ts';
import {
  countMessages,
  findMessage,
  listMessages,
  listUntouchedReplies,
  type MessageQuery,
} from './messages-store.ts';
import type { OwnAddresses } from './own-addresses.ts';
import type { MailSource } from './ports.ts';
import { findBytes } from './received-store.ts';
import { createReceiving } from './receiving.ts';
import { createSorting } from './sorting.ts';

export { createAnswers, type Actor, type Answers, type AnswersDeps } from './answers.ts';
export type { Answer, AnswerState } from './answers-store.ts';
export type { MailboxAlarm } from './alarm.ts';
export { createCaughtMailbox } from './caught-mailbox.ts';
export { wholeUpTo } from './collecting.ts';
export { createImapMailbox } from './imap-mailbox.ts';
export { readImapUrl } from './imap-address.ts';
export type { MessageKind } from './message-reading.ts';
export type { ListedMessage, ShownMessage } from './messages-store.ts';
export { createOwnAddresses } from './own-addresses.ts';
export type { MailSource } from './ports.ts';

const fortnightMs = 14 * 24 * 3_600_000;

export type Inbox = ReturnType<typeof createInbox>;

export interface InboxDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  source: MailSource | undefined;
  ownAddresses: OwnAddresses;
  dispatch: Dispatch;
  acknowledgements: Pick<Acknowledgements, 'declare' | 'findDeclared'>;
  answers: Answers;
  /** In bytes: up to where a message is kept whole, and what is kept of a longer one. */
  limits?: { whole?: number; beginning?: number };
}

/**
 * What comes back to the service: read where it arrives, kept as it was received, tied to the mail that it is
 * about, and left to a person when nobody can tell. `source` undefined: no mailbox is configured.
 */
export function createInbox(deps: InboxDeps) {
  const { readDatabase, clock, source, answers } = deps;
  const receiving = createReceiving(deps);
  const collecting = source && createCollecting({ ...deps, source, receiving });

  return {
    ...createSorting(deps),
    answers,

    /** Reads what is new in the mailbox, once; see collecting.ts. */
    async collect() {
      const collected = await collecting?.collect();
      if (collected !== undefined && collected.stored > 0) deps.dispatch.wake();
      return collected;
    },

    /** This process stops: a round under way fails at once, and loses nothing. */
    abandon: () => collecting?.abandon(),

    /** Newest first. */
    list: (query: MessageQuery = {}) => listMessages(readDatabase, query),

    /** How many messages of each kind. */
    count: (query: MessageQuery = {}): Promise<Record<MessageKind, number>> =>
      countMessages(readDatabase, query),

    /** How many messages stand so, or are there at all. */
    async countIn(state: FilingState | undefined): Promise<number> {
      const counts = await countMessages(readDatabase, state === undefined ? {} : { state });
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },

    /**
     * How many replies of people came lately and led to nothing: not placed or answered by anyone, and no
     * acknowledgement declared from them. Nobody says that they read one: after a fortnight it counts no more.
     */
    async countToRead(): Promise<number> {
      const since = new Date(clock.now().getTime() - fortnightMs).toISOString();
      const ids = await listUntouchedReplies(readDatabase, since);
      const declared = await Promise.all(ids.map((id) => deps.acknowledgements.findDeclared(id)));
      return declared.filter((each) => each === undefined).length;
    },

    /** A message with every decision about it and all that followed; undefined when there is none. */
    async find(id: string) {
      const message = await findMessage(readDatabase, id);
      if (message === undefined) return undefined;
      return {
        message,
        decisions: await listDecisions(readDatabase, id),
        answers: await answers.list({ messageId: id }),
        /** The acknowledgement that was declared from it. */
        declared: await deps.acknowledgements.findDeclared(id),
      };
    },

    /** The bytes as they came; undefined when there is no such message, or it was erased. */
    source: (id: string) => findBytes(readDatabase, id),

    /** One attachment of a message, read from its bytes again. */
    async attachment(id: string, index: number) {
      const bytes = await findBytes(readDatabase, id);
      const attachment = bytes && (await readMessage(bytes)).attachments[index];
      if (attachment?.content === undefined) return undefined;
      return { name: attachment.name, bytes: attachment.content };
    },

    /** What an office wrote back, or had written back, in a campaign; and what it was answered. */
    async ofOffice(campaignId: string, officeId: string) {
      return {
        messages: (await listMessages(readDatabase, { campaignId, officeId })).toReversed(),
        answers: await answers.list({ campaignId, officeId }),
      };
    },

    /** What stands between us and the mailbox; undefined when all is well, or none is configured. */
    async alarm(): Promise<MailboxAlarm | undefined> {
      if (source === undefined) return undefined;
      return alarmOf(await findMailbox(readDatabase, source.name), clock.now());
    },

    /** Whether what is written to this address comes back here. */
    isOurs: deps.ownAddresses.has,

    /** Whether messages come back here at all. */
    isRead: source !== undefined,
    everyMs: source?.everyMs ?? 3_600_000,
  };
}
