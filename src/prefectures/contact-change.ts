import { formatDay } from '../kernel/french-format.ts';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import { readAddress } from '../mail/mail.ts';
import { overlap, type Contact, type ContactKind } from './office.ts';

/** One contact to add by hand, or on an office's own proposal. */
export interface ContactChange {
  officeId: string;
  /** From 1 (written to first) to 9. */
  rank: number;
  kind: ContactKind;
  address: string;
  /** Empty for a functional mailbox. */
  personName?: string;
  /** First day of use; today when it is not given. */
  validFrom?: string;
  /** Last day of use; none when it is not given. */
  validTo?: string;
}

/** A change that was understood: the contact to add, and those of the same rank that end when it begins. */
export interface PlannedContact {
  contact: Omit<Contact, 'id' | 'addressSalt' | 'endedOn'>;
  ends: Contact[];
}

export const longestName = 120;
export const highestRank = 9;

/** What a spreadsheet would run as a formula, in the export that someone opens later. */
export const formulaStart = /^[=+\-@]/;

/**
 * Puts a change beside the contacts that the office has. Refused beside its field (`rang`, `adresse`, `nom`,
 * `debut`, `fin`): what the import would refuse too, an address that the office already has, and a rank
 * that another contact takes later.
 */
export function planContact(
  change: ContactChange,
  standing: Contact[],
  today: string,
): Outcome<PlannedContact> {
  const { officeId, rank, kind, personName = '', validFrom = today, validTo } = change;
  const errors: FieldError[] = [];
  const wrong = (field: string, key: string, params?: FieldError['params']) =>
    void errors.push({ field, key, ...(params === undefined ? {} : { params }) });

  const read = readAddress(change.address.trim());
  if (!read.ok) for (const { key } of read.errors) wrong('adresse', key);
  if (!Number.isInteger(rank) || rank < 1 || rank > highestRank)
    wrong('rang', 'prefectures.import.rank', { highest: highestRank });
  if (/\p{Cc}|[\u2028\u2029]/u.test(personName)) wrong('nom', 'form.control-characters');
  if (personName.length > longestName)
    wrong('nom', 'prefectures.import.name-too-long', { maximum: longestName });
  if (formulaStart.test(personName)) wrong('nom', 'prefectures.import.formula');
  if (validTo !== undefined && validTo < validFrom) wrong('fin', 'prefectures.import.ends-before-start');
  if (!read.ok || errors.length > 0) return { ok: false, errors };

  const { address, mailbox } = read.value;
  const contact = { officeId, rank, kind, address, personName: personName.trim(), validFrom, validTo };
  const common = standing.filter(
    (other) =>
      other.officeId === officeId &&
      overlap(other, contact) &&
      (other.endedOn === undefined || other.endedOn > validFrom),
  );
  const twin = common.find((other) => other.rank !== rank && other.address.toLowerCase() === mailbox);
  if (twin !== undefined)
    return refused({ field: 'adresse', key: 'prefectures.contact.known', params: { rank: twin.rank } });
  const ends = common.filter((other) => other.rank === rank);
  if (ends.some((other) => isSame(other, contact)))
    return refused({ field: 'adresse', key: 'prefectures.contact.unchanged' });
  const later = ends.find((other) => other.validFrom > validFrom);
  if (later !== undefined)
    return refused({
      field: 'rang',
      key: 'prefectures.contact.taken-later',
      params: { day: formatDay(later.validFrom) },
    });
  return accepted({ contact, ends });
}

type Told = Pick<Contact, 'kind' | 'address' | 'personName' | 'validTo'>;

function isSame(one: Told, other: Told): boolean {
  const keys = ['kind', 'address', 'personName', 'validTo'] as const;
  return keys.every((key) => one[key] === other[key]);
}
