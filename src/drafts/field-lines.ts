import { z } from 'zod';
import { readAmount } from '../kernel/amount.ts';
import type { LineType } from '../kernel/typed-field.ts';
import { hasForbiddenCharacters } from './text-characters.ts';

/** What is written on one line, a whole field or a table's cell, as a template declares it. */
export interface LineRule {
  type: LineType;
  max?: number;
  choices?: readonly string[];
}

export const longestText = 200;
const firstYear = 1982; // the mission's creation
const lastYear = 2100;

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
const dayText = z
  .string()
  .trim()
  .transform((value) => /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(value)?.slice(1).reverse().join('-') ?? value)
  .refine(isDay, 'form.no-such-date');

/** Integer cents, as they are stored. */
const centsText = z
  .string()
  .trim()
  .regex(/^(0|[1-9]\d{0,13})$/, 'drafts.field.amount-not-an-amount');

/** Euros, as they are typed; comes out as integer cents. */
const eurosText = z.string().transform((value, context) => {
  const read = readAmount(value);
  if ('cents' in read) return String(read.cents);
  context.addIssue(`drafts.field.amount-${read.fault}`);
  return z.NEVER;
});

const mailText = z.email({ error: 'drafts.field.not-a-mail' });

/**
 * What one line of a rule's type is read by; an empty one is none and no fault. `typed`: as a person writes
 * it (an amount in euros); otherwise as it is stored.
 */
export function lineSchema(rule: LineRule, { typed }: { typed: boolean }): z.ZodType<string, string> {
  const line = singleLine(rule.max);
  switch (rule.type) {
    case 'text':
      return line;
    case 'date':
      return line.pipe(orEmpty(dayText));
    case 'year':
      return line.pipe(orEmpty(yearText));
    case 'amount':
      return line.pipe(orEmpty(typed ? eurosText : centsText));
    case 'choice':
      return line.pipe(
        z.string().refine((value) => value === '' || (rule.choices ?? []).includes(value), 'form.invalid'),
      );
  }
}

export const mailSchema = singleLine().pipe(orEmpty(mailText));

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

function isDay(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
  );
}
