import type { FieldError } from '../../kernel/outcome.ts';

/** `error` stops a submission; `warning` is shown, and passes. */
export type Severity = 'error' | 'warning';

/** Where the fault is, and the address that leads there. */
export interface Place {
  field?: string;
  section?: string;
  passage?: string;
  /** Words of the section by which the editor finds the place. */
  words?: string;
  href: string;
}

/** One thing to look at. `key` names two French sentences: `what` it is, and what to `do`. */
export interface Finding {
  key: string;
  severity: Severity;
  params?: Record<string, string | number>;
  /** Why, when another rule has its own sentence for it. */
  reason?: { key: string; params?: Record<string, string | number> };
  place: Place;
  /** The field's or the section's own name; empty for the text as a whole. */
  label: string;
}

/** What stops a submission, as a refused form says it: beside its field, in one sentence. */
export function toFieldError({ key, params, reason, place, label }: Finding): FieldError {
  const { section, field } = place;
  const part =
    field === undefined ? (section === undefined ? '' : `sections[${section}]`) : `fields[${field}]`;
  if (reason !== undefined) return { field: part, ...reason };
  if (key === 'checks.missing-field') return { field: part, key: 'form.required' };
  if (key === 'checks.missing-section')
    return { field: part, key: 'drafts.text.section-is-empty', params: { title: label } };
  return { field: part, key: `${key}.what`, params: { ...params, label } };
}
