import { instantOf, parisDayOf } from '../kernel/clock.ts';
import { saltedHash, sha256Hex } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { insertConfirmation, listConfirmations, type Confirmation } from './confirmations-store.ts';
import type { Contact } from './office.ts';
import type { ProposalsDeps, ProposingOffice } from './proposals.ts';

/** What confirming asks of the campaigns. */
export interface CampaignsPort {
  /** When the last campaign that wrote to the office was opened; undefined: none ever did. */
  lastOpenedAt(officeId: string): Promise<string | undefined>;
}

/** The contacts that came, and those that left, since the page was read. */
export interface ChangedMeanwhile {
  state: 'changed';
  came: Contact[];
  left: Contact[];
}

/** Once a year, from the opening of a campaign on, each office is asked whether its contacts are right. */
export function createConfirmations(deps: ProposalsDeps) {
  const { database, readDatabase, journal, clock } = deps;
  const thisYear = () => Number(parisDayOf(clock.now()).slice(0, 4));

  return {
    thisYear,

    /**
     * Says that the contacts of today are right, for this year; a second time changes nothing. `seen`: the ids
     * of those that the person read. When they are no longer those of today, nothing is said, and what
     * changed is given back.
     */
    async confirm(
      office: ProposingOffice,
      { seen, ...person }: { name: string; function: string; seen: readonly string[] },
    ): Promise<{ state: 'confirmed' } | ChangedMeanwhile> {
      const contacts = (await deps.prefectures.findOffice(office.id))?.contacts ?? [];
      const ids = contacts.map(({ id }) => id).toSorted();
      const came = contacts.filter(({ id }) => !seen.includes(id));
      const gone = seen.filter((id) => !ids.includes(id));
      if (came.length + gone.length > 0) {
        const ever = await deps.prefectures.listContactsEver(office.id);
        return { state: 'changed', came, left: ever.filter(({ id }) => gone.includes(id)) };
      }
      const id = newId();
      const salt = newToken(16);
      const year = thisYear();
      const hashes = {
        contactsHash: sha256Hex(ids.join(' ')),
        personHash: saltedHash(salt, JSON.stringify([person.name, person.function])),
      };
      await database.transaction(async (transaction) => {
        const confirmation = {
          ...{ id, officeId: office.id, year, confirmedAt: instantOf(clock), strength: office.strength },
          ...{ contacts: ids.length, person },
        };
        if (!(await insertConfirmation(transaction, { ...confirmation, ...hashes, salt }))) return;
        await journal.append(transaction, {
          type: 'contacts.confirmed',
          actor: `office:${office.id}`,
          subject: `office:${office.id}`,
          data: {
            ...{ confirmation: id, office: office.id, year, contacts: ids.length, ...hashes },
            strength: office.strength,
          },
        });
      });
      return { state: 'confirmed' };
    },

    /** What the offices said for a year, this one by default. */
    list: (year: number = thisYear()): Promise<Confirmation[]> => listConfirmations(readDatabase, { year }),

    /** The last time that an office said so. */
    async lastOf(officeId: string): Promise<Confirmation | undefined> {
      const [last] = await listConfirmations(readDatabase, { officeId });
      return last;
    },

    /** Whether an office is asked: a campaign wrote to it, and it said nothing since that year began. */
    async isAsked(officeId: string): Promise<boolean> {
      const openedAt = await deps.campaigns.lastOpenedAt(officeId);
      if (openedAt === undefined) return false;
      const [last] = await listConfirmations(readDatabase, { officeId });
      return last === undefined || last.year < Number(parisDayOf(new Date(openedAt)).slice(0, 4));
    },
  };
}
