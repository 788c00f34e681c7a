import { highestRank } from './contact-change.ts';
import type { Contact, ContactKind } from './office.ts';

/** What an office proposes: another contact beside the others, in the place of one, or one that leaves. */
export const proposalActions = ['add', 'replace', 'withdraw'] as const;
export type ProposalAction = (typeof proposalActions)[number];

export type ProposalState = 'proposed' | 'accepted' | 'refused';

export interface Proposal {
  id: string;
  officeId: string;
  action: ProposalAction;
  /** The contact that is replaced or leaves. */
  contactId: string | undefined;
  /** What the contact is, or will be. */
  kind: ContactKind;
  /** `YYYY-MM-DD`: first day of the change, as proposed. */
  fromOn: string;
  state: ProposalState;
  proposedAt: string;
  strength: 'code' | 'proconnect';
  /** Undefined once it was erased. */
  words: ProposalWords | undefined;
  decided: { at: string; by: string; reason: string | undefined } | undefined;
}

export interface ProposalWords {
  /** Empty when somebody leaves. */
  address: string;
  personName: string;
  remark: string;
  /** Who proposes, as they typed it. */
  byName: string;
  byFunction: string;
}

/** Whether whoever accepts it must first have asked the office by telephone: its mailbox is what opens its page. */
export function movesTheMailbox({ kind }: Pick<Proposal, 'kind'>): boolean {
  return kind === 'functional-mailbox';
}

/** The first day on which an accepted change holds: what was written to until today is not rewritten. */
export function appliesFrom({ fromOn }: Pick<Proposal, 'fromOn'>, today: string): string {
  return fromOn > today ? fromOn : today;
}

/** The first rank after those of today: an added contact takes nobody's place. */
export function freeRank(standing: readonly Pick<Contact, 'rank'>[]): number {
  return Math.min(highestRank, Math.max(0, ...standing.map(({ rank }) => rank)) + 1);
}

export const badgeOfProposal: Record<ProposalState, 'new' | 'success' | 'warning'> = {
  proposed: 'new',
  accepted: 'success',
  refused: 'warning',
};
