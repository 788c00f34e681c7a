import { readLines, readPerson, readRows, type FieldType } from '../kernel/typed-field.ts';
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
