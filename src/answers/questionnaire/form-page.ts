import type { FieldError } from '../../kernel/outcome.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Judgement } from './checking.ts';
import { mostRowsOf, type Column, type Definition, type Field } from './definition.ts';
import { totalsOfTable } from './sums.ts';
import { boxName, rowsOf, textOf, ticksOf, type TypedAnswer } from './typed-answer.ts';
import { writeNumber } from './values.ts';

/** What a form of a questionnaire shows beside what is typed. */
export interface FormLook {
  messages: Messages;
  judgement: Judgement;
  /** Also what is missing: once the person asked for it, not while they are typing. */
  complete: boolean;
}

/** Faults of what is not there yet: nobody is told of them before they say that they have finished. */
const missing = ['required', 'no-choice', 'too-few-rows'].map((name) => `questionnaires.fault.${name}`);

/** The boxes of a questionnaire, filled with what was typed, right or wrong. */
export function formSections(definition: Definition, typed: TypedAnswer, look: FormLook) {
  return definition.sections.map(({ key, title, explanation, fields }) => ({
    ...{ key, title, ...(explanation === undefined ? {} : { explanation }) },
    fields: fields.map((field) => fieldModel(field, typed, look)),
  }));
}

/** A fault in a list, where its box is not beside it. */
export function sayFault(messages: Messages, { key, params = {} }: FieldError): string {
  const said = messages(key, params);
  const { row, column } = params;
  return row === undefined || column === undefined
    ? said
    : messages('questionnaires.in-row', { row, column, said });
}

function fieldModel(field: Field, typed: TypedAnswer, look: FormLook) {
  const { key, label, hint, required, type } = field;
  const own = { name: boxName(key), label, required, ...(hint === undefined ? {} : { hint }) };
  const told = { ...own, ...notesOf(boxName(key), look) };
  if (type === 'table') return { ...told, table: tableModel(field, typed, look) };
  if (type === 'choices') {
    const ticked = ticksOf(typed, field);
    const ticks = (field.options ?? []).map((option) => ({
      ...{ name: boxName(key, option.key), label: option.label, checked: ticked.includes(option.key) },
    }));
    return { ...told, ticks };
  }
  const value = textOf(typed, field);
  if (type === 'choice' || type === 'yes-no')
    return { ...told, radios: optionsOf(field, value, look.messages) };
  if (type === 'text') return { ...told, long: { value } };
  return { ...told, box: { value, ...boxLook(field, look.messages) } };
}

function tableModel(field: Field, typed: TypedAnswer, look: FormLook) {
  const { messages } = look;
  const rows = rowsOf(typed, field);
  const columns = field.columns ?? [];
  return {
    key: field.key,
    rows: rows.map((row, index) => ({
      id: `ligne-${field.key}-${index}`,
      number: index + 1,
      remove: `remove:${field.key}:${index}`,
      cells: columns.map((column) => cellModel(column, boxName(field.key, index, column.key), row, look)),
    })),
    ...(rows.length < mostRowsOf(field) ? { add: `add:${field.key}` } : {}),
    most: mostRowsOf(field),
    totals: totalsOfTable(field, look.judgement.answer).map(({ column, value }) => ({
      label: column.label,
      value: writeNumber(column, value),
    })),
    summary: messages('questionnaires.rows', { rows: rows.length, most: mostRowsOf(field) }),
  };
}

function cellModel(column: Column, name: string, row: Record<string, string>, look: FormLook) {
  const { key, label, hint, required, type } = column;
  const value = row[key] ?? '';
  const own = { name, label, required, ...(hint === undefined ? {} : { hint }), ...notesOf(name, look) };
  if (type === 'choice' || type === 'yes-no')
    return { ...own, options: optionsOf(column, value, look.messages) };
  return { ...own, box: { value, ...boxLook(column, look.messages) } };
}

/** A phone shows digits for numbers. A day is a text: a browser's own calendar would drop what is not one. */
function boxLook({ type, longest }: Column | Field, messages: Messages) {
  if (type === 'line') return { mode: 'text', unit: '', narrow: false, longest: longest ?? 300 };
  const mode = type === 'whole' ? 'numeric' : type === 'day' ? 'text' : 'decimal';
  return { mode, unit: messages(`questionnaires.unit.${type}`), narrow: true, longest: 40 };
}

function optionsOf({ type, options = [] }: Column | Field, chosen: string, messages: Messages) {
  const all =
    type === 'yes-no'
      ? ['yes', 'no'].map((key) => ({ key, label: messages(`questionnaires.${key}`) }))
      : options;
  const known = all.map(({ key, label }) => ({ value: key, label, checked: key === chosen }));
  // What is chosen may be taken back.
  return [...known, { value: '', label: messages('questionnaires.no-answer'), checked: chosen === '' }];
}

function notesOf(name: string, { messages, judgement, complete }: FormLook) {
  const fault = judgement.faults.find(
    ({ field, key }) => field === name && (complete || !missing.includes(key)),
  );
  const warning = judgement.warnings.find(({ field }) => field === name);
  return {
    ...(fault === undefined ? {} : { fault: messages(fault.key, fault.params) }),
    ...(warning === undefined ? {} : { warning: messages(warning.key, warning.params) }),
  };
}
