import { canonicalJson } from './canonical-json.ts';
import { formatAmount, formatDay } from './french-format.ts';
import type { Variable } from './variables.ts';

/** What one cell of a table, or a whole field, may hold on a single line. */
export type LineType = 'text' | 'date' | 'year' | 'amount' | 'choice';
export type FieldType = LineType | 'person' | 'list' | 'table';

/** Somebody to write to or to call; a part that is not known is an empty text. */
export interface Person {
  name: string;
  function: string;
  telephone: string;
  mail: string;
}
export const personParts = ['name', 'function', 'telephone', 'mail'] as const;

/** The cells of one row, by their column's key; an empty cell is an empty text. */
export type Row = Record<string, string>;

/** As far as reading a stored value asks. */
export interface StoredField {
  type: FieldType;
  columns?: readonly { key: string; type: LineType }[];
}

/**
 * The person of a stored field. A text that was written before its field held a person is a name: nothing
 * that somebody typed is lost by being read.
 */
export function readPerson(stored: string): Person {
  const value = readJson(stored);
  const part = (key: (typeof personParts)[number]) => textOf(isRecord(value) ? value[key] : undefined);
  const name = isRecord(value) ? part('name') : stored;
  return { name, function: part('function'), telephone: part('telephone'), mail: part('mail') };
}

/** The lines of a stored list; a text of another time is one line. */
export function readLines(stored: string): string[] {
  const value = readJson(stored);
  if (Array.isArray(value)) return value.map(textOf);
  return stored === '' ? [] : [stored];
}

/** The rows of a stored table, every column in each; a text of another time stands in the first cell. */
export function readRows(columns: readonly { key: string }[], stored: string): Row[] {
  const value = readJson(stored);
  const row = (cells: Record<string, unknown>): Row =>
    Object.fromEntries(columns.map(({ key }) => [key, textOf(cells[key])]));
  if (Array.isArray(value)) return value.map((cells: unknown) => row(isRecord(cells) ? cells : {}));
  return stored === '' ? [] : [row({ [columns[0]?.key ?? '']: stored })];
}

/** The stored text of a person; nobody is an empty text. */
export function writePerson(person: Person): string {
  return personParts.every((part) => person[part] === '') ? '' : canonicalJson({ ...person });
}

/** The stored text of a list; none is an empty text. */
export function writeLines(lines: string[]): string {
  return lines.length === 0 ? '' : canonicalJson(lines);
}

/** The stored text of a table; none is an empty text. */
export function writeRows(rows: Row[]): string {
  return rows.length === 0 ? '' : canonicalJson(rows);
}

/**
 * A stored value as it is read in French, line by line: « 7 décembre 2026 », « 8 412 415 € », a person in one
 * line, a row of a table in one line. None when it is empty.
 */
export function linesOfField(field: StoredField, stored: string): string[] {
  if (stored === '') return [];
  switch (field.type) {
    case 'person': {
      const person = readPerson(stored);
      return [personParts.map((part) => person[part]).filter((part) => part !== '')].map((parts) =>
        parts.join(', '),
      );
    }
    case 'list':
      return readLines(stored);
    case 'table': {
      const columns = field.columns ?? [];
      return readRows(columns, stored).map((row) =>
        columns
          .map(({ key, type }) => lineOf(type, row[key] ?? ''))
          .filter((cell) => cell !== '')
          .join(' – '),
      );
    }
    default:
      return [lineOf(field.type, stored)];
  }
}

/** One line's value as it is read; what is not a day nor an amount stays as it is. */
export function lineOf(type: LineType, stored: string): string {
  if (type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(stored)) return formatDay(stored);
  if (type === 'amount' && /^\d+$/.test(stored)) return formatAmount(Number(stored));
  return stored;
}

/** What stands in the place of a template's variable; nothing for a field that is empty. */
export function valueOfVariable(
  { fields: specs }: { fields: readonly { key: string; type: FieldType }[] },
  fields: Readonly<Record<string, string>>,
  { field, offset }: Variable,
): string {
  const stored = fields[field]?.trim() ?? '';
  const type = specs.find(({ key }) => key === field)?.type ?? 'text';
  if (type === 'year' && /^\d{4}$/.test(stored)) return String(Number(stored) + offset);
  return lineOf(type as LineType, stored);
}

function readJson(stored: string): unknown {
  if (!/^[[{]/.test(stored)) return undefined;
  try {
    return JSON.parse(stored);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
