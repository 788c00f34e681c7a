/** Issuer and direction, year, serial, nature. */
const grammar = /^[A-Z]{4}(\d{2})\d{5}[A-Z]$/;

/** A NOR number as people copy it, with spaces between its parts, in one word. */
export function joinNor(typed: string): string {
  return typed.replace(/\s+/g, '');
}

/** The last two digits of the year in which a NOR was allotted; undefined when it cannot be one. */
export function yearOfNor(nor: string): string | undefined {
  return grammar.exec(nor)?.[1];
}
