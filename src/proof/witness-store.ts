import type { Knex } from 'knex';

/** A head that left: up to which line, and when. */
export interface SentHead {
  line: number;
  messageId: string;
  outcome: 'accepted' | 'unknown';
  sentAt: string;
}

export async function findLastSent(database: Knex): Promise<SentHead | undefined> {
  const row = await database('journal_heads_sent').orderBy('line', 'desc').first();
  return row && { line: row.line, messageId: row.message_id, outcome: row.outcome, sentAt: row.sent_at };
}

/** Another worker may have sent the same: its own is kept. */
export async function insertSent(
  database: Knex,
  { line, messageId, outcome, sentAt }: SentHead,
): Promise<void> {
  await database('journal_heads_sent')
    .insert({ line, message_id: messageId, outcome, sent_at: sentAt })
    .onConflict('line')
    .ignore();
}

/** The heads that sealed statements hold: written down when their campaign was closed. */
export async function listStatedHeads(
  database: Knex,
): Promise<{ line: number; hash: string; file: string }[]> {
  const rows: { campaign_id: string; content: string }[] = await database('dispatch_statements').select(
    'campaign_id',
    'content',
  );
  return rows.flatMap(({ campaign_id: campaign, content }) => {
    const head = headIn(content);
    return head === undefined ? [] : [{ ...head, file: campaign }];
  });
}

function headIn(content: string): { line: number; hash: string } | undefined {
  try {
    return (JSON.parse(content) as { journal?: { line: number; hash: string } }).journal;
  } catch {
    return undefined;
  }
}
