import type { Knex } from 'knex';
import type { ScanState } from './answer.ts';

type Database = Knex | Knex.Transaction;

/** A file of which nothing is known yet. */
export interface DueScan {
  answerId: string;
  tries: number;
}

/** A few at a time, those that wait longest first; those that came where there was no antivirus too, erased ones not. */
export async function listDueScans(database: Database, now: string): Promise<DueScan[]> {
  const rows = await database('returned_scans')
    .where({ state: 'unscanned' })
    .whereIn('answer_id', database('returned_contents').select('answer_id'))
    .where((due) => due.whereNull('due_at').orWhere('due_at', '<=', now))
    .orderBy(['changed_at', 'answer_id'])
    .limit(20)
    .select<{ answer_id: string; tries: number }[]>('answer_id', 'tries');
  return rows.map(({ answer_id, tries }) => ({ answerId: answer_id, tries }));
}

/** Moves one that still stands where it was read. */
export async function markScanPutOff(
  database: Database,
  scan: DueScan & { reason: string; dueAt: string; at: string },
): Promise<void> {
  await database('returned_scans')
    .where({ answer_id: scan.answerId, state: 'unscanned', tries: scan.tries })
    .update({ reason: scan.reason, due_at: scan.dueAt, tries: scan.tries + 1, changed_at: scan.at });
}

/** Tells whether it was this call that ended it. */
export async function markScanEnded(
  transaction: Knex.Transaction,
  scan: { answerId: string; state: ScanState; reason: string; at: string },
): Promise<boolean> {
  const ended = await transaction('returned_scans')
    .where({ answer_id: scan.answerId, state: 'unscanned' })
    .update({ state: scan.state, reason: scan.reason, due_at: null, changed_at: scan.at });
  return ended === 1;
}
