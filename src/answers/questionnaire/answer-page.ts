import type { Messages } from '../../kernel/messages.ts';
import type { Answer } from './answer.ts';
import type { Definition, Field } from './definition.ts';
import { totalsOfTable } from './sums.ts';
import { writeNumber, writeValue } from './values.ts';

/** An answer as it is read: before it is sent, once it was, and by who asked for it. */
export function answerSections(definition: Definition, answer: Answer, messages: Messages) {
  return definition.sections.map(({ title, fields }) => ({
    title,
    fields: fields.map((field) => ({ label: field.label, ...shown(field, answer, messages) })),
  }));
}

/** A value in words; an empty text when nothing was answered. */
export function sayValue(field: Pick<Field, 'type' | 'options'>, value: unknown, messages: Messages): string {
  const words = { yes: messages('questionnaires.yes'), no: messages('questionnaires.no') };
  if (Array.isArray(value)) return value.map((one) => writeValue(field, String(one), words)).join(', ');
  return typeof value === 'number' || typeof value === 'string' ? writeValue(field, value, words) : '';
}

function shown(field: Field, answer: Answer, messages: Messages) {
  if (field.type !== 'table') {
    const value = sayValue(field, answer.values[field.key], messages);
    return value === '' ? {} : { value, isLong: field.type === 'text' };
  }
  const rows = answer.tables[field.key] ?? [];
  const columns = field.columns ?? [];
  const totals = new Map(totalsOfTable(field, answer).map(({ column, value }) => [column.key, value]));
  if (rows.length === 0) return {};
  return {
    table: {
      columns: columns.map(({ label }) => ({ label })),
      rows: rows.map((row) => ({
        cells: columns.map((column) => ({
          label: column.label,
          text: sayValue(column, row[column.key], messages),
        })),
      })),
      ...(totals.size === 0
        ? {}
        : {
            totals: columns.map((column, index) => {
              const total = totals.get(column.key);
              if (total !== undefined) return { label: column.label, text: writeNumber(column, total) };
              return { label: '', text: index === 0 ? messages('questionnaires.total') : '' };
            }),
          }),
    },
  };
}
