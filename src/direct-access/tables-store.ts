import type { Knex } from 'knex';
import { isSqlite } from '../../db/connect.ts';
import type { Perimeter } from '../kernel/perimeter.ts';
import { cellOf, type Row } from './column.ts';
import type { Table } from './table.ts';

export interface Asked {
  perimeter: Perimeter | undefined;
  year?: number | undefined;
  slug?: string | undefined;
  /** The key of the last row that was given: those after it are asked for. */
  after?: readonly string[] | undefined;
  limit: number;
}

export interface KeyedRow {
  key: string[];
  row: Row;
}

/**
 * Rows of a table in the order of its key, which both engines sort by bytes. What is of no year stays outside of
 * any bound, where the table has years.
 */
export async function listRows(database: Knex, table: Table, asked: Asked): Promise<KeyedRow[]> {
  const bytewise = isSqlite(database) ? '' : ' COLLATE "C"';
  const columns = Object.entries(table.columns);
  const select = database(table.from).limit(asked.limit);
  for (const [joined, one, other] of table.joins) {
    const same = (on: Knex.JoinClause) => void on.on(database.raw(`${one} = ${other}`));
    if (joined.startsWith('?')) select.leftJoin(joined.slice(1), same);
    else select.join(joined, same);
  }
  select.select(
    ...columns.map(([, { from }], index) => database.raw(`${from} AS c${index}`)),
    ...table.key.map((column, index) => database.raw(`${column} AS k${index}`)),
  );
  if (table.where !== undefined) select.whereRaw(table.where);
  if (table.year !== undefined) {
    keepWithin(select, table, asked.perimeter);
    if (asked.year !== undefined) select.where(table.year, asked.year);
  }
  if (table.slug !== undefined && asked.slug !== undefined) select.where(table.slug, asked.slug);
  const ordered = table.key.map((column) => `${column}${isTextKey(table, column) ? bytewise : ''}`);
  select.orderByRaw(ordered.join(', '));
  const { after } = asked;
  if (after !== undefined) select.where((later) => afterKey(later, table, ordered, after));
  const found = (await select) as Record<string, unknown>[];
  return found.map((values) => ({
    key: table.key.map((_column, index) => String(values[`k${index}`])),
    row: Object.fromEntries(
      columns.map(([name, column], index) => [name, cellOf(column, values[`c${index}`])]),
    ),
  }));
}

function keepWithin(select: Knex.QueryBuilder, { year, ofNoYear }: Table, perimeter: Perimeter | undefined) {
  const { fromYear, toYear } = perimeter ?? {};
  if (year === undefined || (fromYear === undefined && toYear === undefined)) return;
  select.where((kept) => {
    kept.where((within) => {
      if (fromYear !== undefined) within.where(year, '>=', fromYear);
      if (toYear !== undefined) within.where(year, '<=', toYear);
    });
    if (ofNoYear === 'shown') kept.orWhereNull(year);
  });
}

/** (a, b) > (x, y), written out: a > x, or a = x and b > y. */
function afterKey(
  later: Knex.QueryBuilder,
  table: Table,
  ordered: readonly string[],
  after: readonly string[],
): void {
  const values = after.map((value, index) =>
    isTextKey(table, table.key[index] ?? '') ? value : Number(value),
  );
  ordered.forEach((column, index) => {
    const [equal, bindings] = [ordered.slice(0, index), values.slice(0, index + 1)];
    const condition = [...equal.map((each) => `${each} = ?`), `${column} > ?`].join(' AND ');
    later.orWhereRaw(condition, bindings as string[]);
  });
}

/** A part of a key that is a number, as its column says; all others are texts. */
function isTextKey({ columns }: Table, key: string): boolean {
  const column = Object.values(columns).find(({ from }) => from === key);
  return column === undefined || !['integer', 'cents', 'bytes'].includes(column.type);
}
