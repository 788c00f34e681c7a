import type { Knex } from 'knex';
import type { Attempt } from '../attempts-store.ts';
import type { StatementContent } from './statement.ts';

type Database = Knex | Knex.Transaction;

export interface KeptAttempt extends Attempt {
  replyHash: string;
}

/** The sealed file of a statement. */
export interface StatementFile {
  statementId: string;
  sha256: string;
  bytes: Uint8Array;
  pages: number;
  level: string;
  certificateSha256: string;
  sealedAt: string;
}

export interface Statement {
  id: string;
  campaignId: string;
  instructionId: string;
  /** Canonical JSON of a `StatementContent`, and its hash. */
  content: string;
  contentSha256: string;
  closedAt: string;
}

/** Every answer of a campaign, oldest first. */
export async function listCampaignAttempts(database: Database, campaignId: string): Promise<KeptAttempt[]> {
  const rows = await database('delivery_attempts as a')
    .join('deliveries as d', 'd.id', 'a.delivery_id')
    .leftJoin('delivery_replies as r', 'r.attempt_id', 'a.id')
    .where({ 'd.campaign_id': campaignId })
    .orderBy(['a.ended_at', 'a.number'])
    .select('a.delivery_id', 'a.number', 'a.ended_at', 'a.outcome', 'a.code', 'a.reply_hash', 'r.reply');
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    number: row.number,
    endedAt: row.ended_at,
    outcome: row.outcome,
    code: row.code ?? undefined,
    reply: row.reply ?? undefined,
    replyHash: row.reply_hash,
  }));
}

/** The addresses of a campaign that were not erased, by delivery. */
export async function listCampaignAddresses(
  database: Database,
  campaignId: string,
): Promise<Map<string, { address: string; salt: string }>> {
  const rows = await database('delivery_addresses as a')
    .join('deliveries as d', 'd.id', 'a.delivery_id')
    .where({ 'd.campaign_id': campaignId })
    .select('a.delivery_id', 'a.address', 'a.salt');
  return new Map(rows.map(({ delivery_id, address, salt }) => [delivery_id, { address, salt }]));
}

export async function insertStatement(transaction: Knex.Transaction, statement: Statement): Promise<void> {
  await transaction('dispatch_statements').insert({
    id: statement.id,
    campaign_id: statement.campaignId,
    instruction_id: statement.instructionId,
    content: statement.content,
    content_sha256: statement.contentSha256,
    closed_at: statement.closedAt,
  });
}

/** Those that have no sealed file yet, oldest first. */
export async function listUnsealed(database: Database): Promise<Statement[]> {
  const rows = await database('dispatch_statements as s')
    .leftJoin('dispatch_statement_files as f', 'f.statement_id', 's.id')
    .whereNull('f.statement_id')
    .orderBy('s.closed_at')
    .select('s.*');
  return rows.map((row) => ({
    id: row.id,
    campaignId: row.campaign_id,
    instructionId: row.instruction_id,
    content: row.content,
    contentSha256: row.content_sha256,
    closedAt: row.closed_at,
  }));
}

/** False, and nothing written, when the statement has its file already: whoever came first sealed it. */
export async function insertStatementFile(
  transaction: Knex.Transaction,
  file: StatementFile,
): Promise<boolean> {
  const written = await transaction('dispatch_statement_files')
    .insert({
      statement_id: file.statementId,
      sha256: file.sha256,
      bytes: Buffer.from(file.bytes),
      pages: file.pages,
      level: file.level,
      certificate_sha256: file.certificateSha256,
      sealed_at: file.sealedAt,
    })
    .onConflict('statement_id')
    .ignore()
    .returning('statement_id');
  return written.length === 1;
}

/** What became of a campaign's statement: undefined without one, its file's facts once it is sealed. */
export async function findStatement(database: Database, campaignId: string) {
  const row = await database('dispatch_statements as s')
    .leftJoin('dispatch_statement_files as f', 'f.statement_id', 's.id')
    .where({ 's.campaign_id': campaignId })
    .first('s.closed_at', 's.content_sha256', 'f.sha256', 'f.pages', 'f.level', 'f.sealed_at');
  if (row === undefined) return undefined;
  const { sha256, pages, level, sealed_at: sealedAt } = row;
  return {
    closedAt: row.closed_at as string,
    contentSha256: row.content_sha256 as string,
    ...(sha256 === null
      ? {}
      : {
          file: { sha256, pages, level, sealedAt } as Pick<
            StatementFile,
            'sha256' | 'pages' | 'level' | 'sealedAt'
          >,
        }),
  };
}

export async function findStatementBytes(
  database: Database,
  campaignId: string,
): Promise<Uint8Array | undefined> {
  const row = await database('dispatch_statement_files as f')
    .join('dispatch_statements as s', 's.id', 'f.statement_id')
    .where({ 's.campaign_id': campaignId })
    .first('f.bytes');
  return row === undefined ? undefined : new Uint8Array(row.bytes);
}

/** Which statement has the first of these hashes that is known; null when none has. See drafts' `recogniseDocument`. */
export async function recogniseStatement(database: Database, hashes: readonly string[]) {
  const rows: { sha256: string; content: string }[] = await database('dispatch_statement_files as f')
    .join('dispatch_statements as s', 's.id', 'f.statement_id')
    .whereIn('f.sha256', [...hashes])
    .select('f.sha256', 's.content');
  const [first] = rows.toSorted((one, other) => hashes.indexOf(one.sha256) - hashes.indexOf(other.sha256));
  if (first === undefined) return null;
  const { slug, title, year } = (JSON.parse(first.content) as StatementContent).instruction;
  const document = 'statement' as const;
  return { instruction: slug, title, year, document, whole: first.sha256 === hashes[0] };
}

/** Up to `limit` sealed statements, in the order of their hashes, after the one given. */
export async function listStatementsAfter(
  database: Database,
  sha256: string,
  limit: number,
): Promise<{ sha256: string; bytes: Uint8Array }[]> {
  const rows = await database('dispatch_statement_files')
    .where('sha256', '>', sha256)
    .orderBy('sha256')
    .limit(limit)
    .select('sha256', 'bytes');
  return rows.map((row) => ({ sha256: row.sha256, bytes: new Uint8Array(row.bytes) }));
}
