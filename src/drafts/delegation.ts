import { formatDay } from '../kernel/french-format.ts';
import type { FieldError } from '../kernel/outcome.ts';
import type { Fields } from './fields.ts';
import { letterDayOf } from './instruction.ts';

/** The template's fields that say in what capacity the signatory signs (all optional in a template). */
const capacityField = 'signingCapacity';
const referenceField = 'delegationReference';
const validFromField = 'delegationValidFrom';
const validUntilField = 'delegationValidUntil';
/** First and last day of an act of delegation: no letter changes them. */
export const delegationDays: readonly string[] = [validFromField, validUntilField];

/** Signed for somebody else (« par délégation », « par intérim »), and not in the signatory's own name. */
function isForAnother(fields: Fields): boolean {
  const capacity = fields[capacityField] ?? '';
  return capacity !== '' && capacity !== 'en titre';
}

/**
 * What stops the submission of a text signed by delegation or interim: the act that allows it is printed
 * in the signature block, so its reference, its first and its last day must be known before the freeze.
 * @param template the fields that the instruction's own template has: an older one has no first day.
 */
export function missingDelegation(template: readonly { key: string }[], fields: Fields): FieldError[] {
  if (!isForAnother(fields)) return [];
  return [referenceField, validFromField, validUntilField]
    .filter((name) => template.some(({ key }) => key === name) && (fields[name] ?? '') === '')
    .map((name) => beside(name, 'drafts.delegation.required'));
}

/** A period that ends before it begins, or that the letter's own day lies outside of: beside the field at fault. */
export function faultsOfPeriod(fields: Fields): FieldError[] {
  if (!isForAnother(fields)) return [];
  const [from, until, letterDay] = [fields[validFromField], fields[validUntilField], letterDayOf(fields)];
  if (from && until && from > until) return [beside(validUntilField, 'drafts.delegation.reversed', from)];
  if (letterDay === undefined) return [];
  if (from && letterDay < from) return [beside(validFromField, 'drafts.delegation.after-letter', letterDay)];
  if (until && letterDay > until)
    return [beside(validUntilField, 'drafts.delegation.before-letter', letterDay)];
  return [];
}

/** A delegation signs nothing on a day (`YYYY-MM-DD`, in Paris) before its first or after its last. */
export function faultOfDelegation(fields: Fields, signedOn: string): FieldError | undefined {
  if (!isForAnother(fields)) return undefined;
  const from = fields[validFromField] ?? '';
  const until = fields[validUntilField] ?? '';
  if (signedOn < from)
    return { field: '', key: 'drafts.delegation.not-begun', params: { day: formatDay(from) } };
  if (signedOn <= until) return undefined;
  // The freeze asks for a last day; without one nothing tells that the act still holds.
  const day = until === '' ? '—' : formatDay(until);
  return { field: '', key: 'drafts.delegation.ended', params: { day } };
}

function beside(name: string, key: string, day?: string): FieldError {
  return { field: `fields[${name}]`, key, ...(day !== undefined && { params: { day: formatDay(day) } }) };
}
