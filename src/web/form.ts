import type { ZodError, ZodType } from 'zod';
import { accepted, type FieldError, type Outcome } from '../kernel/outcome.ts';

const messageKey = /^[a-z][a-z-]*(\.[a-z0-9-]+)+$/;

/**
 * What was submitted, against its schema. The schema's messages are keys of templates/messages;
 * a fault without one of ours says only that the value is not recognised.
 */
export function parseForm<Body>(schema: ZodType<Body>, submitted: unknown): Outcome<Body> {
  const parsed = schema.safeParse(submitted ?? {});
  return parsed.success ? accepted(parsed.data) : { ok: false, errors: faultsOf(parsed.error) };
}

function faultsOf(error: ZodError): FieldError[] {
  const faults = new Map<string, FieldError>();
  for (const issue of error.issues) {
    const field = fieldName(issue.path);
    if (faults.has(field)) continue;
    const key = messageKey.test(issue.message)
      ? issue.message
      : missing(issue)
        ? 'form.required'
        : 'form.invalid';
    const params: Record<string, string | number> = {};
    if ('maximum' in issue) params.maximum = Number(issue.maximum);
    if ('minimum' in issue) params.minimum = Number(issue.minimum);
    faults.set(field, { field, key, params });
  }
  return [...faults.values()];
}

function missing(issue: { code?: string; input?: unknown; message: string }): boolean {
  return issue.code === 'invalid_type' && /received undefined/.test(issue.message);
}

/** `['sections', 'context']` is the field named `sections[context]`. */
function fieldName(path: PropertyKey[]): string {
  return path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('');
}

/** What was typed, flat and as text, to fill the form again. Passwords are never given back. */
export function typedOf(submitted: unknown, prefix = ''): Record<string, string> {
  if (submitted === null || typeof submitted !== 'object') return {};
  const typed: Record<string, string> = {};
  for (const [name, value] of Object.entries(submitted)) {
    const field = prefix === '' ? name : `${prefix}[${name}]`;
    if (/password|form-token/.test(field)) continue;
    if (typeof value === 'string') typed[field] = value;
    else Object.assign(typed, typedOf(value, field));
  }
  return typed;
}
