import { formatDay, formatShortInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Contact } from './office.ts';
import { appliesFrom, badgeOfProposal, movesTheMailbox, type Proposal } from './proposal.ts';

export interface ProposalReader {
  messages: Messages;
  /** Every contact that the office had, has or will have. */
  contacts: readonly Contact[];
  /** Display names of users; an office is told none. */
  names: Map<string, string>;
  today: string;
}

/** What one proposal says, as staff and the office read it. */
export function proposalModel(proposal: Proposal, { messages, contacts, names, today }: ProposalReader) {
  const { action, kind, state, words, decided } = proposal;
  const named = contacts.find(({ id }) => id === proposal.contactId);
  const by = decided && names.get(decided.by);
  return {
    action: messages(`proposals.action.${action}`),
    kind: messages(`prefectures.kind.${kind}`),
    badge: badgeOfProposal[state],
    state: messages(`proposals.state.${state}`),
    at: formatShortInstant(proposal.proposedAt),
    from: formatDay(proposal.fromOn),
    ...(state === 'proposed' && appliesFrom(proposal, today) !== proposal.fromOn ? { late: true } : {}),
    ...(named === undefined ? {} : { present: contactWords(named) }),
    ...(action === 'withdraw'
      ? {}
      : { coming: words === undefined ? messages('proposals.erased') : contactWords(words) }),
    who: words === undefined ? messages('proposals.nobody') : `${words.byName}, ${words.byFunction}`,
    strength: messages(`proposals.strength.${proposal.strength}`),
    ...(words === undefined || words.remark === '' ? {} : { remark: words.remark }),
    ...(decided === undefined ? {} : { decidedAt: formatShortInstant(decided.at) }),
    ...(by === undefined ? {} : { decidedBy: by }),
    ...(decided?.reason === undefined ? {} : { reason: decided.reason }),
    movesTheMailbox: movesTheMailbox(proposal, contacts, today),
  };
}

/** « Inès Morel, ines.morel@… », or the address alone. */
export function contactWords({ personName, address }: { personName: string; address: string }): string {
  return personName === '' ? address : `${personName}, ${address}`;
}

/** The lists of proposals by their state. */
export function proposalTabs(messages: Messages, proposals: readonly Proposal[], current: string) {
  const words = { proposed: 'a-decider', accepted: 'acceptees', refused: 'refusees' };
  return Object.entries(words).map(([state, name]) => ({
    label: messages(`proposals.filter.${state}`),
    href: state === 'proposed' ? '/prefectures/propositions' : `/prefectures/propositions?liste=${name}`,
    count: proposals.filter((proposal) => proposal.state === state).length,
    current: state === current,
  }));
}
