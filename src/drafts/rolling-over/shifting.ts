import { linesOfField, readRows, writeRows } from '../../kernel/typed-field.ts';
import { delegationDays } from '../delegation.ts';
import { letterDateField } from '../instruction.ts';
import type { FieldSpec } from '../ports.ts';
import { findYearBound, type YearBoundKind } from './year-bound.ts';

/** Where to look again in a field's value: without offsets, all of it. */
export interface FieldMark {
  kind: YearBoundKind;
  from?: number;
  to?: number;
}

/** What becomes of one field when the year changes. */
export type Rolled =
  | { how: 'emptied' }
  | { how: 'begun'; value: string }
  | { how: 'shifted' | 'copied'; value: string; marks: FieldMark[] }
  /** Its value cannot be read as today's template asks. */
  | { how: 'displaced'; value: string };

/** Each letter has its own: last year's would be a mistake. */
const ofOneLetter = [letterDateField, 'reference', 'nor'];

/**
 * The value of a field a year (or `years`) later. `began` is what the template gave it at first, `begins` what
 * today's gives: a value that nobody changed begins anew. Pure.
 */
export function rollField(
  spec: FieldSpec,
  { old, value, began, begins }: { old: FieldSpec | undefined; value: string; began: string; begins: string },
  { from, to }: { from: number; to: number },
): Rolled {
  if (spec.key === 'year') return { how: 'shifted', value: String(to), marks: [] };
  if (ofOneLetter.includes(spec.key)) return value === '' ? begun('') : { how: 'emptied' };
  if (old === undefined || value === '' || value === began) return begun(begins);
  if (!reads(spec, old, value)) return { how: 'displaced', value };
  const years = to - from;
  switch (spec.type) {
    case 'date':
      return delegationDays.includes(spec.key)
        ? { how: 'copied', value, marks: [{ kind: 'date' }] }
        : { how: 'shifted', value: shiftDay(value, years), marks: [{ kind: 'date' }] };
    case 'year':
      return { how: 'shifted', value: String(Number(value) + years), marks: [{ kind: 'year' }] };
    case 'amount':
      return { how: 'copied', value, marks: [{ kind: 'amount' }] };
    case 'table':
      return rollTable(spec, value, years);
    case 'text':
      return rollLine(value, from, to);
    default:
      return { how: 'copied', value, marks: marksOfLines(spec, value) };
  }
}

/** The same day of another year; the 29th of February becomes the 28th where there is none. */
export function shiftDay(day: string, years: number): string {
  const parts = /^(\d{4})(-\d{2})(-\d{2})$/.exec(day);
  if (parts === null) return day;
  const [, year, month, ofMonth] = parts;
  const shifted = `${String(Number(year) + years).padStart(4, '0')}${month}`;
  const whole = `${shifted}${ofMonth}`;
  const exists = !Number.isNaN(Date.parse(whole)) && new Date(whole).toISOString().startsWith(whole);
  return exists ? whole : `${shifted}-28`;
}

const begun = (value: string): Rolled => ({ how: 'begun', value });

/** A line in which the year is written is written with the next one; whatever else it carries stays to be read. */
function rollLine(value: string, from: number, to: number): Rolled {
  const shifted = value.replace(
    new RegExp(`(?<![\\p{L}\\p{N}/.-])${from}(?![\\p{L}\\p{N}/-])`, 'gu'),
    `${to}`,
  );
  const marks = findYearBound(shifted).map(({ kind, from, to }) => ({ kind, from, to }));
  return { how: shifted === value ? 'copied' : 'shifted', value: shifted, marks };
}

function rollTable(spec: FieldSpec, value: string, years: number): Rolled {
  const columns = spec.columns ?? [];
  const rows = readRows(columns, value).map((row) =>
    Object.fromEntries(
      columns.map(({ key, type }) => [
        key,
        type === 'date' ? shiftDay(row[key] ?? '', years) : (row[key] ?? ''),
      ]),
    ),
  );
  const hasDays = columns.some(({ type }) => type === 'date');
  const shifted = hasDays ? writeRows(rows) : value;
  return { how: hasDays ? 'shifted' : 'copied', value: shifted, marks: marksOfLines(spec, shifted) };
}

/** A person, a list or a table is looked at as a whole. */
function marksOfLines(spec: FieldSpec, value: string): FieldMark[] {
  const [first] = linesOfField(spec, value).flatMap(findYearBound);
  return first === undefined ? [] : [{ kind: first.kind }];
}

/** Whether today's field can hold what the field of that time held. */
function reads(spec: FieldSpec, old: FieldSpec, value: string): boolean {
  if (spec.type === 'choice') return spec.choices?.includes(value) ?? false;
  if (spec.type === old.type) return true;
  // A line of text is a name, or the first line of a list: see kernel/typed-field.ts.
  return old.type === 'text' && ['person', 'list', 'table'].includes(spec.type);
}
