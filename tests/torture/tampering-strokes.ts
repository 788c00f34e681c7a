import type { Knex } from 'knex';

/** A value of a row, as SQLite gives it. */
type Value = string | number | null | Buffer;
export type Row = Record<string, Value>;

export interface Table {
  name: string;
  columns: string[];
  /** The columns of its key. */
  key: string[];
  rows: number;
}

export const strokes = ['change', 'remove', 'insert', 'swap'] as const;
export type Stroke = (typeof strokes)[number];

/** One hand in the base: a column changed or swapped between two rows, a row removed, or put in as a copy. */
export interface Tampering {
  table: string;
  stroke: Stroke;
  /** Of a change and of a swap. */
  column: string | undefined;
}

/** Every table of the real schema that holds something, the engine's own left out. */
export async function listTables(database: Knex): Promise<Table[]> {
  const names: { name: string }[] = await database.raw(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  );
  const tables: Table[] = [];
  for (const { name } of names) {
    const info: { name: string; pk: number }[] = await database.raw(
      'SELECT name, pk FROM pragma_table_info(?)',
      [name],
    );
    const counted = await database(name).count('* as rows').first();
    const key = info.filter(({ pk }) => pk > 0).toSorted((one, other) => one.pk - other.pk);
    tables.push({
      ...{ name, columns: info.map((each) => each.name), key: key.map((each) => each.name) },
      rows: Number(counted?.['rows']),
    });
  }
  return tables;
}

/** Every tampering that can be made with what the tables hold: each table, each column, each stroke. */
export function everyTampering(tables: readonly Table[]): Tampering[] {
  return tables
    .filter(({ rows }) => rows > 0)
    .flatMap(({ name: table, columns }) => [
      { table, stroke: 'remove' as const, column: undefined },
      { table, stroke: 'insert' as const, column: undefined },
      ...columns.flatMap((column) => [
        { table, stroke: 'change' as const, column },
        { table, stroke: 'swap' as const, column },
      ]),
    ]);
}

/** Another value of the same look: what a hand would put there. */
export function otherThan(value: Value): Value {
  if (value === null) return 'x';
  if (typeof value === 'number') return value + 1;
  if (Buffer.isBuffer(value)) {
    const other = Buffer.from(value.length === 0 ? [0] : value);
    other[other.length >> 1]! ^= 1;
    return other;
  }
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) return `2${value[1] === '0' ? '1' : '0'}${value.slice(2)}`;
  if (/^[0-9a-f]{64}$/.test(value)) return (value.startsWith('0') ? '1' : '0') + value.slice(1);
  return `${value}x`;
}

/**
 * Does it, on rows that `random` chooses. `undone`: the base has not what it takes (one row only, the same value
 * everywhere), or refuses it whatever the triggers (UNIQUE, NOT NULL).
 */
export async function tamper(
  database: Knex,
  { table, stroke, column }: Tampering,
  random: () => number,
): Promise<'done' | 'undone'> {
  const rows: Row[] = await database(table).select(`${table}.*`, database.raw('rowid AS place'));
  const one = rows[Math.floor(random() * rows.length)];
  if (one === undefined) return 'undone';
  const at = (row: Row) => database(table).whereRaw('rowid = ?', [row['place'] as number]);
  try {
    if (stroke === 'remove') await at(one).del();
    if (stroke === 'insert') await insertCopy(database, table, one);
    if (stroke === 'change') await at(one).update({ [column!]: otherThan(one[column!] ?? null) });
    if (stroke === 'swap') {
      const differs = (row: Row) => String(row[column!]) !== String(one[column!]);
      const other = rows.filter(differs)[Math.floor(random() * rows.filter(differs).length)];
      if (other === undefined) return 'undone';
      // Through a third value, for what must stay unique.
      await at(one).update({ [column!]: otherThan(otherThan(one[column!] ?? null)) });
      await at(other).update({ [column!]: one[column!] ?? null });
      await at(one).update({ [column!]: other[column!] ?? null });
    }
    return 'done';
  } catch {
    return 'undone';
  }
}

/** A copy of the row, under a key of its own; what must be unique beside the key is changed too. */
async function insertCopy(database: Knex, table: string, row: Row): Promise<void> {
  const info: { name: string; pk: number }[] = await database.raw(
    'SELECT name, pk FROM pragma_table_info(?)',
    [table],
  );
  const unique: { name: string }[] = await database.raw(
    `SELECT DISTINCT c.name FROM pragma_index_list(?) l, pragma_index_info(l.name) c WHERE l."unique" = 1`,
    [table],
  );
  const { place: _place, ...copy } = row;
  const last = info.filter(({ pk }) => pk > 0).at(-1)?.name;
  for (const { name } of [...unique, ...(last === undefined ? [] : [{ name: last }])])
    copy[name] = otherThan(copy[name] ?? null);
  await database(table).insert(copy);
}
