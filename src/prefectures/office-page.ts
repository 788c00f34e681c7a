import type { JournalLine } from '../journal/journal.ts';
import { historyRow } from './history-page.ts';
import type { Messages } from '../kernel/messages.ts';
import { headName, mandateOf } from './directory-page.ts';
import type { Mandate } from './mandate.ts';
import { mandateRow, territoryWords } from './mandate-rows.ts';
import { isValidOn, type Contact, type Office } from './office.ts';

type Standing = 'valid' | 'coming' | 'over' | 'withdrawn' | 'erased';

const badges: Record<Standing, string> = {
  valid: 'success',
  coming: 'info',
  over: 'warning',
  withdrawn: 'warning',
  erased: 'warning',
};

/**
 * What the page of one office shows as of a day. `mandates` are those of everywhere; `names`, those of the
 * users who changed its contacts or its mandates.
 */
export function officeModel(given: {
  office: Office;
  contacts: Contact[];
  mandates: Mandate[];
  history: JournalLine[];
  names: Map<string, string>;
  everyOffice: Office[];
  day: string;
  today: string;
  messages: Messages;
}) {
  const { office, day, today, messages } = given;
  const ownTerritories = new Set(office.territories.map(({ id }) => id));
  const mandate = mandateOf(office);
  const departments = given.everyOffice.filter(
    (other) => mandate !== undefined && other.region?.id === mandate.id,
  );
  return {
    title: headName(office),
    id: office.id,
    region: office.region?.name ?? messages('prefectures.directory.overseas'),
    timeZone: office.timeZone,
    isElsewhere: office.timeZone !== 'Europe/Paris',
    shownOn: day,
    ...(day === today ? {} : { pastDay: day }),
    au: day === today ? '' : day,
    unreachable: office.contacts.length === 0,
    mandates: given.mandates
      .filter(({ officeId, territory }) => officeId === office.id || ownTerritories.has(territory.id))
      .map((held) => {
        const officeName = given.everyOffice.find(({ id }) => id === held.officeId)?.name ?? held.officeId;
        return mandateRow(held, { day, officeName, messages });
      }),
    unled: office.territories
      .filter(
        ({ id }) =>
          !given.everyOffice.some(({ mandates }) => mandates.some(({ territory }) => territory.id === id)),
      )
      .map((territory) => ({ id: territory.id, words: territoryWords(territory, messages) })),
    territories: office.territories
      .filter(({ kind }) => kind !== 'region')
      .map(({ id, name }) => ({ id, name })),
    ...(mandate === undefined
      ? {}
      : {
          mandate: {
            id: mandate.id,
            linkedName: mandate.linkedName,
            departments: departments.map(({ id, label }) => ({ href: `/prefectures/${id}`, label })),
          },
        }),
    contacts: [...given.contacts]
      .sort((one, other) => order(one, day) - order(other, day) || one.rank - other.rank)
      .map((contact) => contactRow(contact, day, messages)),
    history: given.history.map((line) => historyRow(line, given)).toReversed(),
  };
}

export type ContactRow = ReturnType<typeof contactRow>;

function contactRow(contact: Contact, day: string, messages: Messages) {
  const standing = standingOf(contact, day);
  const isCurrent = contact.address !== '' && (standing === 'valid' || standing === 'coming');
  return {
    rank: contact.rank,
    kind: messages(`prefectures.kind.${contact.kind}`),
    address: contact.address,
    personName: contact.personName,
    validFrom: contact.validFrom,
    ...(contact.validTo === undefined ? {} : { validTo: contact.validTo }),
    ...(contact.endedOn === undefined ? {} : { endedOn: contact.endedOn }),
    badge: badges[standing],
    standing: messages(`prefectures.standing.${standing}`),
    ...(isCurrent && contact.endedOn === undefined
      ? { withdrawHref: `/prefectures/${contact.officeId}/contacts/${contact.id}/retirer` }
      : {}),
  };
}

function standingOf(contact: Contact, day: string): Standing {
  if (contact.address === '') return 'erased';
  if (isValidOn(contact, day)) return 'valid';
  const neverUsed = contact.endedOn !== undefined && contact.endedOn <= contact.validFrom;
  if (contact.validFrom > day && !neverUsed) return 'coming';
  return contact.endedOn !== undefined ? 'withdrawn' : 'over';
}

// The contacts in use first, those to come next, history last.
function order(contact: Contact, day: string): number {
  return ['valid', 'coming', 'over', 'withdrawn', 'erased'].indexOf(standingOf(contact, day));
}
