import { accepted, type FieldError, type Outcome } from '../../kernel/outcome.ts';
import { keyed } from './composing.ts';
import {
  cellTypes,
  hasOptions,
  isNumeric,
  mostUnits,
  type CellType,
  type Column,
  type Field,
} from './definition.ts';
import { isRealDay, readDay } from './typed-day.ts';
import { readAmount, readPercentage, readWhole } from './typed-number.ts';
import { retype } from './values.ts';

/** What staff typed of a field, by the names of the form's boxes. */
export type TypedField = Readonly<Record<string, string>>;

/** How many columns a table may have, those still empty included. */
export const mostColumns = 12;
export const columnBox = (index: number, name: string): string => `c.${index}.${name}`;

type Limits = Partial<
  Pick<Field, 'hint' | 'minimum' | 'maximum' | 'warnAbove' | 'earliest' | 'latest' | 'longest' | 'options'>
>;

/** A field as it was typed: every fault beside its own box. Its type stays what it was. */
export function readField(before: Field, typed: TypedField): Outcome<Omit<Field, 'key'>> {
  const faults: FieldError[] = [];
  const say = (field: string, key: string, params?: FieldError['params']) =>
    void faults.push({ field, key, ...(params === undefined ? {} : { params }) });
  const own = readOne(before, typed, (name) => name, say);
  const field: Omit<Field, 'key'> = { type: before.type, ...own };
  if (before.type === 'table') {
    field.columns = readColumns(before, typed, say);
    if (field.columns.length === 0) say(columnBox(0, 'label'), 'questionnaires.edit.no-columns');
    const least = readCount(typed['leastRows'], { from: 0, to: 100 });
    const most = readCount(typed['mostRows'], { from: 1, to: 100 });
    if (least === undefined) say('leastRows', 'questionnaires.edit.rows', { from: 0, to: 100 });
    else field.leastRows = least;
    if (most === undefined) say('mostRows', 'questionnaires.edit.rows', { from: 1, to: 100 });
    else field.mostRows = most;
  }
  return faults.length > 0 ? { ok: false, errors: faults } : accepted(field);
}

/** The boxes of a field as they are shown, from what it is. */
export function typeField(field: Field): Record<string, string> {
  const typed: Record<string, string> = { ...typeOne(field, (name) => name) };
  typed['leastRows'] = String(field.leastRows ?? 0);
  typed['mostRows'] = String(field.mostRows ?? 20);
  (field.columns ?? []).forEach((column, index) => {
    Object.assign(
      typed,
      typeOne(column, (name) => columnBox(index, name)),
    );
    typed[columnBox(index, 'type')] = column.type;
  });
  return typed;
}

type Say = (field: string, key: string, params?: FieldError['params']) => void;
type Named = (name: string) => string;

function readColumns(before: Field, typed: TypedField, say: Say): Column[] {
  const standing = before.columns ?? [];
  const written: (Omit<Column, 'key'> & { was: string | undefined })[] = [];
  for (let index = 0; index < mostColumns; index += 1) {
    const named: Named = (name) => columnBox(index, name);
    if ((typed[named('label')] ?? '').trim() === '') continue;
    const type = cellTypes.find((one) => one === typed[named('type')]);
    if (type === undefined) say(named('type'), 'form.invalid');
    const { options } = standing.find(({ key }) => key === typed[named('was')]) ?? {};
    const column = { type: type ?? ('line' as CellType), ...(options === undefined ? {} : { options }) };
    written.push({ type: column.type, ...readOne(column, typed, named, say), was: typed[named('was')] });
  }
  // A column that is written otherwise stays the same one: what is typed in it goes by its key.
  const known = standing.map(({ key, label }) => ({
    key,
    label: written.find(({ was }) => was === key)?.label ?? label,
  }));
  return keyed(written, known).map(({ was: _was, ...column }) => column);
}

function readOne(
  before: Pick<Field, 'type'> & { options?: Field['options'] },
  typed: TypedField,
  named: Named,
  say: Say,
): Limits & { label: string; required: boolean } {
  const { type } = before;
  const text = (name: string) => (typed[named(name)] ?? '').trim();
  const label = text('label');
  const hint = text('hint');
  if (label === '') say(named('label'), 'form.required');
  if (label.length > 300) say(named('label'), 'form.too-long', { maximum: 300 });
  if (hint.length > 500) say(named('hint'), 'form.too-long', { maximum: 500 });
  const limits: Limits = hint === '' ? {} : { hint };

  if (isNumeric(type))
    for (const name of ['minimum', 'maximum', 'warnAbove'] as const) {
      if (text(name) === '') continue;
      const read = readers[type](text(name), mostUnits);
      if ('fault' in read)
        say(named(name), `questionnaires.fault.${type}-${read.fault}`, { typed: text(name).slice(0, 40) });
      else limits[name] = read.value;
    }
  if (type === 'day')
    for (const name of ['earliest', 'latest'] as const) {
      if (text(name) === '') continue;
      const day = readDay(text(name));
      if (day === undefined || !isRealDay(day)) say(named(name), 'form.no-such-date');
      else limits[name] = day;
    }
  if ((type === 'line' || type === 'text') && text('longest') !== '') {
    const longest = readCount(text('longest'), { from: 1, to: 10_000 });
    if (longest === undefined) say(named('longest'), 'questionnaires.edit.rows', { from: 1, to: 10_000 });
    else limits.longest = longest;
  }
  if (hasOptions(type)) {
    const labels = text('options')
      .split('\n')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    if (labels.length < 2 || labels.length > 40) say(named('options'), 'questionnaires.edit.options');
    if (labels.some((one) => one.length > 300)) say(named('options'), 'form.too-long', { maximum: 300 });
    limits.options = keyed(
      [...new Set(labels)].map((one) => ({ label: one })),
      before.options ?? [],
    );
  }
  return { label, required: text('required') !== '', ...limits };
}

function typeOne(one: Field | Column, named: Named): Record<string, string> {
  const typed: Record<string, string> = {
    [named('label')]: one.label,
    [named('hint')]: one.hint ?? '',
    [named('required')]: one.required ? '1' : '',
    [named('longest')]: one.longest === undefined ? '' : String(one.longest),
    [named('options')]: (one.options ?? []).map(({ label }) => label).join('\n'),
    [named('was')]: one.key,
  };
  for (const name of ['minimum', 'maximum', 'warnAbove', 'earliest', 'latest'] as const) {
    const bound = one[name];
    typed[named(name)] = bound === undefined ? '' : retype(one, bound);
  }
  return typed;
}

const readers = { whole: readWhole, amount: readAmount, percentage: readPercentage };

function readCount(text: string | undefined, { from, to }: { from: number; to: number }): number | undefined {
  const count = /^\d{1,5}$/.test((text ?? '').trim()) ? Number(text) : undefined;
  return count === undefined || count < from || count > to ? undefined : count;
}
