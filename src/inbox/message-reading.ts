import { classify, type Reading } from './classification.ts';
import { collectTies } from './message-ties.ts';
import { openMessage, tidy, type MimeMessage, type Part } from './mime-message.ts';
import { readReturnedOriginal } from './returned-original.ts';

/** What a message that came back is. An absence is an `auto-reply`, never a failure. */
export type MessageKind =
  'failure' | 'delay' | 'success' | 'read-receipt' | 'auto-reply' | 'reply' | 'unclassified';

/** What a notice says of one recipient. */
export interface ReadRecipient {
  /** As written in the notice; the one that we wrote to when the notice names both. */
  address: string;
  /** RFC 3464, 2.3.3 (`failed`, `delayed`, `delivered`, `relayed`, `expanded`), or an RFC 8098 disposition. */
  action: string;
  /** The enhanced status (RFC 3463): « 5.1.1 »; null when the notice gives none. */
  status: string | null;
  /** True when sending again to this address is useless. */
  permanent: boolean;
  /** The server's words, on one line, bounded. */
  diagnostic: string;
}

/** What helps to find the delivery that a message answers. All of it is claimed by the message: verify it. */
export interface MessageTies {
  /** Addresses that this message was sent to, one of which may be the return path of a mail of ours. */
  returnPaths: string[];
  /** Original-Envelope-Id, xtext undone (RFC 3461, 4). */
  envids: string[];
  /** In-Reply-To, References, Original-Message-ID, and the Message-ID of the original that came back; no brackets. */
  messageIds: string[];
  /** Original-Recipient, Final-Recipient, and who a notice in plain text names. */
  originalRecipients: string[];
}

export interface ReadAttachment {
  name: string;
  type: string;
  bytes: number;
  /** Absent when it was too large to be kept. */
  content?: Uint8Array;
}

export interface ReadMessage {
  kind: MessageKind;
  /** The rule that classed it: `rfc3464`, `qmail-text`, `rfc3834-header`… */
  why: string;
  recipients: ReadRecipient[];
  ties: MessageTies;
  from?: { name: string; address: string };
  subject: string;
  /** What a person reads in it, bounded. */
  text: string;
  /** ISO UTC; absent when the message has no date, or an impossible one. */
  sentAt?: string;
  attachments: ReadAttachment[];
  /** What was cut or left unread, and why: `too-large`, `too-deep`, `too-many-parts`… */
  limits: string[];
}

const nothingTied: MessageTies = { returnPaths: [], envids: [], messageIds: [], originalRecipients: [] };

/** Reads a message as it came from a mailbox (RFC 5322). Never throws, whatever the bytes. */
export async function readMessage(source: Uint8Array): Promise<ReadMessage> {
  try {
    return await readOpened(await openMessage(source), source.length === 0);
  } catch {
    const text = Buffer.from(source).subarray(0, 4000).toString('latin1');
    const nothing = { recipients: [], ties: nothingTied, attachments: [] };
    return { kind: 'unclassified', why: 'unreadable', ...nothing, subject: '', text, limits: ['unreadable'] };
  }
}

async function readOpened(message: MimeMessage, empty: boolean): Promise<ReadMessage> {
  const subject = tidy(message.header('subject'), 500);
  const original = await readReturnedOriginal(message);
  const reading: Reading = empty
    ? { kind: 'unclassified', why: 'empty' }
    : classify(message, original, subject);
  const { kind, why, recipients = [], cut = false } = reading;
  const [from] = message.addresses('from').filter(({ address }) => address !== '');
  const sentAt = instantOf(message.header('date'));
  return {
    kind,
    why,
    recipients,
    ties: collectTies(message, original, {
      envids: reading.envids ?? [],
      messageIds: reading.messageIds ?? [],
      addresses: reading.addresses ?? recipients.map(({ address }) => address),
    }),
    ...(from === undefined ? {} : { from }),
    subject,
    text: message.text.trim(),
    ...(sentAt === undefined ? {} : { sentAt }),
    attachments: message.parts.map(attachmentOf),
    limits: [...message.limits, ...(cut ? ['too-many-recipients'] : [])],
  };
}

function attachmentOf({ name, type, bytes, content, cut }: Part): ReadAttachment {
  return { name, type, bytes, ...(cut ? {} : { content }) };
}

function instantOf(date: string): string | undefined {
  const time = Date.parse(date.slice(0, 100));
  const year = Number.isNaN(time) ? 0 : new Date(time).getUTCFullYear();
  return year < 1970 || year > 9999 ? undefined : new Date(time).toISOString();
}
