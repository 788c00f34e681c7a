import { formatDay } from '../kernel/french-format.ts';
import type { FieldError } from '../kernel/outcome.ts';
import type { Fields } from './fields.ts';

/** The template's fields that say in what capacity the signatory signs (all optional in a template). */
const capacityField = 'signingCapacity';
const referenceField = 'delegationReference';
const validUntilField = 'delegationValidUntil';

/** Signed for somebody else (« par délégation », « par intérim »), and not in the signatory's own name. */
function isForAnother(fields: Fields): boolean {
  const capacity = fields[capacityField] ?? '';
  return capacity !== '' && capacity !== 'en titre';
}

/**
 * What stops the submission of a text signed by delegation or interim: the act that allows it is
 * printed in the signature block, so its reference and its last day must be known before the freeze.
 */
export function missingDelegation(fields: Fields): FieldError[] {
  if (!isForAnother(fields)) return [];
  return [referenceField, validUntilField]
    .filter((name) => (fields[name] ?? '') === '')
    .map((name) => ({ field: `fields[${name}]`, key: 'drafts.delegation.required' }));
}

/** A delegation that ended before the day of the signature (`YYYY-MM-DD`, in Paris) signs nothing. */
export function faultOfDelegation(fields: Fields, signedOn: string): FieldError | undefined {
  const validUntil = fields[validUntilField] ?? '';
  if (!isForAnother(fields)) return undefined;
  if (validUntil >= signedOn) return undefined;
  return { field: '', key: 'drafts.delegation.ended', params: { day: formatDay(validUntil) } };
}
