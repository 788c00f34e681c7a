import type { Knex } from 'knex';
import { instantOf, parisDayOf } from '../kernel/clock.ts';
import { formatDay } from '../kernel/french-format.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { LetterKind } from '../outbox/outbox.ts';
import { isValidOn, mailboxOf, type Contact } from './office.ts';
import { appliesFrom, changeOf, movesTheMailbox, type Proposal } from './proposal.ts';
import type { ProposalsDeps } from './proposals.ts';
import { listProposals, markProposal } from './proposals-store.ts';

/** Who decides, as far as these rules ask. */
export interface Actor {
  id: string;
  roles: readonly string[];
}

const deciders = ['dispatcher', 'administrator'];
const fault = (key: string, field = '') => refused({ field, key });

/** What staff make of an office's proposals. */
export function createProposalDeciding(deps: ProposalsDeps) {
  const { database, journal, clock, prefectures, messages } = deps;
  const today = () => parisDayOf(clock.now());

  async function apply(
    transaction: Knex.Transaction,
    actor: Actor,
    proposal: Proposal,
    contacts: Contact[],
  ): Promise<Outcome<{ contact: Contact; ended: Contact[] }>> {
    const { officeId, action, contactId, words } = proposal;
    const named = contacts.find(({ id }) => id === contactId);
    const from = appliesFrom(proposal, today());
    if (action === 'withdraw') {
      if (named === undefined) return fault('proposals.decide.contact-gone');
      const done = await prefectures.withdrawContact(transaction, actor.id, {
        ...{ officeId, contactId: named.id, on: from },
      });
      return done.ok ? accepted({ contact: done.value, ended: [done.value] }) : done;
    }
    if (words === undefined) return fault('proposals.decide.erased');
    if (action === 'replace' && (named === undefined || !isValidOn(named, today())))
      return fault('proposals.decide.contact-gone');
    return prefectures.replaceContact(transaction, actor.id, changeOf(proposal, words, contacts, today()));
  }

  async function write(
    transaction: Knex.Transaction,
    actor: Actor,
    { id, officeId }: Proposal,
    letter: { kind: LetterKind; address: string; key: string; params: Record<string, string> },
  ): Promise<void> {
    await deps.outbox.post(transaction, {
      ...{ kind: letter.kind, officeId, about: `proposal:${id}`, journalSubject: `office:${officeId}` },
      ...{ writtenBy: actor.id, address: letter.address },
      subject: messages(`proposals.mail.${letter.key}-subject`),
      text: messages(`proposals.mail.${letter.key}`, letter.params),
    });
  }

  const writtenTo = async (officeId: string) => {
    const office = await prefectures.findOffice(officeId);
    return office && mailboxOf(office)?.address;
  };

  return {
    /**
     * Applies a proposal to the directory, from its day or from today, whichever comes later. Another address
     * for the office's codes asks that the office was reached by telephone (`verified`), and is announced to the former and to the
     * new address. Refused as the directory refuses a change by hand.
     */
    async accept(actor: Actor, id: string, { verified }: { verified: boolean }): Promise<Outcome<undefined>> {
      if (!actor.roles.some((role) => deciders.includes(role)))
        return fault('proposals.decide.deciders-only');
      const [known] = await listProposals(deps.readDatabase, { id });
      if (known === undefined) return fault('proposals.decide.unknown');
      const contacts = await prefectures.listContactsEver(known.officeId);
      const moves = movesTheMailbox(known, contacts, today());
      if (moves && !verified) return fault('proposals.decide.not-verified', 'verified');
      const former = await writtenTo(known.officeId);
      // A change that the directory refuses takes the decision back with it.
      const outcome: { refused?: Outcome<undefined> } = {};
      const undo = new Error('refused by the directory');
      await database
        .transaction(async (transaction) => {
          const at = instantOf(clock);
          if (!(await markProposal(transaction, id, { state: 'accepted', at, by: actor.id }))) {
            outcome.refused = fault('proposals.decide.already');
            throw undo;
          }
          const done = await apply(transaction, actor, known, contacts);
          if (!done.ok) {
            outcome.refused = done;
            throw undo;
          }
          const { contact } = done.value;
          await journal.append(transaction, {
            type: 'contact.proposal-accepted',
            actor: actor.id,
            subject: `office:${known.officeId}`,
            data: {
              ...{ proposal: id, office: known.officeId, contact: contact.id, action: known.action },
              ...(moves ? { verified: 'telephone' } : {}),
            },
          });
          if (!moves) return;
          const params = { day: formatDay(appliesFrom(known, today())), address: contact.address };
          if (former !== undefined)
            await write(transaction, actor, known, {
              ...{ kind: 'mailbox-replaced', address: former, key: `former-${known.action}`, params },
            });
          if (known.action !== 'withdraw')
            await write(transaction, actor, known, {
              ...{ kind: 'mailbox-announced', address: contact.address, key: 'new', params },
            });
        })
        .catch((error: unknown) => {
          if (error !== undo) throw error;
        });
      return outcome.refused ?? accepted(undefined);
    },

    /** Refuses a proposal, with a reason that the office reads on its page and in its functional mailbox. */
    async refuse(actor: Actor, id: string, reason: string): Promise<Outcome<undefined>> {
      if (!actor.roles.some((role) => deciders.includes(role)))
        return fault('proposals.decide.deciders-only');
      const [known] = await listProposals(deps.readDatabase, { id });
      if (known === undefined) return fault('proposals.decide.unknown');
      const address = await writtenTo(known.officeId);
      const salt = newToken(16);
      const hash = saltedHash(salt, reason);
      return database.transaction(async (transaction): Promise<Outcome<undefined>> => {
        const decided = { at: instantOf(clock), by: actor.id, reason: { text: reason, salt, hash } };
        if (!(await markProposal(transaction, id, { state: 'refused', ...decided })))
          return fault('proposals.decide.already');
        await journal.append(transaction, {
          type: 'contact.proposal-refused',
          actor: actor.id,
          subject: `office:${known.officeId}`,
          data: { proposal: id, office: known.officeId, reasonHash: hash },
        });
        if (address !== undefined)
          await write(transaction, actor, known, {
            ...{ kind: 'proposal-decided', address, key: 'refused', params: { reason } },
          });
        return accepted(undefined);
      });
    },
  };
}
