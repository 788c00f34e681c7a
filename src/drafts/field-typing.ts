import type { z } from 'zod';
import type { FieldError } from '../kernel/outcome.ts';
import {
  personParts,
  readLines,
  readPerson,
  readRows,
  writeLines,
  writePerson,
  writeRows,
  type FieldType,
  type LineType,
  type Person,
  type Row,
} from '../kernel/typed-field.ts';
import { lineSchema, longestText, mailSchema, singleLine, type LineRule } from './field-lines.ts';

/** A typed field as a template declares it (structurally the render room's own). */
export interface FieldRule {
  key: string;
  type: FieldType;
  required: boolean;
  max?: number;
  choices?: readonly string[];
  /** Of a table. */
  columns?: readonly (LineRule & { key: string; required: boolean })[];
  /** Lines of a list, rows of a table. */
  most?: number;
}

/** What was sent for one field: its stored text, or the parts that its controls are made of, or both. */
export interface TypedField {
  whole: string | undefined;
  /** Name of the part, after the field's key and a point, and what was typed in it. */
  parts: [string, string][];
}

export interface ReadField {
  value: string;
  errors: FieldError[];
}

/** The part of an amount's control, and of a list's: the field's own name is that of what is stored. */
export const eurosPart = 'euros';
export const linesPart = 'lines';

const longestPersonPart: Record<keyof Person, number> = {
  name: 100,
  function: 120,
  telephone: 30,
  mail: 200,
};
const mostLines = 40;
const mostRows = 60;
/** More than any list or table holds: what is longer is not taken apart. */
const longestTyped = 400_000;

/**
 * The one text that a field is stored as, from what its controls sent over what stands; each error's field
 * is the control's own name. Pure.
 */
export function readTyped(rule: FieldRule, typed: TypedField, current: string): ReadField {
  switch (rule.type) {
    case 'person':
      return readTypedPerson(rule, typed, current);
    case 'list':
      return isTooLong(typed) ? tooLong(rule, current) : readTypedList(rule, typed);
    case 'table':
      return isTooLong(typed) ? tooLong(rule, current) : readTypedTable(rule, typed, current);
    default:
      return readTypedLine(rule, typed, current);
  }
}

function isTooLong({ whole = '', parts }: TypedField): boolean {
  return [whole, ...parts.map(([, text]) => text)].some((text) => text.length > longestTyped);
}

function tooLong(rule: FieldRule, value: string): ReadField {
  const params = { maximum: longestTyped };
  return { value, errors: [{ field: nameOf(rule), key: 'form.too-long', params }] };
}

/** How many rows a table may have, and a list lines. */
export function mostOf(rule: Pick<FieldRule, 'type' | 'most'>): number {
  return rule.most ?? (rule.type === 'table' ? mostRows : mostLines);
}

// A required field may wait until the submission; once filled, it is not emptied again.
function readTypedLine(rule: FieldRule, { whole, parts }: TypedField, current: string): ReadField {
  const euros = rule.type === 'amount' ? parts.find(([part]) => part === eurosPart)?.[1] : undefined;
  const stray = parts.filter(([part]) => euros === undefined || part !== eurosPart);
  const name = euros === undefined ? nameOf(rule) : nameOf(rule, eurosPart);
  const schema = lineSchema(lineOf(rule), { typed: euros !== undefined });
  const { max } = rule;
  const read = taken(schema, euros ?? whole ?? current, name, max);
  const emptied = read.errors.length === 0 && read.value === '' && rule.required && current !== '';
  return {
    value: read.value,
    errors: [
      ...read.errors,
      ...(emptied ? [{ field: name, key: 'form.required' }] : []),
      ...stray.map(([part]) => unknownPart(rule, part)),
    ],
  };
}

function readTypedPerson(rule: FieldRule, { whole, parts }: TypedField, current: string): ReadField {
  const before = readPerson(whole ?? current);
  const errors: FieldError[] = [];
  const person = { ...before };
  for (const [part, text] of parts)
    if (personParts.some((known) => known === part)) person[part as keyof Person] = text;
    else errors.push(unknownPart(rule, part));
  for (const part of personParts) {
    const max = longestPersonPart[part];
    const schema = part === 'mail' ? mailSchema : singleLine(max);
    const read = taken(schema, person[part], nameOf(rule, part), max);
    person[part] = read.value;
    errors.push(...read.errors);
  }
  const value = writePerson(person);
  if (errors.length === 0 && rule.required && readPerson(current).name !== '' && person.name === '')
    errors.push({ field: nameOf(rule, 'name'), key: 'form.required' });
  return { value, errors };
}

function readTypedList(rule: FieldRule, { whole, parts }: TypedField): ReadField {
  const typed = parts.find(([part]) => part === linesPart)?.[1];
  const name = nameOf(rule, linesPart);
  const written = typed === undefined ? readLines(whole ?? '') : typed.split(/\r\n|\r|\n/);
  const max = rule.max ?? longestText;
  const schema = singleLine(max);
  const read = written.map((line) => taken(schema, line, name, max));
  const lines = read.map(({ value }) => value).filter((line) => line !== '');
  const errors = [
    ...read.flatMap((line) => line.errors).slice(0, 1),
    ...parts.filter(([part]) => part !== linesPart).map(([part]) => unknownPart(rule, part)),
  ];
  if (lines.length > mostOf(rule))
    errors.push({ field: name, key: 'drafts.field.too-many-lines', params: { maximum: mostOf(rule) } });
  return { value: writeLines(lines), errors };
}

/** A part is `<row>.<column>`, rows from 0; the rows that stay empty are dropped. */
function readTypedTable(rule: FieldRule, { whole, parts }: TypedField, current: string): ReadField {
  const columns = rule.columns ?? [];
  // A control names at most a hundred rows, and no table has as many.
  const rows = readRows(columns, whole ?? current).slice(0, 100);
  const typed = new Set<string>();
  const errors: FieldError[] = [];
  for (const [part, text] of parts) {
    const [, at = '', key = ''] = /^(\d{1,2})\.(\w+)$/.exec(part) ?? [];
    if (columns.every((column) => column.key !== key)) {
      errors.push(unknownPart(rule, part));
      continue;
    }
    const index = Number(at);
    while (rows.length <= index) rows.push(Object.fromEntries(columns.map((column) => [column.key, ''])));
    (rows[index] as Row)[key] = text;
    typed.add(part);
  }
  rows.forEach((row, index) => {
    for (const column of columns) {
      const part = `${index}.${column.key}`;
      const schema = lineSchema(column, { typed: typed.has(part) });
      const read = taken(schema, row[column.key] ?? '', nameOf(rule, part), column.max);
      row[column.key] = read.value;
      errors.push(...read.errors);
    }
  });
  const filled = rows.filter((row) => Object.values(row).some((cell) => cell !== ''));
  if (filled.length > mostOf(rule)) {
    const field = nameOf(rule, `${mostOf(rule)}.${columns[0]?.key}`);
    errors.push({ field, key: 'drafts.field.too-many-rows', params: { maximum: mostOf(rule) } });
  }
  return { value: writeRows(filled), errors };
}

/** A field of one line, as a line's schema takes it. */
function lineOf({ type, max, choices }: FieldRule): LineRule {
  return {
    type: type as LineType,
    ...(max === undefined ? {} : { max }),
    ...(choices === undefined ? {} : { choices }),
  };
}

/** `fields[contact.mail]`: the control's name in the form, and the error's field. */
export function nameOf({ key }: Pick<FieldRule, 'key'>, part?: string): string {
  return `fields[${part === undefined ? key : `${key}.${part}`}]`;
}

function taken(schema: z.ZodType<string, string>, text: string, field: string, max = longestText): ReadField {
  const parsed = schema.safeParse(text);
  if (parsed.success) return { value: parsed.data, errors: [] };
  const key = parsed.error.issues[0]?.message ?? 'form.invalid';
  const error = key === 'form.too-long' ? { field, key, params: { maximum: max } } : { field, key };
  return { value: text, errors: [error] };
}

function unknownPart(rule: FieldRule, part: string): FieldError {
  return { field: nameOf(rule, part), key: 'form.invalid' };
}
