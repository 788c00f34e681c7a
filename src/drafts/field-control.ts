import { linesOfField, readLines, readPerson, readRows, type LineType } from '../kernel/typed-field.ts';
import { eurosPart, linesPart, mostOf, nameOf } from './field-typing.ts';
import type { Fields } from './fields.ts';
import type { FieldSpec } from './ports.ts';

/** Rows that wait to be filled in a table, so that one can be added where no script runs. */
const blankRows = 2;

/** What the form last sent, under the controls' own names (`fields[contact.mail]`). */
type Typed = Readonly<Record<string, string>>;

/**
 * A field as its control shows it (`templates/partials/instruction-field.hbs`) and as a page reads it
 * (`lines`): what was typed when it was refused, what stands otherwise.
 */
export function fieldModel(spec: FieldSpec, content: { fields: Fields }, typed: Typed) {
  const stored = content.fields[spec.key] ?? '';
  const { type } = spec;
  const shown = type === 'amount' ? nameOf(spec, eurosPart) : nameOf(spec);
  const value = typed[shown] ?? (type === 'amount' ? valueOfLine(type, stored) : stored);
  return {
    name: type === 'list' ? nameOf(spec, linesPart) : shown,
    label: spec.label,
    hint: spec.hint ?? '',
    required: spec.required,
    fixed: spec.key === 'year',
    isLine: ['text', 'date', 'year'].includes(type),
    isChoice: type === 'choice',
    isAmount: type === 'amount',
    isPerson: type === 'person',
    isList: type === 'list',
    isTable: type === 'table',
    value: type === 'list' ? (typed[nameOf(spec, linesPart)] ?? readLines(stored).join('\n')) : value,
    choices: choicesOf(spec.choices, value),
    inputType: inputTypeOf(type as LineType, value),
    maximum: String(spec.max ?? 200),
    person: personModel(spec, stored, typed),
    columns: (spec.columns ?? []).map(({ label, required }) => ({ label, required })),
    rows: rowsModel(spec, stored, typed),
    most: String(mostOf(spec)),
    lines: linesOfField(spec, stored),
  };
}

function personModel(spec: FieldSpec, stored: string, typed: Typed) {
  const person = readPerson(spec.type === 'person' ? stored : '');
  const part = (key: keyof typeof person) => {
    const name = nameOf(spec, key);
    return { name, value: typed[name] ?? person[key] };
  };
  return {
    ...{ name: part('name'), function: part('function') },
    ...{ telephone: part('telephone'), mail: part('mail') },
  };
}

function rowsModel(spec: FieldSpec, stored: string, typed: Typed) {
  if (spec.type !== 'table') return [];
  const columns = spec.columns ?? [];
  const rows = readRows(columns, stored);
  const sent = rowsSent(spec, typed);
  const count = Math.max(rows.length, sent, Math.min(Math.max(rows.length, sent) + blankRows, mostOf(spec)));
  return Array.from({ length: count }, (_none, index) => ({
    number: String(index + 1),
    cells: columns.map((column) => {
      const name = nameOf(spec, `${index}.${column.key}`);
      const value = typed[name] ?? valueOfLine(column.type, rows[index]?.[column.key] ?? '');
      return {
        name,
        value,
        label: column.label,
        isChoice: column.type === 'choice',
        choices: choicesOf(column.choices, value),
        inputType: inputTypeOf(column.type, value),
        maximum: String(column.max ?? 200),
      };
    }),
  }));
}

/** How many rows the form had down to the last one in which something was written. */
function rowsSent({ key }: FieldSpec, typed: Typed): number {
  const rows = Object.entries(typed).flatMap(([name, value]) => {
    const [, index] = new RegExp(`^fields\\[${key}\\.(\\d{1,2})\\.`).exec(name) ?? [];
    return index === undefined || value.trim() === '' ? [] : [Number(index) + 1];
  });
  return Math.max(0, ...rows);
}

/** An amount is shown as it is written, « 8 412 415 € », which is also how it may be typed. */
function valueOfLine(type: LineType, stored: string): string {
  return type === 'amount' ? (linesOfField({ type }, stored)[0] ?? '') : stored;
}

/** A choice that is not made yet, or that is not offered any more, shows as it is. */
function choicesOf(choices: readonly string[] | undefined, value: string) {
  const offered = choices ?? [];
  const all = offered.includes(value) ? offered : [value, ...offered];
  return all.map((choice) => ({ value: choice, label: choice, selected: choice === value }));
}

// A browser empties a date field whose value is not a day: what was typed would be lost.
function inputTypeOf(type: LineType, value: string): string {
  return type === 'date' && /^(\d{4}-\d{2}-\d{2})?$/.test(value) ? 'date' : 'text';
}
