import type { FieldType } from '../kernel/typed-field.ts';
import { variablesOf, type Variable } from '../kernel/variables.ts';

/** As far as the variables of a manifest ask. */
interface Written {
  title: string;
  purpose?: string | undefined;
  documentTitle: string;
  fields: Field[];
  sections: Section[];
  annexes: Section[];
}

interface Field {
  key: string;
  label: string;
  type: FieldType;
  hint?: string | undefined;
  default?: string | undefined;
  choices?: string[] | undefined;
}

interface Section {
  title: string;
  guidance: string;
  start: (string | Record<string, string | string[]>)[];
}

export interface VariableFault {
  path: (string | number)[];
  message: string;
}

type Judge = (variable: Variable, field: Field) => string | undefined;

/**
 * Every variable that would not be filled: of a field that is not declared, that has no value when the text
 * is written, or that no line can hold; and every brace where nothing is filled.
 */
export function faultsOfVariables(manifest: Written): VariableFault[] {
  const { fields, sections, annexes } = manifest;
  const faults: VariableFault[] = [];
  const report = (path: VariableFault['path'], messages: string[]): void => {
    faults.push(...messages.map((message) => ({ path, message })));
  };
  const filled = (path: VariableFault['path'], text: string, judge: Judge): void =>
    report(path, faultsOf(text, fields, judge));
  const bare = (path: VariableFault['path'], text: string | undefined): void => {
    if (/[{}]/.test(text ?? '')) report(path, ['nothing is filled here: no braces']);
  };

  filled(['documentTitle'], manifest.documentTitle, inALine);
  bare(['title'], manifest.title);
  bare(['purpose'], manifest.purpose);
  fields.forEach((field, index) => {
    bare(['fields', index, 'label'], field.label);
    bare(['fields', index, 'hint'], field.hint);
    if (field.default !== undefined)
      filled(['fields', index, 'default'], field.default, (variable, named) =>
        named.type === 'year' ? undefined : `“${variable.field}” is not a year: a default can name no other`,
      );
  });
  for (const [list, specs] of [
    ['sections', sections],
    ['annexes', annexes],
  ] as const)
    specs.forEach((section, index) => {
      bare([list, index, 'title'], section.title);
      bare([list, index, 'guidance'], section.guidance);
      section.start.forEach((block, at) => {
        for (const text of typeof block === 'string' ? [block] : Object.values(block).flat())
          filled([list, index, 'start', at], text, atTheStart);
      });
    });
  return faults;
}

/** Why a field cannot start with its default; undefined when it can. */
export function faultOfDefault({ type, choices, default: byDefault }: Field): string | undefined {
  if (byDefault === undefined) return undefined;
  if (type === 'choice')
    return choices?.includes(byDefault) === false ? 'the default is none of the choices' : undefined;
  return type === 'text' ? undefined : 'a default belongs to a text or a choice';
}

function faultsOf(text: string, fields: Field[], judge: Judge): string[] {
  const { variables, stray } = variablesOf(text);
  return [
    ...stray.map((written) => `“${written}” is not a variable: write {field}, or {year-1}`),
    ...variables.flatMap((variable) => {
      const field = fields.find(({ key }) => key === variable.field);
      if (field === undefined) return [`“${variable.field}” is not a declared field`];
      if (variable.offset !== 0 && field.type !== 'year')
        return [`“${variable.field}” is not a year: nothing can be added to it`];
      return judge(variable, field) ?? [];
    }),
  ];
}

function inALine({ field: name }: Variable, field: Field): string | undefined {
  return ['person', 'list', 'table'].includes(field.type)
    ? `“${name}” is a ${field.type}: no line can hold it`
    : undefined;
}

function atTheStart(variable: Variable, field: Field): string | undefined {
  if (field.type === 'year' || field.default !== undefined) return inALine(variable, field);
  return `“${variable.field}” has no value when a text begins: give it a default`;
}
