import type { Messages } from '../../kernel/messages.ts';
import { cellTypes, hasOptions, isNumeric, type CellType, type Field } from './definition.ts';
import { columnBox, mostColumns, type TypedField } from './field-form.ts';

/** The form of one field, with what is typed in it: only what its type knows of. */
export function fieldForm(field: Field, typed: TypedField, messages: Messages) {
  const one = boxesOf(field.type, (name) => name, typed);
  if (field.type !== 'table') return { ...one, type: messages(`questionnaires.type.${field.type}`) };
  const shown = Math.min(mostColumns, Math.max((field.columns ?? []).length, lastTyped(typed) + 1) + 2);
  return {
    ...one,
    type: messages('questionnaires.type.table'),
    table: {
      leastRows: typed['leastRows'] ?? '',
      mostRows: typed['mostRows'] ?? '',
      columns: Array.from({ length: shown }, (_none, index) => {
        const named = (name: string) => columnBox(index, name);
        const type = cellTypes.find((known) => known === typed[named('type')]) ?? 'line';
        return {
          ...boxesOf(type, named, typed),
          number: index + 1,
          wasName: named('was'),
          was: typed[named('was')] ?? '',
          typeName: named('type'),
          types: cellTypes.map((value) => ({
            ...{ value, label: messages(`questionnaires.type.${value}`), selected: value === type },
          })),
        };
      }),
    },
  };
}

/** One box, as the form shows it. */
const box = (name: string, typed: TypedField) => ({ name, value: typed[name] ?? '' });

function boxesOf(type: Field['type'] | CellType, named: (name: string) => string, typed: TypedField) {
  const of = (name: string) => box(named(name), typed);
  return {
    label: of('label'),
    hint: of('hint'),
    required: { name: named('required'), checked: (typed[named('required')] ?? '') !== '' },
    ...(isNumeric(type)
      ? { numbers: { minimum: of('minimum'), maximum: of('maximum'), warnAbove: of('warnAbove') } }
      : {}),
    ...(type === 'day' ? { days: { earliest: of('earliest'), latest: of('latest') } } : {}),
    ...(type === 'line' || type === 'text' ? { longest: of('longest') } : {}),
    ...(hasOptions(type) ? { options: of('options') } : {}),
  };
}

function lastTyped(typed: TypedField): number {
  const numbers = Object.keys(typed).flatMap((name) => {
    const [, index] = /^c\.(\d{1,2})\.label$/.exec(name) ?? [];
    return index !== undefined && (typed[name] ?? '').trim() !== '' ? [Number(index)] : [];
  });
  return Math.max(-1, ...numbers);
}
