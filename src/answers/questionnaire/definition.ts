import { z } from 'zod';
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import { isRealDay } from './typed-day.ts';

/** What is typed in one box: whole numbers, amounts in cents and percentages in hundredths are exact integers. */
export const cellTypes = ['line', 'whole', 'amount', 'percentage', 'day', 'yes-no', 'choice'] as const;
export const fieldTypes = [...cellTypes, 'text', 'choices', 'table'] as const;

export type CellType = (typeof cellTypes)[number];
export type FieldType = (typeof fieldTypes)[number];

/** Ten billion euros in cents: a hundred offices' tables of such amounts still add up exactly in a number. */
export const mostUnits = 1_000_000_000_000;
/** A form is one post: with more boxes than this, the site would refuse it whole. */
export const mostBoxes = 450;

const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const label = z.string().trim().min(1).max(300);
const bound = z.int().min(0).max(mostUnits);
const realDay = z.string().refine(isRealDay);
const option = z.strictObject({ key, label });

const asked = { key, label, hint: z.string().trim().max(500).optional(), required: z.boolean() };
const cell = {
  ...asked,
  type: z.enum(cellTypes),
  /** Of a number, in its own units: cents, hundredths of a percent. */
  minimum: bound.optional(),
  maximum: bound.optional(),
  /** Above it the person is told, and may go on. */
  warnAbove: bound.optional(),
  /** Of a day. */
  earliest: realDay.optional(),
  latest: realDay.optional(),
  /** Of a text, in characters. */
  longest: z.int().min(1).max(10_000).optional(),
  options: z.array(option).max(40).optional(),
};
const column = z.strictObject(cell);
const field = z.strictObject({
  ...cell,
  type: z.enum(fieldTypes),
  columns: z.array(column).min(1).max(12).optional(),
  leastRows: z.int().min(0).max(100).optional(),
  mostRows: z.int().min(1).max(100).optional(),
});
const section = z.strictObject({
  key,
  title: label,
  explanation: z.string().trim().max(2000).optional(),
  fields: z.array(field).max(80),
});

/** A questionnaire as it travels: in a model, in a file, under its hash. */
export const definitionSchema = z.strictObject({
  format: z.literal('estafette-questionnaire/1'),
  title: label,
  introduction: z.string().trim().max(4000).optional(),
  sections: z.array(section).max(30),
});

export type Column = z.infer<typeof column>;
export type Field = z.infer<typeof field>;
export type Section = z.infer<typeof section>;
export type Definition = z.infer<typeof definitionSchema>;

/** Why a questionnaire cannot be asked as it is; `at` names the field, or the section. */
export interface DefinitionFault {
  key: string;
  at: string;
}

export const isNumeric = (type: FieldType): type is 'whole' | 'amount' | 'percentage' =>
  type === 'whole' || type === 'amount' || type === 'percentage';

export const hasOptions = (type: FieldType): boolean => type === 'choice' || type === 'choices';

export function emptyDefinition(title: string): Definition {
  return { format: 'estafette-questionnaire/1', title, sections: [] };
}

export function fieldsOf(definition: Definition): Field[] {
  return definition.sections.flatMap(({ fields }) => fields);
}

/** A table's rows, never fewer than one: there would be nowhere to type. */
export function mostRowsOf({ mostRows, leastRows }: Field): number {
  return Math.max(mostRows ?? 20, leastRows ?? 0, 1);
}

/** How many boxes the form shows at most. */
export function boxesOf(definition: Definition): number {
  const boxes = (one: Field) => {
    if (one.type === 'table') return mostRowsOf(one) * (one.columns?.length ?? 0);
    return one.type === 'choices' ? (one.options?.length ?? 0) : 1;
  };
  return fieldsOf(definition).reduce((sum, one) => sum + boxes(one), 0);
}

/** Everything that keeps a questionnaire from being asked. */
export function faultsOf(definition: Definition): DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  const tell = (at: string, name: string) => faults.push({ at, key: `questionnaires.definition.${name}` });
  if (fieldsOf(definition).length === 0) tell(definition.title, 'empty');
  if (boxesOf(definition) > mostBoxes) tell(definition.title, 'too-many-boxes');
  const sectionKeys = definition.sections.map((one) => one.key);
  if (new Set(sectionKeys).size < sectionKeys.length) tell(definition.title, 'same-key');
  const keys = fieldsOf(definition).map((one) => one.key);
  if (new Set(keys).size < keys.length) tell(definition.title, 'same-key');
  for (const one of fieldsOf(definition)) {
    if (one.type === 'table') {
      if (one.columns === undefined) tell(one.label, 'no-columns');
      if ((one.leastRows ?? 0) > (one.mostRows ?? 20)) tell(one.label, 'bounds');
      const columnKeys = (one.columns ?? []).map((each) => each.key);
      if (new Set(columnKeys).size < columnKeys.length) tell(one.label, 'same-key');
    }
    for (const each of [one, ...(one.columns ?? [])]) {
      if (hasOptions(each.type) && (each.options ?? []).length < 2) tell(each.label, 'too-few-options');
      const optionKeys = (each.options ?? []).map(({ key: optionKey }) => optionKey);
      if (new Set(optionKeys).size < optionKeys.length) tell(each.label, 'same-key');
      if ((each.minimum ?? 0) > (each.maximum ?? mostUnits)) tell(each.label, 'bounds');
      if ((each.earliest ?? '') > (each.latest ?? '9999-12-31')) tell(each.label, 'bounds');
    }
  }
  return faults;
}

/** The one text of a questionnaire, and the hash that is pinned to what asks for it. */
export function sealDefinition(definition: Definition): { content: string; sha256: string } {
  // Optional keys that are absent may stand as undefined: they are no part of the text.
  const content = canonicalJson(JSON.parse(JSON.stringify(definition)) as Json);
  return { content, sha256: sha256Hex(content) };
}
