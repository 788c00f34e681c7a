import type { Knex } from 'knex';
import type { MessageKind, ReadMessage, ReadRecipient } from './message-reading.ts';

type Database = Knex | Knex.Transaction;

/** Whether the bytes are all there, only the first of them, or none, when the mailbox would not give them. */
export type Kept = 'whole' | 'beginning' | 'nothing';

export interface ReceivedMessage {
  id: string;
  sha256: string;
  /** Of the whole message, as its mailbox said. */
  size: number;
  kept: Kept;
  kind: MessageKind;
  why: string;
  /** When the mailbox took it, and when we did. */
  receivedAt: string;
  storedAt: string;
}

/** What is shown of a message; undefined once it was erased. */
export interface ReceivedWords {
  fromName: string;
  fromAddress: string;
  subject: string;
  text: string;
  /** Its own Message-ID with its brackets; empty when it has none. */
  headerId: string;
  sentAt: string | undefined;
  recipients: ReadRecipient[];
  attachments: { name: string; type: string; bytes: number }[];
  limits: string[];
}

export async function insertMessage(
  transaction: Knex.Transaction,
  message: ReceivedMessage,
  content: { bytes: Uint8Array; words: ReceivedWords },
): Promise<void> {
  const { id, sha256, size, kept, kind, why } = message;
  await transaction('received_messages').insert({
    ...{ id, sha256, size, kept, kind, why },
    received_at: message.receivedAt,
    stored_at: message.storedAt,
  });
  const { buffer, byteOffset, byteLength } = content.bytes;
  await transaction('received_contents').insert({
    message_id: id,
    bytes: Buffer.from(buffer, byteOffset, byteLength),
  });
  const { words } = content;
  await transaction('received_words').insert({
    message_id: id,
    from_name: words.fromName,
    from_address: words.fromAddress,
    subject: words.subject,
    text: words.text,
    header_id: words.headerId,
    sent_at: words.sentAt ?? null,
    recipients: JSON.stringify(words.recipients),
    attachments: JSON.stringify(words.attachments),
    limits: JSON.stringify(words.limits),
  });
}

/** What a reading leaves to show. PostgreSQL takes no NUL in a text. */
export function wordsOf(read: ReadMessage, headerId: string): ReceivedWords {
  const plain = (text: string) => text.replaceAll('\0', '\ufffd').toWellFormed();
  return {
    fromName: plain(read.from?.name ?? ''),
    fromAddress: plain(read.from?.address ?? ''),
    subject: plain(read.subject),
    text: plain(read.text),
    headerId,
    sentAt: read.sentAt,
    recipients: read.recipients.map((each) => ({
      ...each,
      address: plain(each.address),
      diagnostic: plain(each.diagnostic),
    })),
    attachments: read.attachments.map(({ name, type, bytes }) => ({
      name: plain(name),
      type: plain(type),
      bytes,
    })),
    limits: read.limits,
  };
}

export async function insertPlace(
  transaction: Knex.Transaction,
  place: { mailbox: string; uidValidity: string; uid: string; messageId: string },
): Promise<void> {
  await transaction('received_places').insert({
    mailbox: place.mailbox,
    uid_validity: place.uidValidity,
    uid: place.uid,
    message_id: place.messageId,
  });
}

/** The greatest number stored of a mailbox whose messages are numbered in order (IMAP); 0 when there is none. */
export async function findGreatestUid(
  database: Database,
  where: { mailbox: string; uidValidity: string },
): Promise<number> {
  const row = await database('received_places')
    .where({ mailbox: where.mailbox, uid_validity: where.uidValidity })
    .max({ greatest: database.raw('CAST(uid AS BIGINT)') })
    .first();
  return Number(row?.['greatest'] ?? 0);
}

export async function listStoredUids(
  database: Database,
  where: { mailbox: string; uidValidity: string; uids: readonly string[] },
): Promise<Set<string>> {
  const stored = new Set<string>();
  for (let from = 0; from < where.uids.length; from += 500) {
    const rows = await database('received_places')
      .where({ mailbox: where.mailbox, uid_validity: where.uidValidity })
      .whereIn('uid', where.uids.slice(from, from + 500))
      .select('uid');
    for (const { uid } of rows) stored.add(uid);
  }
  return stored;
}

export async function findMessageId(database: Database, sha256: string): Promise<string | undefined> {
  return (await database('received_messages').where({ sha256 }).first('id'))?.id;
}

/** The bytes as they came; undefined once they were erased. */
export async function findBytes(database: Database, messageId: string): Promise<Buffer | undefined> {
  const row = await database('received_contents').where({ message_id: messageId }).first('bytes');
  return row && Buffer.from(row.bytes);
}
