import { dayAfter } from '../kernel/french-calendar.ts';
import { highestRank, planContact, type ContactChange } from './contact-change.ts';
import { isValidOn, mailboxOf, type Contact, type ContactKind } from './office.ts';

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

/** Proposals of one office. */
export const mostProposals = { anHour: 10, aDay: 30 };

export interface ProposalWords {
  /** Empty when somebody leaves. */
  address: string;
  personName: string;
  remark: string;
  /** Who proposes, as they typed it. */
  byName: string;
  byFunction: string;
}

/**
 * Whether whoever accepts it must first have asked the office by telephone: a functional mailbox, and whatever
 * changes, on its first day or on a later one, the address that the office's codes are sent to. `contacts`:
 * all those that the office has, had or will have.
 */
export function movesTheMailbox(
  proposal: Pick<Proposal, 'officeId' | 'action' | 'contactId' | 'kind' | 'fromOn' | 'words'>,
  contacts: readonly Contact[],
  today: string,
): boolean {
  if (proposal.kind === 'functional-mailbox') return true;
  const after = contactsAfter(proposal, contacts, today);
  const from = appliesFrom(proposal, today);
  const days = [from, ...[...contacts, ...after].flatMap(turningDays)].filter((day) => day >= from);
  return days.some((day) => openingAddress(contacts, day) !== openingAddress(after, day));
}

/** The contacts as they will stand; unchanged by what the directory would refuse. */
function contactsAfter(
  proposal: Parameters<typeof movesTheMailbox>[0],
  contacts: readonly Contact[],
  today: string,
): readonly Contact[] {
  const from = appliesFrom(proposal, today);
  const endAt = (ended: readonly Pick<Contact, 'id'>[]) =>
    contacts.map((each) => (ended.some(({ id }) => id === each.id) ? { ...each, endedOn: from } : each));
  const named = contacts.find(({ id }) => id === proposal.contactId);
  if (proposal.action === 'withdraw') return named === undefined ? contacts : endAt([named]);
  if (proposal.words === undefined) return contacts;
  const planned = planContact(changeOf(proposal, proposal.words, contacts, today), [...contacts], today);
  if (!planned.ok) return contacts;
  const { contact, ends } = planned.value;
  const added: Contact = { ...contact, id: '', addressSalt: '', endedOn: undefined };
  return [...endAt(ends), added].toSorted((one, other) => one.rank - other.rank);
}

function openingAddress(contacts: readonly Contact[], day: string): string | undefined {
  return mailboxOf({
    contacts: contacts.filter((contact) => isValidOn(contact, day)),
  })?.address.toLowerCase();
}

/** The days on which a contact begins or ceases to be written to. */
function turningDays({ validFrom, validTo, endedOn }: Contact): string[] {
  const over = validTo === undefined ? [] : [dayAfter(validTo, 1)];
  return [validFrom, ...over, ...(endedOn === undefined ? [] : [endedOn])];
}

/** What the directory is to change for an added contact, or for one in the place of another. */
export function changeOf(
  proposal: Pick<Proposal, 'officeId' | 'action' | 'contactId' | 'kind' | 'fromOn'>,
  words: Pick<ProposalWords, 'address' | 'personName'>,
  contacts: readonly Contact[],
  today: string,
): ContactChange {
  const named = proposal.action === 'add' ? undefined : contacts.find(({ id }) => id === proposal.contactId);
  const standing = contacts.filter((contact) => isValidOn(contact, today));
  return {
    ...{ officeId: proposal.officeId, rank: named?.rank ?? freeRank(standing), kind: proposal.kind },
    ...{ address: words.address, personName: words.personName, validFrom: appliesFrom(proposal, today) },
  };
}

/** The first day on which an accepted change holds: what was written to until today is not rewritten. */
export function appliesFrom({ fromOn }: Pick<Proposal, 'fromOn'>, today: string): string {
  return fromOn > today ? fromOn : today;
}

/** The first rank after those of today, or the last that is free: an added contact takes nobody's place. */
function freeRank(standing: readonly Pick<Contact, 'rank'>[]): number {
  const taken = new Set(standing.map(({ rank }) => rank));
  const after = Math.max(0, ...taken) + 1;
  if (after <= highestRank) return after;
  const free = Array.from({ length: highestRank }, (_, above) => highestRank - above);
  // Where none is, the directory refuses the next one.
  return free.find((rank) => !taken.has(rank)) ?? after;
}

export const badgeOfProposal: Record<ProposalState, 'new' | 'success' | 'warning'> = {
  proposed: 'new',
  accepted: 'success',
  refused: 'warning',
};
