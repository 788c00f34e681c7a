/** A place in a text of a template: `{year}`, `{year-1}`. */
export interface Variable {
  field: string;
  /** Added to a year. */
  offset: number;
}

const place = /\{(\w+)([+-]\d{1,2})?\}/g;

/** The variables of a text, and its braces that are none (as they are written). */
export function variablesOf(text: string): { variables: Variable[]; stray: string[] } {
  const variables = [...text.matchAll(place)].map(([, field = '', offset]) => ({
    field,
    offset: Number(offset ?? 0),
  }));
  const rest = text.replace(place, '');
  return { variables, stray: rest.match(/[{}][^{}\s]*/g) ?? [] };
}

/** The text with each variable's value in its place. */
export function fillVariables(text: string, valueOf: (variable: Variable) => string): string {
  return text.replace(place, (_whole, field: string, offset: string | undefined) =>
    valueOf({ field, offset: Number(offset ?? 0) }),
  );
}
