import type { Knex } from 'knex';
import type { ChainedRow } from './chain.ts';
import type { JournalEventType } from './event.ts';

interface JournalRow {
  line: number;
  at: string;
  type: string;
  actor: string;
  subject: string;
  data: string;
  previous_hash: string;
  hash: string;
}

/** A constant of ours, so that PostgreSQL serialises the writers of the chain (SQLite's BEGIN IMMEDIATE does). */
const journalLock = 0x45_53_54_41;

/** The last line, as the chain and the head apart both say it; `moved` when they do not agree. */
export type HeadStanding = { line: number; hash: string; at: string } | 'moved' | undefined;

/** Takes the writers' turn, and reads where the chain stands. */
export async function lockHead(transaction: Knex.Transaction): Promise<HeadStanding> {
  if (transaction.client.config.client === 'pg' || transaction.client.dialect === 'postgresql') {
    await transaction.raw('SELECT pg_advisory_xact_lock(?)', [journalLock]);
  }
  return readStanding(transaction);
}

/** In one statement, so that a line that is written meanwhile is seen on both sides or on none. */
export async function readStanding(database: Knex): Promise<HeadStanding> {
  const last = database('journal').max('line as line').as('last');
  const row = await database
    .from(last)
    .leftJoin('journal as j', 'j.line', 'last.line')
    .leftJoin('journal_head as h', 'h.id', database.raw('1'))
    .first('j.line', 'j.hash', 'j.at', 'h.line as head_line', 'h.hash as head_hash');
  if (row.line === null && row.head_line === null) return undefined;
  const { line, hash, at } = row;
  return line === row.head_line && hash === row.head_hash ? { line, hash, at } : 'moved';
}

export async function insertLines(transaction: Knex.Transaction, rows: ChainedRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  for (let from = 0; from < rows.length; from += 100) {
    await transaction('journal').insert(rows.slice(from, from + 100).map(toRow));
  }
  const { line, hash } = rows.at(-1) ?? first;
  if (first.line === 1) await transaction('journal_head').insert({ id: 1, line, hash });
  else await transaction('journal_head').where({ id: 1 }).update({ line, hash });
}

export async function findHead(database: Knex): Promise<{ line: number; hash: string } | undefined> {
  return database('journal_head').where({ id: 1 }).first('line', 'hash');
}

/** Which lines are asked for; every bound is left open when it is absent. */
export interface LineQuery {
  /** Lines after this one, and before that one, both excluded. */
  afterLine?: number | undefined;
  beforeLine?: number | undefined;
  subjects?: string[];
  types?: JournalEventType[];
  newestFirst?: boolean;
}

/** Up to `limit` lines, in order. */
export async function listLines(database: Knex, query: LineQuery & { limit: number }): Promise<ChainedRow[]> {
  // Named as they are used by the engine itself: of a hundred thousand lines, a copy of each is felt.
  const select = database<JournalRow, ChainedRow[]>('journal')
    .select(...['line', 'at', 'type', 'actor', 'subject', 'data', 'previous_hash as previousHash', 'hash'])
    .orderBy('line', query.newestFirst === true ? 'desc' : 'asc')
    .limit(query.limit);
  if (query.afterLine !== undefined) select.where('line', '>', query.afterLine);
  if (query.beforeLine !== undefined) select.where('line', '<', query.beforeLine);
  if (query.subjects !== undefined) select.whereIn('subject', query.subjects);
  if (query.types !== undefined) select.whereIn('type', query.types);
  return select;
}

export async function countLines(database: Knex, query: { subjects: string[] }): Promise<number> {
  const row = await database('journal').whereIn('subject', query.subjects).count('* as lines').first();
  return Number(row?.['lines'] ?? 0);
}

function toRow(row: ChainedRow): JournalRow {
  const { previousHash, ...rest } = row;
  return { ...rest, previous_hash: previousHash };
}
