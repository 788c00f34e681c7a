import { lineInWords, type JournalLine } from '../journal/journal.ts';
import type { Messages } from '../kernel/messages.ts';
import { headName, mandateOf } from './directory-page.ts';
import { isValidOn, type Contact, type Office } from './office.ts';

type Standing = 'valid' | 'coming' | 'over' | 'withdrawn' | 'erased';

const badges: Record<Standing, string> = {
  valid: 'success',
  coming: 'info',
  over: 'warning',
  withdrawn: 'warning',
  erased: 'warning',
};

interface HistoryReader {
  contacts: Contact[];
  names: Map<string, string>;
  everyOffice: Office[];
  messages: Messages;
}

/** What the page of one office shows. `names` are those of the users who changed its contacts. */
export function officeModel(given: {
  office: Office;
  contacts: Contact[];
  history: JournalLine[];
  names: Map<string, string>;
  everyOffice: Office[];
  today: string;
  messages: Messages;
}) {
  const { office, today, messages } = given;
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
    unreachable: office.contacts.length === 0,
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
      .sort((one, other) => order(one, today) - order(other, today) || one.rank - other.rank)
      .map((contact) => contactRow(contact, today, messages)),
    history: given.history.map((line) => historyRow(line, given)).toReversed(),
  };
}

export type ContactRow = ReturnType<typeof contactRow>;

function contactRow(contact: Contact, today: string, messages: Messages) {
  const standing = standingOf(contact, today);
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
  };
}

function standingOf(contact: Contact, today: string): Standing {
  if (contact.address === '') return 'erased';
  if (isValidOn(contact, today)) return 'valid';
  if (contact.endedOn !== undefined) return 'withdrawn';
  return contact.validFrom > today ? 'coming' : 'over';
}

// The contacts in use first, those to come next, history last.
function order(contact: Contact, today: string): number {
  return ['valid', 'coming', 'over', 'withdrawn', 'erased'].indexOf(standingOf(contact, today));
}

function historyRow(line: JournalLine, given: HistoryReader) {
  const names = {
    user: (id: string) => given.names.get(id),
    office: (id: string) => given.everyOffice.find((office) => office.id === id)?.name,
    contact: (id: string) => contactInWords(id, given),
  };
  return { line: line.line, at: line.at, ...lineInWords(line, names, given.messages) };
}

function contactInWords(id: string, { contacts, messages }: HistoryReader): string {
  const contact = contacts.find((candidate) => candidate.id === id);
  if (contact === undefined || contact.address === '') return messages('prefectures.history.nameless');
  return messages('prefectures.history.contact-words', {
    kind: messages(`prefectures.kind.${contact.kind}`),
    rank: contact.rank,
    address: contact.address,
  });
}
