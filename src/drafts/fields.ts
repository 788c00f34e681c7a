import { z } from 'zod';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import { hasForbiddenCharacters } from './text-characters.ts';

/** A typed field as a template declares it (structurally the render room's own). */
export interface FieldRule {
  key: string;
  type: 'text' | 'date' | 'year' | 'choice';
  required: boolean;
  max?: number;
  choices?: readonly (string | { value: string })[];
}

export type Fields = Record<string, string>;

const longestText = 200;
const firstYear = 1982; // the mission's creation
const lastYear = 2100;

/**
 * Checks what was typed against the template's fields; each error's field is `fields[<key>]`.
 * Days come out as `YYYY-MM-DD`; a field that was not submitted keeps its `current` value.
 */
export function parseFields(
  rules: readonly FieldRule[],
  typed: Fields,
  current: Fields = {},
): Outcome<Fields> {
  const errors: FieldError[] = [];
  const fields: Fields = {};
  for (const rule of rules) {
    const value = typed[rule.key];
    if (value === undefined) {
      fields[rule.key] = current[rule.key] ?? '';
      continue;
    }
    const parsed = schemaOf(rule, (current[rule.key] ?? '') !== '').safeParse(value);
    if (parsed.success) fields[rule.key] = parsed.data;
    else errors.push(errorOf(rule, parsed.error.issues[0]?.message ?? 'form.invalid'));
  }
  for (const key of Object.keys(typed)) {
    if (!rules.some((rule) => rule.key === key))
      errors.push({ field: `fields[${key}]`, key: 'form.invalid' });
  }
  return errors.length === 0 ? accepted(fields) : refused(...errors);
}

/** The required fields that are still empty: they stop a submission. */
export function missingFields(rules: readonly FieldRule[], fields: Fields): FieldError[] {
  return rules
    .filter((rule) => rule.required && (fields[rule.key] ?? '') === '')
    .map((rule) => ({ field: `fields[${rule.key}]`, key: 'form.required' }));
}

/** A single line, trimmed: it may become a mail header or a file's title. */
export function singleLine(max = longestText) {
  return z
    .string()
    .trim()
    .max(max, 'form.too-long')
    .refine((value) => !hasForbiddenCharacters(value), 'form.control-characters');
}

/** A year of the mission's life, as four digits. */
export const yearText = z
  .string()
  .trim()
  .regex(/^\d{4}$/, 'drafts.field.not-a-year')
  .refine((value) => Number(value) >= firstYear && Number(value) <= lastYear, 'drafts.field.not-a-year');

/** A day that exists, `YYYY-MM-DD` or `DD/MM/YYYY`; comes out as `YYYY-MM-DD`. */
export const dayText = z
  .string()
  .trim()
  .transform((value) => /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(value)?.slice(1).reverse().join('-') ?? value)
  .refine(isDay, 'form.no-such-date');

// A required field may wait until the submission; once filled, it is not emptied again.
function schemaOf(rule: FieldRule, filled: boolean): z.ZodType<string, string> {
  const line = singleLine(rule.max).min(rule.required && filled ? 1 : 0, 'form.required');
  switch (rule.type) {
    case 'text':
      return line;
    case 'date':
      return line.pipe(orEmpty(dayText));
    case 'year':
      return line.pipe(orEmpty(yearText));
    case 'choice':
      return line.pipe(
        z.string().refine((value) => value === '' || valuesOf(rule).includes(value), 'form.invalid'),
      );
  }
}

// An empty optional field is no fault; anything else answers to its own schema, whose message is kept.
function orEmpty(schema: z.ZodType<string, string>): z.ZodType<string, string> {
  return z.string().transform((value, context) => {
    if (value === '') return value;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    context.addIssue(parsed.error.issues[0]?.message ?? 'form.invalid');
    return z.NEVER;
  });
}

function valuesOf(rule: FieldRule): string[] {
  return (rule.choices ?? []).map((choice) => (typeof choice === 'string' ? choice : choice.value));
}

function isDay(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
  );
}

function errorOf(rule: FieldRule, key: string): FieldError {
  const field = `fields[${rule.key}]`;
  return key === 'form.too-long'
    ? { field, key, params: { maximum: rule.max ?? longestText } }
    : { field, key };
}
