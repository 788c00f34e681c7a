import type { Mandate } from './mandate.ts';

/** What a contact of an office may be. */
export const contactKinds = [
  'functional-mailbox',
  'project-lead',
  'deputy',
  'cabinet',
  'secretary-general',
] as const;

export type ContactKind = (typeof contactKinds)[number];

/** An address of an office. The lowest rank that is valid on a day is the one that is written to. */
export interface Contact {
  id: string;
  officeId: string;
  rank: number;
  kind: ContactKind;
  address: string;
  /** Empty for a functional mailbox, and once the person was anonymised. */
  personName: string;
  addressSalt: string;
  /** First and last day of use, both included, as declared. */
  validFrom: string;
  validTo: string | undefined;
  /** First day on which the contact had been withdrawn from the directory. */
  endedOn: string | undefined;
}

/**
 * Where a whole office is written to: the mailbox that everybody there reads; where none is known, whoever is
 * written to first. `contacts`: those of the day, best rank first.
 */
export function mailboxOf<Known extends { kind: string }>(office: {
  contacts: readonly Known[];
}): Known | undefined {
  const { contacts } = office;
  return contacts.find(({ kind }) => kind === 'functional-mailbox') ?? contacts[0];
}

/** An office's territory, and the days of the mandate (undefined: no known bound). */
export interface HeldTerritory {
  id: string;
  kind: 'region' | 'department' | 'collectivity';
  name: string;
  linkedName: string;
  validFrom: string | undefined;
  validTo: string | undefined;
}

export interface Office {
  /** `OFF-01`, `OFF-2A`, `OFF-987`. */
  id: string;
  /** « préfecture de l’Ain ». */
  name: string;
  /** « Ain ». */
  label: string;
  timeZone: string;
  /** Region of its department; undefined for the overseas collectivities. */
  region: { id: string; name: string } | undefined;
  territories: HeldTerritory[];
  /** Best rank first; those not valid that day are left out. */
  contacts: Contact[];
  /** Of the chefs de projet who sit in the office that day, for whatever territory. */
  mandates: Mandate[];
}

/** Whether the address of one of an office's contacts, best rank first, is its `mailboxOf` on a day. */
export function isMailboxOn(contacts: readonly Contact[], contactId: string, day: string): boolean {
  const mailbox = mailboxOf({ contacts: contacts.filter((contact) => isValidOn(contact, day)) });
  const known = contacts.find(({ id }) => id === contactId);
  if (mailbox === undefined || known === undefined) return false;
  // The same address may come back under another line; one that was erased is nobody's any more.
  const isSame = known.address !== '' && known.address.toLowerCase() === mailbox.address.toLowerCase();
  return mailbox.id === known.id || isSame;
}

/** What dispatch needs of an office to write to it. */
export interface DirectoryRecipient {
  officeId: string;
  officeName: string;
  contactId: string;
  rank: number;
  address: string;
  addressSalt: string;
  timeZone: string;
}

/** Whether a contact may be written to on a calendar day (`YYYY-MM-DD`). */
export function isValidOn(contact: Pick<Contact, 'validFrom' | 'validTo' | 'endedOn'>, day: string): boolean {
  return (
    contact.validFrom <= day &&
    (contact.validTo === undefined || day <= contact.validTo) &&
    (contact.endedOn === undefined || day < contact.endedOn)
  );
}

/** Whether two contacts are declared for a common day. */
export function overlap(
  one: Pick<Contact, 'validFrom' | 'validTo'>,
  other: Pick<Contact, 'validFrom' | 'validTo'>,
): boolean {
  const startsBeforeEnd = (start: string, end: string | undefined) => end === undefined || start <= end;
  return startsBeforeEnd(one.validFrom, other.validTo) && startsBeforeEnd(other.validFrom, one.validTo);
}
