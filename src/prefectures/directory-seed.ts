import type { Knex } from 'knex';
import { newId, newToken } from '../kernel/ids.ts';
import { insertOfficesOfFrance } from './offices-store.ts';
import { officesOfFrance, type OfficeOfFrance } from './offices-of-france.ts';
import { collectivities, departments, regions } from './territories.ts';
import { listContacts } from './contacts-store.ts';
import type { Contact, ContactKind } from './office.ts';

/** Writes the territories, the offices and their mandates; running it again changes nothing. */
export async function seedOfficesOfFrance(transaction: Knex.Transaction): Promise<void> {
  await insertOfficesOfFrance(transaction, [...regions, ...departments, ...collectivities], officesOfFrance);
}

/**
 * The contacts of a demonstration, for the offices that have none: a functional mailbox each (PM
 * circular of 25 February 2011), and for the holders of a regional mandate a second one, so that a
 * refused address leads somewhere. Real addresses are not known: `.example` is reserved (RFC 2606).
 * `from` is the first day on which they are valid.
 */
export async function planDemonstrationContacts(
  transaction: Knex.Transaction,
  from: string,
): Promise<Contact[]> {
  const served = new Set((await listContacts(transaction)).map((contact) => contact.officeId));
  return officesOfFrance
    .filter((office) => !served.has(office.id))
    .flatMap((office) => {
      const first = contactOf(office, { rank: 1, kind: 'functional-mailbox', mailbox: 'circulaires', from });
      const holdsRegion = office.territoryIds.some((id) => id.startsWith('REG-'));
      return holdsRegion
        ? [first, contactOf(office, { rank: 2, kind: 'cabinet', mailbox: 'cabinet', from })]
        : [first];
    });
}

function contactOf(
  office: OfficeOfFrance,
  contact: { rank: number; kind: ContactKind; mailbox: string; from: string },
): Contact {
  return {
    id: newId(),
    officeId: office.id,
    rank: contact.rank,
    kind: contact.kind,
    address: `${contact.mailbox}@${office.slug}.pref.example`,
    personName: '',
    addressSalt: newToken(16),
    validFrom: contact.from,
    validTo: undefined,
    endedOn: undefined,
  };
}
