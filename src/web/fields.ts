import { z } from 'zod';

// Control characters, line separators included: what becomes a mail header or a PDF title stays on one line.
// eslint-disable-next-line no-control-regex -- refusing control characters is the purpose
const controlCharacters = /[\u0000-\u001f\u007f\u0080-\u009f\u2028\u2029]/;

/** A required text of one line. */
export function singleLine(maximum: number) {
  return z
    .string({ error: 'form.required' })
    .refine((value) => !controlCharacters.test(value), 'form.control-characters')
    .transform((value) => value.trim())
    .pipe(z.string().min(1, 'form.required').max(maximum, 'form.too-long'));
}

/** A text of one line that may be left empty. */
export function optionalLine(maximum: number) {
  return z
    .string()
    .default('')
    .refine((value) => !controlCharacters.test(value), 'form.control-characters')
    .transform((value) => value.trim())
    .pipe(z.string().max(maximum, 'form.too-long'));
}

/** A text of several lines: line breaks and tabs are kept, other control characters refused. */
export function multiLine(maximum: number, minimum = 0) {
  return z
    .string()
    .default('')
    .transform((value) => value.replaceAll('\r\n', '\n').trim())
    .refine((value) => !controlCharacters.test(value.replace(/[\n\t]/g, ' ')), 'form.invalid')
    .pipe(z.string().min(minimum, 'form.required').max(maximum, 'form.too-long'));
}

/** A day, from a date input (`2026-12-21`) or as the French type it (`21/12/2026`); gives `YYYY-MM-DD`. */
export function day() {
  return z
    .string({ error: 'form.required' })
    .transform((value) => value.trim())
    .pipe(z.string().min(1, 'form.required'))
    .transform(isoDay)
    .refine(isRealDay, 'form.no-such-date');
}

/** A day that may be left empty, which gives undefined. */
export function optionalDay() {
  return z
    .string()
    .default('')
    .transform((value) => isoDay(value.trim()))
    .refine((value) => value === '' || isRealDay(value), 'form.no-such-date')
    .transform((value) => (value === '' ? undefined : value));
}

function isoDay(value: string): string {
  return value.replace(
    /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/,
    (_all, d: string, m: string, y: string) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`,
  );
}

/** True for `YYYY-MM-DD` when that day is in the calendar. */
export function isRealDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** A form with nothing but its button. */
export const noFields = z.object({});
