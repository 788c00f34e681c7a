import { instantOf, parisDayOf } from '../kernel/clock.ts';
import { saltedHash, sha256Hex } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { insertConfirmation, listConfirmations, type Confirmation } from './confirmations-store.ts';
import type { ProposalsDeps, ProposingOffice } from './proposals.ts';

/** What confirming asks of the campaigns. */
export interface CampaignsPort {
  /** When the last campaign that wrote to the office was opened; undefined: none ever did. */
  lastOpenedAt(officeId: string): Promise<string | undefined>;
}

/** Once a year, from the opening of a campaign on, each office is asked whether its contacts are right. */
export function createConfirmations(deps: ProposalsDeps) {
  const { database, readDatabase, journal, clock } = deps;
  const thisYear = () => Number(parisDayOf(clock.now()).slice(0, 4));

  return {
    thisYear,

    /** Says that the contacts of today are right, for this year; a second time changes nothing. */
    async confirm(office: ProposingOffice, person: { name: string; function: string }): Promise<void> {
      const contacts = (await deps.prefectures.findOffice(office.id))?.contacts ?? [];
      const ids = contacts.map(({ id }) => id).toSorted();
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
