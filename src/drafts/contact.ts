import { readPerson, type Person } from '../kernel/typed-field.ts';
import type { Fields } from './fields.ts';

/**
 * Whoever a letter tells to write to or to call: a person's field, or the four lines of a template that has
 * none. A part that is not known is an empty text.
 */
export function contactOf(fields: Readonly<Fields>): Person {
  if (fields['contact'] !== undefined) return readPerson(fields['contact']);
  return {
    name: fields['contactName'] ?? '',
    function: fields['contactFunction'] ?? '',
    telephone: fields['contactTelephone'] ?? '',
    mail: fields['contactMail'] ?? '',
  };
}
