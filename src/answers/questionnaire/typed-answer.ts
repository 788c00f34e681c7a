import { fieldsOf, mostRowsOf, type Column, type Definition, type Field } from './definition.ts';

/** A row of a table as it was typed, by column. */
export type TypedRow = Record<string, string>;

/** What a person typed, as they typed it: a text, the options that are ticked, or the rows of a table. */
export type TypedAnswer = Record<string, string | string[] | TypedRow[]>;

/** The names that the boxes of the form bear: no brackets, which a form's reader would make an object of. */
export const boxName = (...parts: (string | number)[]): string => ['q', ...parts].join('.');

/** What of a posted form belongs to the questionnaire, as typed. Rows keep their order, empty ones included. */
export function readTyped(definition: Definition, posted: Readonly<Record<string, string>>): TypedAnswer {
  const box = (...parts: (string | number)[]) => {
    const name = boxName(...parts);
    return Object.hasOwn(posted, name) ? wellFormed(posted[name] ?? '') : '';
  };
  const typed: TypedAnswer = {};
  for (const field of fieldsOf(definition)) {
    if (field.type === 'table') {
      typed[field.key] = rowNumbers(field, posted).map((row) =>
        Object.fromEntries((field.columns ?? []).map(({ key }) => [key, box(field.key, row, key)])),
      );
    } else if (field.type === 'choices') {
      typed[field.key] = (field.options ?? [])
        .filter(({ key }) => box(field.key, key) !== '')
        .map(({ key }) => key);
    } else typed[field.key] = box(field.key);
  }
  return typed;
}

/** An answer in which nothing is typed yet: a table shows the rows that it must have, one at least. */
export function emptyTyped(definition: Definition): TypedAnswer {
  return Object.fromEntries(
    fieldsOf(definition).map((field) => [
      field.key,
      field.type === 'table'
        ? Array.from({ length: Math.max(1, field.leastRows ?? 0) }, () => emptyRow(field))
        : field.type === 'choices'
          ? []
          : '',
    ]),
  );
}

export const textOf = (typed: TypedAnswer, { key }: Pick<Field, 'key'>): string => {
  const value = typed[key];
  return typeof value === 'string' ? value : '';
};

export const ticksOf = (typed: TypedAnswer, { key }: Pick<Field, 'key'>): string[] => {
  const value = typed[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

export const rowsOf = (typed: TypedAnswer, { key }: Pick<Field, 'key'>): TypedRow[] => {
  const value = typed[key];
  return Array.isArray(value) ? value.filter((one) => typeof one !== 'string') : [];
};

export const isBlankRow = (row: TypedRow): boolean => Object.values(row).every((text) => text.trim() === '');

/** The same answer with one more row, empty; unchanged when the table is full. */
export function withRow(definition: Definition, typed: TypedAnswer, tableKey: string): TypedAnswer {
  const table = findTable(definition, tableKey);
  const rows = table && rowsOf(typed, table);
  if (table === undefined || rows === undefined || rows.length >= mostRowsOf(table)) return typed;
  return { ...typed, [tableKey]: [...rows, emptyRow(table)] };
}

/** The same answer without a row; its only row is emptied. */
export function withoutRow(
  definition: Definition,
  typed: TypedAnswer,
  { tableKey, row }: { tableKey: string; row: number },
): TypedAnswer {
  const table = findTable(definition, tableKey);
  if (table === undefined) return typed;
  const left = rowsOf(typed, table).filter((_row, index) => index !== row);
  return { ...typed, [tableKey]: left.length === 0 ? [emptyRow(table)] : left };
}

/** Whether two answers say the same to a reader: blank rows and blanks around a text say nothing. */
export function saysTheSame(definition: Definition, one: TypedAnswer, other: TypedAnswer): boolean {
  return fieldsOf(definition).every((field) => essence(field, one) === essence(field, other));
}

/** What an answer says of one field, to be compared. */
export function essence(field: Field, typed: TypedAnswer): string {
  if (field.type === 'table')
    return JSON.stringify(
      rowsOf(typed, field)
        .filter((row) => !isBlankRow(row))
        .map(trimmed(field.columns ?? [])),
    );
  if (field.type === 'choices') return JSON.stringify(ticksOf(typed, field).toSorted());
  return textOf(typed, field).trim();
}

function trimmed(columns: readonly Column[]) {
  return (row: TypedRow) => columns.map(({ key }) => (row[key] ?? '').trim());
}

function findTable(definition: Definition, tableKey: string): Field | undefined {
  return fieldsOf(definition).find(({ key, type }) => key === tableKey && type === 'table');
}

function emptyRow(table: Field): TypedRow {
  return Object.fromEntries((table.columns ?? []).map(({ key }) => [key, '']));
}

/** The rows that the form shows, in order: numbers may be missing, a browser may have added some. */
function rowNumbers(table: Field, posted: Readonly<Record<string, string>>): number[] {
  const prefix = `${boxName(table.key)}.`;
  const numbers = new Set<number>();
  for (const name of Object.keys(posted)) {
    const [row = ''] = name.startsWith(prefix) ? name.slice(prefix.length).split('.') : [];
    if (/^\d{1,3}$/.test(row)) numbers.add(Number(row));
  }
  return [...numbers].toSorted((one, other) => one - other).slice(0, mostRowsOf(table));
}

/** A lone half of a character has no canonical JSON; browsers write line breaks as two characters. */
function wellFormed(text: string): string {
  return text.toWellFormed().replaceAll('\r\n', '\n');
}
