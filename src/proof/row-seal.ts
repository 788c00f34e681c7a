import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256Hex } from '../kernel/hash.ts';

/** A value of a column, as both engines give it. */
export type ColumnValue = string | number | boolean | Uint8Array | null;
export type Row = Record<string, ColumnValue>;

export interface RowSeal {
  table: string;
  /** Canonical JSON of the key's values, as a list. */
  key: string;
  /** Of the canonical JSON of table, key and the SHA-256 of each column. */
  sha256: string;
  /** The beginning of each column's hash, canonical JSON: it tells which one changed. */
  columns: string;
}

const shownDigits = 12;

function hashOfValue(value: ColumnValue): string {
  if (value === null) return sha256Hex('null');
  if (value instanceof Uint8Array) return sha256Hex(value);
  return sha256Hex(`${typeof value === 'number' ? 'number' : 'text'} ${value}`);
}

export const keyOfRow = (row: Row, key: readonly string[]): string =>
  canonicalJson(key.map((column) => String(row[column])));

/** Seals a row as it is; `names`, the columns that are taken: those of its seal when it is held against it. */
export function sealRow(
  table: string,
  row: Row,
  { key, names = Object.keys(row) }: { key: readonly string[]; names?: readonly string[] | undefined },
): RowSeal {
  const hashes = Object.fromEntries(names.map((name) => [name, hashOfValue(row[name] ?? null)]));
  const rowKey = keyOfRow(row, key);
  const shown = Object.entries(hashes).map(([name, hash]) => [name, hash.slice(0, shownDigits)]);
  return {
    table,
    key: rowKey,
    sha256: sha256Hex(canonicalJson({ table, key: rowKey, columns: hashes })),
    columns: canonicalJson(Object.fromEntries(shown) as Record<string, string>),
  };
}

/** Which columns are not what they were; empty when the row is as it was sealed. */
export function changedColumns(row: Row, seal: RowSeal, key: readonly string[]): string[] {
  const before = shownOf(seal);
  if (before === undefined) return ['row_seals'];
  const names = Object.keys(before);
  const now = sealRow(seal.table, row, { key, names });
  if (now.sha256 === seal.sha256) return [];
  const after = JSON.parse(now.columns) as Record<string, string>;
  const changed = names.filter((name) => before[name] !== after[name]);
  // The seal itself was changed, or only the part of a hash that is not shown.
  return changed.length > 0 ? changed : ['row_seals'];
}

function shownOf({ columns }: RowSeal): Record<string, string> | undefined {
  try {
    return JSON.parse(columns) as Record<string, string>;
  } catch {
    return undefined;
  }
}

/** What the journal keeps of a batch: the hash of its seals, in the order of tables and keys. */
export function batchHash(seals: readonly RowSeal[]): string {
  const lines = seals.map(({ table, key, sha256, columns }) => `${table}\n${key}\n${sha256}\n${columns}\n`);
  return sha256Hex(lines.toSorted((one, other) => (one < other ? -1 : 1)).join(''));
}
