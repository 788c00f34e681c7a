/** One fault of what a person submitted: the field's name, the key of a French sentence, its parameters. */
export interface FieldError {
  field: string;
  key: string;
  params?: Record<string, string | number>;
}

/** A submission is either accepted, or refused as a value (never a throw) with every fault found. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; errors: FieldError[] };

export function accepted<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refused(...errors: FieldError[]): { ok: false; errors: FieldError[] } {
  return { ok: false, errors };
}
