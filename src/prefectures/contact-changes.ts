import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { formatDay } from '../kernel/french-format.ts';
import { AppError } from '../kernel/errors.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import { planContact, type ContactChange, type PlannedContact } from './contact-change.ts';
import { contactAdded, contactEnded } from './contact-events.ts';
import { insertContacts, listContacts, markContactsEnded } from './contacts-store.ts';
import type { Contact } from './office.ts';

export interface ChangedContact {
  contact: Contact;
  /** Those that it takes the place of. */
  ended: Contact[];
}

/** One contact added or withdrawn by a person, in the caller's transaction, under its author in the journal. */
export function createContactChanges(deps: { journal: Journal; clock: Clock }) {
  const { journal, clock } = deps;
  const today = () => parisDayOf(clock.now());

  async function plan(
    database: Knex | Knex.Transaction,
    change: ContactChange,
  ): Promise<Outcome<PlannedContact>> {
    return planContact(change, await listContacts(database, [change.officeId]), today());
  }

  return {
    plan,

    /** Adds a contact; the one that holds its rank then ends on the first day of the new one. */
    async replace(
      transaction: Knex.Transaction,
      actor: string,
      change: ContactChange,
    ): Promise<Outcome<ChangedContact>> {
      const planned = await plan(transaction, change);
      if (!planned.ok) return planned;
      const { ends } = planned.value;
      const contact = {
        ...planned.value.contact,
        ...{ id: newId(), addressSalt: newToken(16), endedOn: undefined },
      };
      const ids = ends.map(({ id }) => id);
      await markContactsEnded(transaction, ids, { on: contact.validFrom, by: actor });
      await insertContacts(transaction, [contact], { at: instantOf(clock), by: actor });
      await journal.append(
        transaction,
        ...ends.map((ended) => contactEnded(actor, ended)),
        contactAdded(actor, contact),
      );
      return accepted({ contact, ended: ends });
    },

    /**
     * Withdraws a contact from a day on (today by default); refused beside `fin` when the day is before its
     * first or after its last, or when it was withdrawn already. Throws when the office has no such contact.
     */
    async withdraw(
      transaction: Knex.Transaction,
      actor: string,
      named: { officeId: string; contactId: string; on?: string },
    ): Promise<Outcome<Contact>> {
      const { officeId, contactId, on = today() } = named;
      const contact = (await listContacts(transaction, [officeId])).find(({ id }) => id === contactId);
      if (contact === undefined) throw new AppError('not-found', 'no such contact of this office');
      const wrong = (key: string, day: string) =>
        refused({ field: 'fin', key: `prefectures.contact.${key}`, params: { day: formatDay(day) } });
      if (contact.endedOn !== undefined) return wrong('already-withdrawn', contact.endedOn);
      if (on < contact.validFrom) return wrong('before-start', contact.validFrom);
      if (contact.validTo !== undefined && on > contact.validTo)
        return wrong('already-over', contact.validTo);
      await markContactsEnded(transaction, [contact.id], { on, by: actor });
      await journal.append(transaction, contactEnded(actor, contact));
      return accepted({ ...contact, endedOn: on });
    },
  };
}
