import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newId } from '../kernel/ids.ts';
import type { Journal } from '../journal/journal.ts';
import type { Office } from '../prefectures/prefectures.ts';
import { findAgent, insertAgent, markAgentsEnded } from './agents-store.ts';
import type { AgentIdentity } from './office-sessions.ts';

const boundForMs = 366 * 24 * 3_600_000;

/**
 * Which office somebody whom ProConnect knows acts for. ProConnect tells who it is, never for whom: an address
 * of the directory does, or a code that the office's mailbox received.
 */
export function createAgents(deps: { database: Knex; journal: Journal; clock: Clock }) {
  const { database, journal, clock } = deps;
  return {
    /** Undefined when nothing ties them to one office, and one only. `offices`: with today's contacts. */
    async officeOf(
      identity: AgentIdentity & { email: string; emailVerified: boolean },
      offices: readonly Office[],
    ): Promise<string | undefined> {
      const email = identity.email.trim().toLowerCase();
      const theirs = offices.filter(
        ({ contacts }) =>
          identity.emailVerified && contacts.some(({ address }) => address.toLowerCase() === email),
      );
      if (theirs.length === 1) return theirs[0]?.id;
      const bound = await findAgent(database, keyOf(identity));
      if (bound === undefined || clock.now().getTime() - Date.parse(bound.bound_at) > boundForMs)
        return undefined;
      // The mailbox that vouched for them is no more the office's: it is to be proved again.
      const office = offices.find(({ id }) => id === bound.office_id);
      return office?.contacts.some(({ id }) => id === bound.contact_id) ? office.id : undefined;
    },

    /** From now on this identity comes in for that office, while the mailbox that received the code is its own. */
    async bind(
      transaction: Knex.Transaction,
      identity: AgentIdentity,
      { officeId, contactId }: { officeId: string; contactId: string },
    ): Promise<void> {
      const at = instantOf(clock);
      const id = newId();
      await markAgentsEnded(transaction, keyOf(identity), at);
      const agent = { office_id: officeId, contact_id: contactId, bound_at: at };
      await insertAgent(transaction, { id, ...keyOf(identity), ...agent });
      await journal.append(transaction, {
        type: 'office.agent-bound',
        actor: `office:${officeId}`,
        subject: `office:${officeId}`,
        data: { office: officeId, agent: id, contact: contactId },
      });
    },
  };
}

/** `sub` is each identity provider's own: the key is the two together. */
function keyOf({ issuer, subject }: AgentIdentity) {
  return { idp_id: issuer, sub_hash: sha256Hex(subject) };
}
