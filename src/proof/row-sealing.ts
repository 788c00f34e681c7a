import type { Knex } from 'knex';
import type { Journal } from '../journal/journal.ts';
import { newId } from '../kernel/ids.ts';
import { batchHash, sealRow, type RowSeal } from './row-seal.ts';
import { insertSeals, listUnsealed } from './row-seals-store.ts';
import { sealedTables } from './sealed-tables.ts';

/** Rows of one line of the journal; what is left waits for the next. */
const rowsInBatch = 1000;

/**
 * Takes the hash of each new row of the append-only tables, and puts one hash of them all in the journal: from then on,
 * whoever changes a column of one, with the triggers out of the way, is found. Gives how many rows were sealed.
 */
export function createRowSealing(deps: { database: Knex; readDatabase: Knex; journal: Journal }) {
  const { database, readDatabase, journal } = deps;

  async function sealSome(): Promise<number> {
    const seals: RowSeal[] = [];
    for (const { table, key, names } of sealedTables) {
      const limit = rowsInBatch - seals.length;
      if (limit === 0) break;
      const rows = await listUnsealed(readDatabase, table, { key, limit });
      seals.push(...rows.map((row) => sealRow(table, row, { key, names })));
    }
    if (seals.length === 0) return 0;
    const batch = newId();
    // Another worker that sealed the same rows meanwhile makes this fail whole: they are sealed, by it.
    await database.transaction(async (transaction) => {
      await insertSeals(
        transaction,
        seals.map((seal) => ({ ...seal, batch })),
      );
      await journal.append(transaction, {
        type: 'rows.sealed',
        actor: 'system',
        subject: 'journal:chain',
        data: { batch, rows: seals.length, sha256: batchHash(seals) },
      });
    });
    return seals.length;
  }

  return async (): Promise<number> => {
    let count = 0;
    for (;;) {
      const sealed = await sealSome();
      count += sealed;
      if (sealed < rowsInBatch) return count;
    }
  };
}
