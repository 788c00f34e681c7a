import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import { readLines, readPerson, readRows } from '../kernel/typed-field.ts';
import { eurosPart, linesPart, nameOf, readTyped, type FieldRule } from './field-typing.ts';

export { singleLine, yearText } from './field-lines.ts';
export type { FieldRule } from './field-typing.ts';

/**
 * Field's key → its one stored text: a line; integer cents of an amount; canonical JSON of a person, a list
 * or a table (see kernel/typed-field.ts). An empty field is an empty text.
 */
export type Fields = Record<string, string>;

/**
 * Checks what was typed against the template's fields. A name is a field's key, and then the value is what
 * is stored; or a key, a point and a part of its control (`contact.mail`, `total.euros`, `dates.0.day`), as
 * a person types it. Each error's field is `fields[<name>]`. Days come out as `YYYY-MM-DD`; a field, or a
 * part, that was not submitted keeps its `current` value.
 */
export function parseFields(
  rules: readonly FieldRule[],
  typed: Fields,
  current: Fields = {},
): Outcome<Fields> {
  const errors: FieldError[] = [];
  const fields: Fields = {};
  const known = new Set(rules.map(({ key }) => key));
  for (const rule of rules) {
    const whole = typed[rule.key];
    const parts = partsOf(rule.key, typed);
    const before = current[rule.key] ?? '';
    if (whole === undefined && parts.length === 0) {
      fields[rule.key] = before;
      continue;
    }
    const read = readTyped(rule, { whole, parts }, before);
    fields[rule.key] = read.value;
    errors.push(...read.errors);
  }
  for (const name of Object.keys(typed))
    if (!known.has(name.split('.')[0] ?? '')) errors.push({ field: `fields[${name}]`, key: 'form.invalid' });
  return errors.length === 0 ? accepted(fields) : refused(...errors);
}

/** What is still empty and has to be filled: it stops a submission. The error stands at the control. */
export function missingFields(rules: readonly FieldRule[], fields: Fields): FieldError[] {
  return rules.flatMap((rule) =>
    missingNames(rule, fields[rule.key] ?? '').map((field) => ({ field, key: 'form.required' })),
  );
}

function missingNames(rule: FieldRule, stored: string): string[] {
  if (rule.type === 'person') return missingOfPerson(rule, stored);
  if (rule.type === 'table') return missingCells(rule, stored);
  if (!rule.required) return [];
  if (rule.type === 'list') return readLines(stored).length === 0 ? [nameOf(rule, linesPart)] : [];
  return stored === '' ? [rule.type === 'amount' ? nameOf(rule, eurosPart) : nameOf(rule)] : [];
}

/** Whoever is printed can be named and reached: a telephone may be missing, a mailbox may not. */
function missingOfPerson(rule: FieldRule, stored: string): string[] {
  if (!rule.required && stored === '') return [];
  const person = readPerson(stored);
  const asked = ['name', 'function', 'mail'] as const;
  return asked.filter((part) => person[part] === '').map((part) => nameOf(rule, part));
}

function missingCells(rule: FieldRule, stored: string): string[] {
  const columns = rule.columns ?? [];
  const rows = readRows(columns, stored);
  if (rows.length === 0) return rule.required ? [nameOf(rule, `0.${columns[0]?.key}`)] : [];
  return rows.flatMap((row, index) =>
    columns
      .filter(({ key, required }) => required && row[key] === '')
      .map(({ key }) => nameOf(rule, `${index}.${key}`)),
  );
}

function partsOf(key: string, typed: Fields): [string, string][] {
  return Object.entries(typed)
    .filter(([name]) => name.startsWith(`${key}.`))
    .map(([name, text]) => [name.slice(key.length + 1), text]);
}
