import type { Knex } from 'knex';
import { isSqlite } from './connect.ts';

/**
 * Reads everything as it is at one instant, whatever is written meanwhile: a row and the journal's line that
 * tells of it are seen together or not at all. Nothing may be written inside.
 */
export function readSnapshot<Result>(
  database: Knex,
  read: (snapshot: Knex.Transaction) => Promise<Result>,
): Promise<Result> {
  if (isSqlite(database)) return database.transaction(read);
  return database.transaction(read, { isolationLevel: 'repeatable read', readOnly: true });
}
