import { saltedHash } from '../kernel/hash.ts';
import type { JournalEvent } from '../journal/journal.ts';
import type { Contact } from './office.ts';

/** The journal line of a new contact: its address is there as a salted hash only. */
export function contactAdded(actor: string, contact: Contact): JournalEvent {
  const { id, officeId, address, addressSalt } = contact;
  const data = { office: officeId, contact: id, addressHash: saltedHash(addressSalt, address) };
  return { type: 'contact.added', actor, subject: `office:${officeId}`, data };
}

/** The journal line of a contact that is withdrawn, or that another takes the place of. */
export function contactEnded(actor: string, { id, officeId }: Contact): JournalEvent {
  const data = { office: officeId, contact: id };
  return { type: 'contact.ended', actor, subject: `office:${officeId}`, data };
}
