import type { Knex } from 'knex';
import type { JournalLine } from '../../journal/journal.ts';
import type { Finding } from '../finding.ts';
import type { Agreement, Expected, Told } from './agreement.ts';

type Value = string | number | null;
type Row = Record<string, Value>;

/** A row's instant is taken a little before its line, by the same clock: printing and signing may lie between. */
const nearMs = 10 * 60_000;

interface Entry {
  id: string;
  row?: Row;
  /** The line that made the row, and what later lines said of its columns. */
  madeBy?: { line: number; type: string };
  removed?: boolean;
  told: Map<string, { expected: Expected; line: number }>;
  allowed: Map<string, { oneOf: Set<Value>; line: number }>;
}

const emptyEntry = (id: string): Entry => ({ id, told: new Map(), allowed: new Map() });

/** Holds the rows of one table against the lines, which are given one by one. */
export async function openAgreeing(database: Knex, agreement: Agreement) {
  const { table, key, again, id = ['id'], columns, lines, standsFor = {} } = agreement;
  const entries = new Map<string, Entry[]>();
  const named = [...new Set([...id, ...key, ...columns, ...(again === undefined ? [] : [again])])];
  const query = agreement.rows?.(database) ?? database(table).select(...named);
  if (again !== undefined) query.orderBy(again);
  const rows: Row[] = await query;
  for (const read of rows) {
    const row = agreement.derive === undefined ? read : { ...read, ...agreement.derive(read as never) };
    const entry = emptyEntry(id.map((column) => row[column]).join(' / '));
    add(keyOf(key.map((column) => row[column] ?? null)), { ...entry, row });
  }
  /** How many of the rows of a key were made so far. */
  const made = new Map<string, number>();
  const extra: Finding[] = [];

  function add(of: string, entry: Entry): void {
    const list = entries.get(of);
    if (list === undefined) entries.set(of, [entry]);
    else list.push(entry);
  }

  function entryFor(told: Told, line: JournalLine): Entry | undefined {
    const of = keyOf(told.key);
    const count = made.get(of) ?? 0;
    if (told.does === 'makes' || (told.does === 'ensures' && count === 0)) {
      if (again === undefined && count > 0) {
        extra.push({
          kind: 'line-without-row',
          ...{ table, id: of.replaceAll('\n', ' / '), line: line.line, type: line.type },
        });
        return undefined;
      }
      made.set(of, count + 1);
      if (entries.get(of)?.[count] === undefined) add(of, emptyEntry(of.replaceAll('\n', ' / ')));
    }
    const list = entries.get(of);
    return list?.[Math.max(0, (made.get(of) ?? 0) - 1)];
  }

  return {
    take(line: JournalLine): void {
      const tell = lines[line.type] as ((data: unknown, line: JournalLine) => Told | Told[]) | undefined;
      if (tell === undefined) return;
      for (const told of [tell(line.data, line)].flat()) {
        const entry = entryFor(told, line);
        if (entry === undefined) continue;
        if (told.does === 'makes' || told.does === 'ensures')
          entry.madeBy ??= { line: line.line, type: line.type };
        if (told.does === 'removes') entry.removed = true;
        for (const [column, expected] of Object.entries(told.holds ?? {}))
          entry.told.set(column, { expected, line: line.line });
        for (const [column, values] of Object.entries(told.allows ?? {})) {
          const before = entry.allowed.get(column)?.oneOf ?? [];
          entry.allowed.set(column, { oneOf: new Set([...before, ...values]), line: line.line });
        }
      }
    },

    rows: rows.length,

    end(): Finding[] {
      const findings = [...extra];
      for (const { id, row, madeBy, removed, told, allowed } of [...entries.values()].flat()) {
        if (row === undefined) {
          if (madeBy !== undefined && removed !== true && agreement.erasable !== true)
            findings.push({ kind: 'line-without-row', table, id, ...madeBy });
          continue;
        }
        if (madeBy === undefined || removed === true) {
          findings.push({ kind: 'row-without-line', table, id });
          continue;
        }
        for (const [column, { expected, line }] of told)
          if (!agrees(expected, row[column] ?? null))
            findings.push({ kind: 'row-differs', table, id, column: standsFor[column] ?? column, line });
        for (const [column, { oneOf, line }] of allowed)
          if (!oneOf.has(row[column] ?? null))
            findings.push({ kind: 'row-differs', table, id, column: standsFor[column] ?? column, line });
      }
      return findings;
    },
  };
}

const keyOf = (values: readonly Value[]): string => values.map(String).join('\n');

function agrees(expected: Expected, value: Value): boolean {
  if (typeof expected !== 'object' || expected === null) return same(expected, value);
  if ('oneOf' in expected) return expected.oneOf.some((one) => same(one, value));
  if (typeof value !== 'string') return false;
  return Math.abs(Date.parse(value) - Date.parse(expected.near)) <= nearMs;
}

// A count is a number on one engine and its digits on the other.
const same = (expected: Value, value: Value): boolean =>
  expected === value || (expected !== null && value !== null && String(expected) === String(value));
