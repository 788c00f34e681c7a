import type { FieldError } from '../../kernel/outcome.ts';
import type { Answer, CellValue, Row } from './answer.ts';
import { fieldsOf, mostRowsOf, mostUnits, type Column, type Definition, type Field } from './definition.ts';
import { boxName, isBlankRow, rowsOf, textOf, ticksOf, type TypedAnswer } from './typed-answer.ts';
import { readDay } from './typed-day.ts';
import { readAmount, readPercentage, readWhole, type ReadNumber } from './typed-number.ts';
import { writeValue } from './values.ts';

/** What was typed, understood; what cannot be sent as it is; what deserves a second look and may be sent. */
export interface Judgement {
  answer: Answer;
  faults: FieldError[];
  warnings: FieldError[];
}

type Told = Omit<FieldError, 'field'> & { warning?: true };

/** Reads a whole answer. Every fault is found, each beside its own box. */
export function judge(definition: Definition, typed: TypedAnswer): Judgement {
  const answer: Answer = { values: {}, tables: {} };
  const faults: FieldError[] = [];
  const warnings: FieldError[] = [];
  const tell = (field: string, { warning, ...told }: Told) =>
    void (warning === true ? warnings : faults).push({ ...told, field });

  for (const field of fieldsOf(definition)) {
    if (field.type === 'table') answer.tables[field.key] = judgeTable(field, typed, tell);
    else if (field.type === 'choices') {
      const ticks = ticksOf(typed, field);
      if (ticks.length > 0) answer.values[field.key] = ticks;
      else if (field.required) tell(boxName(field.key), { key: 'questionnaires.fault.no-choice' });
    } else {
      const value = judgeCell(field, textOf(typed, field), (told) => tell(boxName(field.key), told));
      if (value !== undefined) answer.values[field.key] = value;
    }
  }
  return { answer, faults, warnings };
}

/** Rows in which nothing is typed are left out; a fault names its row as the form numbers it. */
function judgeTable(field: Field, typed: TypedAnswer, tell: (box: string, told: Told) => void): Row[] {
  const rows: Row[] = [];
  rowsOf(typed, field).forEach((typedRow, index) => {
    if (isBlankRow(typedRow)) return;
    const cells = (field.columns ?? []).map((column): [string, CellValue] => {
      // Beside its box a fault needs no more words; in a list it is told with its row and its column.
      const inRow = ({ params, ...told }: Told) =>
        tell(boxName(field.key, index, column.key), {
          ...told,
          params: { ...params, row: index + 1, column: column.label },
        });
      return [column.key, judgeCell(column, typedRow[column.key] ?? '', inRow)];
    });
    rows.push(Object.fromEntries(cells.filter(([, value]) => value !== undefined)));
  });
  const least = Math.max(field.leastRows ?? 0, field.required ? 1 : 0);
  if (rows.length < least)
    tell(boxName(field.key), {
      key: 'questionnaires.fault.too-few-rows',
      params: { least, rows: rows.length },
    });
  if (rows.length > mostRowsOf(field))
    tell(boxName(field.key), {
      key: 'questionnaires.fault.too-many-rows',
      params: { most: mostRowsOf(field) },
    });
  return rows;
}

function judgeCell(field: Field | Column, typed: string, tell: (told: Told) => void): CellValue {
  const text = typed.trim();
  const fault = (name: string, params: Told['params'] = {}) => {
    tell({ key: `questionnaires.fault.${name}`, params });
    return undefined;
  };
  if (text === '') return field.required ? fault('required') : undefined;
  switch (field.type) {
    case 'whole':
    case 'amount':
    case 'percentage': {
      const read = readers[field.type](text, mostUnits);
      if ('fault' in read) return fault(`${field.type}-${read.fault}`, { typed: short(text) });
      return judgeNumber(field, read.value, { tell, fault });
    }
    case 'day': {
      const day = readDay(text);
      if (day === undefined) return fault('no-such-day', { typed: short(text) });
      const { earliest, latest } = field;
      if (earliest !== undefined && day < earliest)
        return fault('too-early', { bound: writeValue(field, earliest) });
      if (latest !== undefined && day > latest)
        return fault('too-late', { bound: writeValue(field, latest) });
      return day;
    }
    case 'yes-no':
      return text === 'yes' || text === 'no' ? text : fault('not-an-option');
    case 'choice':
      return field.options?.some(({ key }) => key === text) === true ? text : fault('not-an-option');
    default: {
      const longest = field.longest ?? (field.type === 'text' ? 4000 : 300);
      return text.length > longest ? fault('too-long', { longest, length: text.length }) : text;
    }
  }
}

const readers: Record<'whole' | 'amount' | 'percentage', (text: string, most: number) => ReadNumber> = {
  whole: readWhole,
  amount: readAmount,
  percentage: readPercentage,
};

function judgeNumber(
  field: Field | Column,
  value: number,
  said: { tell(told: Told): void; fault(name: string, params?: Told['params']): undefined },
): number | undefined {
  const { minimum, maximum, warnAbove } = field;
  if (minimum !== undefined && value < minimum)
    return said.fault('too-small', { bound: writeValue(field, minimum) });
  if (maximum !== undefined && value > maximum)
    return said.fault('too-big', { bound: writeValue(field, maximum) });
  if (warnAbove !== undefined && value > warnAbove) {
    const params = { bound: writeValue(field, warnAbove), value: writeValue(field, value) };
    said.tell({ key: 'questionnaires.fault.above-usual', params, warning: true });
  }
  return value;
}

/** What was typed is said again, at a length that a sentence bears. */
function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
