import type { Knex } from 'knex';
import type { Anchor } from './anchor.ts';

type Database = Knex | Knex.Transaction;

export async function insertAnchor(transaction: Knex.Transaction, anchor: Anchor): Promise<void> {
  await transaction('journal_anchors').insert({
    ...{ line: anchor.line, hash: anchor.hash, cause: anchor.cause, service: anchor.service },
    ...{ token: Buffer.from(anchor.token), token_sha256: anchor.tokenSha256 },
    ...{ stamped_at: anchor.stampedAt, kept_at: anchor.keptAt },
  });
}

interface Row extends Pick<Anchor, 'line' | 'hash' | 'cause' | 'service'> {
  token: Uint8Array;
  token_sha256: string;
  stamped_at: string;
  kept_at: string;
}

function fromRow(row: Row): Anchor {
  return {
    ...{ line: row.line, hash: row.hash, cause: row.cause, service: row.service },
    ...{ token: new Uint8Array(row.token), tokenSha256: row.token_sha256 },
    ...{ stampedAt: row.stamped_at, keptAt: row.kept_at },
  };
}

/** In the order of their lines; those of lines from `since` on. */
export async function listAnchors(database: Database, since = 1): Promise<Anchor[]> {
  return (await database('journal_anchors').where('line', '>=', since).orderBy('line')).map(fromRow);
}

export async function findLastAnchor(database: Database): Promise<Anchor | undefined> {
  const row = await database('journal_anchors').orderBy('line', 'desc').first();
  return row === undefined ? undefined : fromRow(row);
}

/** The first anchor that covers a line; undefined when none does yet. */
export async function findAnchorOf(database: Database, line: number): Promise<Anchor | undefined> {
  const row = await database('journal_anchors').where('line', '>=', line).orderBy('line').first();
  return row === undefined ? undefined : fromRow(row);
}

/** After which line a day without an anchor is a fault. */
export async function findAnchoringStart(database: Database): Promise<number> {
  const row = await database('journal_anchoring').where({ id: 1 }).first('after_line');
  return Number(row?.after_line ?? 0);
}

/** The authority that fails now: since when, how often, and why (the key of a sentence). */
export interface AnchorFault {
  reason: string;
  attempts: number;
  since: string;
  triedAt: string;
}

export async function findAnchorFault(database: Database): Promise<AnchorFault | undefined> {
  const row = await database('journal_anchor_faults').where({ id: 1 }).first();
  return (
    row && { reason: row.reason, attempts: Number(row.attempts), since: row.since, triedAt: row.tried_at }
  );
}

export async function markAnchorFault(
  database: Database,
  { reason, at }: { reason: string; at: string },
): Promise<void> {
  await database('journal_anchor_faults')
    .insert({ id: 1, reason, attempts: 1, since: at, tried_at: at })
    .onConflict('id')
    .merge({ reason, tried_at: at, attempts: database.raw('journal_anchor_faults.attempts + 1') as never });
}

export async function removeAnchorFault(database: Database): Promise<void> {
  await database('journal_anchor_faults').where({ id: 1 }).del();
}
