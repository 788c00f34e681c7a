import {
  lineOf,
  readLines,
  readPerson,
  readRows,
  type FieldType,
  type LineType,
} from '../kernel/typed-field.ts';
import type { Variable } from '../kernel/variables.ts';
import type { FieldValue } from './document-engine.ts';

/** As a manifest declares it. */
interface Field {
  key: string;
  type: FieldType;
  columns?: { key: string }[] | undefined;
}

/**
 * A stored field as the body names it. `missing` stands where a preview lacks something; never in the place
 * of a day or an amount, nor of a row: what the body prints there has to be one.
 */
export function toFieldValue({ type, columns = [] }: Field, stored: string, missing: string): FieldValue {
  switch (type) {
    case 'person': {
      const person = readPerson(stored);
      return person.name === '' && missing !== '' ? { ...person, name: missing } : person;
    }
    case 'list': {
      const lines = readLines(stored);
      return (lines.length === 0 && missing !== '' ? [missing] : lines).map((line) => ({ line }));
    }
    case 'table':
      return readRows(columns, stored);
    case 'date':
    case 'amount':
      return stored;
    default:
      return stored === '' ? missing : stored;
  }
}

/** What stands in the place of a variable; nothing for a field that is empty. */
export function valueInALine(
  { fields: specs }: { fields: Field[] },
  { fields }: { fields: Record<string, string> },
  { field, offset }: Variable,
): string {
  const stored = fields[field]?.trim() ?? '';
  const type = specs.find(({ key }) => key === field)?.type ?? 'text';
  if (type === 'year' && /^\d{4}$/.test(stored)) return String(Number(stored) + offset);
  return lineOf(type as LineType, stored);
}
