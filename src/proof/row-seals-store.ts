import type { Knex } from 'knex';
import { keyOfRow, type Row, type RowSeal } from './row-seal.ts';

type Database = Knex | Knex.Transaction;

const rowsAtOnce = 500;

/** Every row of a table, by pages in the order of its key; only some columns when they are named. */
export async function* readRows(
  database: Database,
  table: string,
  { key, columns }: { key: readonly string[]; columns?: readonly string[] },
): AsyncGenerator<Row> {
  for (let offset = 0; ; offset += rowsAtOnce) {
    const rows: Row[] = await database(table)
      .select(...(columns ?? [`${table}.*`]))
      .orderBy([...key])
      .limit(rowsAtOnce)
      .offset(offset);
    yield* rows;
    if (rows.length < rowsAtOnce) return;
  }
}

export interface KeptSeal extends RowSeal {
  batch: string;
}

/** The seals of a table, by the key of their row. */
export async function mapSeals(database: Database, table: string): Promise<Map<string, KeptSeal>> {
  const rows: { row_key: string; sha256: string; columns: string; batch: string }[] = await database(
    'row_seals',
  )
    .where({ table_name: table })
    .select('row_key', 'sha256', 'columns', 'batch');
  return new Map(
    rows.map(({ row_key: key, sha256, columns, batch }) => [key, { table, key, sha256, columns, batch }]),
  );
}

/** Up to `limit` rows that no seal speaks of yet. */
export async function listUnsealed(
  database: Database,
  table: string,
  { key, limit }: { key: readonly string[]; limit: number },
): Promise<Row[]> {
  const counted = await database(table).count('* as count').first();
  const sealed = await database('row_seals').where({ table_name: table }).count('* as count').first();
  if (Number(counted?.['count']) === Number(sealed?.['count'])) return [];
  const known = await mapSeals(database, table);
  const found: Row[] = [];
  for await (const part of readRows(database, table, { key, columns: key })) {
    if (known.has(keyOfRow(part, key))) continue;
    const row: Row | undefined = await database(table)
      .where(part as Record<string, string>)
      .first();
    if (row !== undefined) found.push(row);
    if (found.length === limit) break;
  }
  return found;
}

export async function insertSeals(transaction: Knex.Transaction, seals: KeptSeal[]): Promise<void> {
  for (let from = 0; from < seals.length; from += 100) {
    await transaction('row_seals').insert(
      seals.slice(from, from + 100).map(({ table, key, ...seal }) => ({
        ...{ table_name: table, row_key: key },
        ...seal,
      })),
    );
  }
}

/** Every table that some seal speaks of. */
export async function listSealedTables(database: Database): Promise<string[]> {
  return database('row_seals').distinct('table_name').pluck('table_name');
}
