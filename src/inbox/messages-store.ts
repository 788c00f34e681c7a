import type { Knex } from 'knex';
import { filingFromRow, type Filing, type FilingRow, type FilingState } from './filing-store.ts';
import type { MessageKind } from './message-reading.ts';
import type { Kept, ReceivedMessage, ReceivedWords } from './received-store.ts';

type Database = Knex | Knex.Transaction;

/** One line of a list. `words` undefined: erased. */
export interface ListedMessage extends ReceivedMessage {
  filing: Filing;
  words: Pick<ReceivedWords, 'fromName' | 'fromAddress' | 'subject' | 'text'> | undefined;
}

/** A message with everything that is shown of it. */
export interface ShownMessage extends ReceivedMessage {
  filing: Filing;
  words: ReceivedWords | undefined;
}

export interface MessageQuery {
  state?: FilingState;
  kind?: MessageKind;
  campaignId?: string;
  officeId?: string;
  limit?: number;
  offset?: number;
}

/** Newest first. */
export async function listMessages(database: Database, query: MessageQuery): Promise<ListedMessage[]> {
  const rows: (MessageRow & WordsRow)[] = await select(database, query)
    .orderBy([{ column: 'm.received_at', order: 'desc' }, { column: 'm.id' }])
    .limit(query.limit ?? 500)
    .offset(query.offset ?? 0)
    .select('m.*', 's.*', 'm.kind as read_kind', 'm.id as id')
    .select('w.from_name', 'w.from_address', 'w.subject', 'w.text');
  return rows.map((row) => ({
    ...fromRow(row),
    words: row.subject === null ? undefined : shortWords(row),
  }));
}

export async function countMessages(
  database: Database,
  query: MessageQuery,
): Promise<Record<MessageKind, number>> {
  const rows = await select(database, query).groupBy('s.kind').select('s.kind').count({ count: '*' });
  const counts = {
    failure: 0,
    delay: 0,
    success: 0,
    'read-receipt': 0,
    'auto-reply': 0,
    reply: 0,
    unclassified: 0,
  };
  for (const row of rows as unknown as { kind: MessageKind; count: string | number }[])
    counts[row.kind] = Number(row.count);
  return counts;
}

/** Replies of people since then that a machine tied, that nobody placed or answered: their ids, newest first. */
export async function listUntouchedReplies(database: Database, since: string): Promise<string[]> {
  const rows: { id: string }[] = await select(database, { kind: 'reply', state: 'tied' })
    .where('m.received_at', '>=', since)
    .whereNotExists(database('answers as a').whereRaw('a.message_id = m.id').select(database.raw('1')))
    .whereNotExists(
      database('received_decisions as d')
        .whereRaw('d.message_id = m.id')
        .whereNot('d.decided_by', 'system')
        .select(database.raw('1')),
    )
    .orderBy('m.received_at', 'desc')
    .limit(200)
    .select('m.id as id');
  return rows.map(({ id }) => id);
}

export async function findMessage(database: Database, id: string): Promise<ShownMessage | undefined> {
  const row = await database('received_messages as m')
    .join('received_standings as s', 's.message_id', 'm.id')
    .leftJoin('received_words as w', 'w.message_id', 'm.id')
    .where({ 'm.id': id })
    .select('m.*', 's.*', 'w.*', 'm.kind as read_kind', 'm.id as id')
    .first();
  return row && { ...fromRow(row), words: row.subject === null ? undefined : wordsFromRow(row) };
}

function select(database: Database, query: MessageQuery) {
  const rows = database('received_messages as m')
    .join('received_standings as s', 's.message_id', 'm.id')
    .leftJoin('received_words as w', 'w.message_id', 'm.id');
  if (query.state !== undefined) rows.where({ 's.state': query.state });
  if (query.kind !== undefined) rows.where({ 's.kind': query.kind });
  if (query.campaignId !== undefined) rows.where({ 's.campaign_id': query.campaignId });
  if (query.officeId !== undefined) rows.where({ 's.office_id': query.officeId });
  return rows;
}

interface MessageRow extends FilingRow {
  id: string;
  sha256: string;
  size: number;
  kept: Kept;
  read_kind: MessageKind;
  why: string;
  received_at: string;
  stored_at: string;
}

interface WordsRow {
  from_name: string;
  from_address: string;
  subject: string;
  text: string;
  header_id: string;
  sent_at: string | null;
  recipients: string;
  attachments: string;
  limits: string;
}

function fromRow(row: MessageRow): ReceivedMessage & { filing: Filing } {
  return {
    id: row.id,
    sha256: row.sha256,
    size: row.size,
    kept: row.kept,
    kind: row.read_kind,
    why: row.why,
    receivedAt: row.received_at,
    storedAt: row.stored_at,
    filing: filingFromRow(row),
  };
}

function shortWords(row: WordsRow) {
  return { fromName: row.from_name, fromAddress: row.from_address, subject: row.subject, text: row.text };
}

function wordsFromRow(row: WordsRow): ReceivedWords {
  return {
    ...shortWords(row),
    headerId: row.header_id,
    sentAt: row.sent_at ?? undefined,
    recipients: JSON.parse(row.recipients),
    attachments: JSON.parse(row.attachments),
    limits: JSON.parse(row.limits),
  };
}
