import type { Knex } from 'knex';
import { refuseBeyond } from '../kernel/ceiling.ts';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { formatDay } from '../kernel/french-format.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import type { Messages } from '../kernel/messages.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { createConfirmations, type CampaignsPort } from './confirmations.ts';
import { planContact } from './contact-change.ts';
import { isValidOn, mailboxOf, type ContactKind } from './office.ts';
import type { Prefectures } from './prefectures.ts';
import { createProposalDeciding } from './proposals-deciding.ts';
import {
  changeOf,
  mostProposals,
  movesTheMailbox,
  type Proposal,
  type ProposalAction,
  type ProposalState,
} from './proposal.ts';
import { countProposals, hasProposal, insertProposal, listProposals } from './proposals-store.ts';

export type Proposals = ReturnType<typeof createProposals>;

export interface ProposalsDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  messages: Messages;
  outbox: Pick<Outbox, 'post'>;
  prefectures: Pick<
    Prefectures,
    'findOffice' | 'listContactsEver' | 'listOffices' | 'replaceContact' | 'withdrawContact'
  >;
  campaigns: CampaignsPort;
}

/** The office that proposes or confirms, and with what it entered its page. */
export interface ProposingOffice {
  id: string;
  strength: 'code' | 'proconnect';
}

export interface NewProposal {
  action: ProposalAction;
  contactId?: string;
  kind: ContactKind;
  address: string;
  personName: string;
  fromOn: string;
  remark: string;
  byName: string;
  byFunction: string;
  formKey: string;
}

/** What offices say of their own contacts: proposals that staff decide, and a yearly « all is right ». */
export function createProposals(deps: ProposalsDeps) {
  const { database, readDatabase, journal, clock } = deps;
  const today = () => parisDayOf(clock.now());

  async function judge(officeId: string, given: NewProposal): Promise<Outcome<NewProposal>> {
    const contacts = await deps.prefectures.listContactsEver(officeId);
    const standing = contacts.filter((contact) => isValidOn(contact, today()));
    const named = given.action === 'add' ? undefined : standing.find(({ id }) => id === given.contactId);
    if (given.action !== 'add' && named === undefined)
      return refused({ field: '', key: 'proposals.propose.not-yours' });
    if (given.action === 'withdraw')
      return accepted({ ...given, kind: named?.kind ?? given.kind, address: '', personName: '' });
    const proposed = { ...given, officeId, contactId: named?.id, kind: named?.kind ?? given.kind };
    const change = changeOf(proposed, given, contacts, today());
    const planned = planContact(change, contacts, today());
    if (!planned.ok) return planned;
    return accepted({ ...given, kind: change.kind, address: planned.value.contact.address });
  }

  return {
    confirmations: createConfirmations(deps),
    ...createProposalDeciding(deps),

    /**
     * Proposes a change of a contact that the office has today, or a new one. Refused beside `adresse`, `nom`
     * or `rang` as the directory itself would, and beyond so many an hour or a day; nothing changes before staff accept. Another
     * address for the office's codes is told at once to the present one: it is what opens the office's page.
     */
    async propose(office: ProposingOffice, given: NewProposal): Promise<Outcome<undefined>> {
      const judged = await judge(office.id, given);
      if (!judged.ok) return judged;
      const { action, contactId: named, kind, fromOn, formKey, ...words } = judged.value;
      const contactId = action === 'add' ? undefined : named;
      const id = newId();
      const salt = newToken(16);
      const textHash = saltedHash(salt, JSON.stringify(words));
      const person = JSON.stringify([words.byName, words.byFunction]);
      const current = await deps.prefectures.findOffice(office.id);
      const mailbox = current && mailboxOf(current);
      const contacts = await deps.prefectures.listContactsEver(office.id);
      return database.transaction(async (transaction): Promise<Outcome<undefined>> => {
        if (await hasProposal(transaction, formKey)) return accepted(undefined);
        const tooMany = await refuseBeyond(mostProposals, {
          ...{ clock, keys: 'proposals.too-many' },
          countSince: (since) => countProposals(transaction, { officeId: office.id, since }),
        });
        if (tooMany !== undefined) return tooMany;
        const proposal: Proposal & { words: typeof words } = {
          ...{ id, officeId: office.id, action, contactId, kind, fromOn, words, state: 'proposed' },
          ...{ proposedAt: instantOf(clock), strength: office.strength, decided: undefined },
        };
        if (!(await insertProposal(transaction, { ...proposal, salt, textHash, formKey })))
          return accepted(undefined);
        await journal.append(transaction, {
          type: 'contact.proposed',
          actor: `office:${office.id}`,
          subject: `office:${office.id}`,
          data: {
            ...{ proposal: id, office: office.id, action, kind, textHash, strength: office.strength },
            personHash: saltedHash(salt, person),
          },
        });
        if (movesTheMailbox(proposal, contacts, today()) && mailbox !== undefined)
          await deps.outbox.post(transaction, {
            ...{ kind: 'mailbox-replaced', officeId: office.id, about: `proposal:${id}` },
            ...{ journalSubject: `office:${office.id}`, writtenBy: `office:${office.id}` },
            address: mailbox.address,
            subject: deps.messages('proposals.mail.proposed-subject'),
            text: deps.messages('proposals.mail.proposed', { day: formatDay(fromOn), who: words.byName }),
          });
        return accepted(undefined);
      });
    },

    /** See proposals-store.ts for the order. */
    list: (where: { officeId?: string; state?: ProposalState } = {}): Promise<Proposal[]> =>
      listProposals(readDatabase, where),

    async find(id: string): Promise<Proposal | undefined> {
      const [proposal] = await listProposals(readDatabase, { id });
      return proposal;
    },

    /** How many wait for a decision. */
    countProposed: async (): Promise<number> =>
      (await listProposals(readDatabase, { state: 'proposed' })).length,
  };
}
