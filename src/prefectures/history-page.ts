import { lineInWords, type JournalLine } from '../journal/journal.ts';
import type { Messages } from '../kernel/messages.ts';
import { headName } from './directory-page.ts';
import type { Mandate } from './mandate.ts';
import { holderWords, territoryWords } from './mandate-rows.ts';
import type { Contact, Office } from './office.ts';

/** What names the contacts, the mandates and the people of the journal's lines. */
export interface HistoryReader {
  contacts: Contact[];
  mandates: Mandate[];
  names: Map<string, string>;
  everyOffice: Office[];
  messages: Messages;
}

/** One change of the directory, in French, with its author and its line of the journal. */
export function historyRow(line: JournalLine, given: HistoryReader) {
  const names = {
    user: (id: string) => given.names.get(id),
    office: (id: string) => given.everyOffice.find((office) => office.id === id)?.name,
    contact: (id: string) => contactInWords(id, given),
    mandate: (id: string) => mandateInWords(id, given),
  };
  return { line: line.line, at: line.at, ...lineInWords(line, names, given.messages) };
}

/** The whole directory's story, the latest first; `older` is the line before which more is to be read. */
export function historyModel(lines: JournalLine[], older: number | undefined, given: HistoryReader) {
  const offices = new Map(given.everyOffice.map((office) => [office.id, headName(office)]));
  return {
    title: given.messages('prefectures.history.title'),
    ...(older === undefined ? {} : { older: `/prefectures/historique?avant=${older}` }),
    lines: lines.map((line) => {
      const [, id = ''] = line.subject.split(':');
      const label = offices.get(id);
      return {
        ...historyRow(line, given),
        ...(label === undefined ? {} : { office: { label, href: `/prefectures/${id}` } }),
      };
    }),
  };
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

function mandateInWords(id: string, { mandates, messages }: HistoryReader): string | undefined {
  const mandate = mandates.find((candidate) => candidate.id === id);
  if (mandate === undefined) return undefined;
  return `${holderWords(mandate, messages)} (${territoryWords(mandate.territory, messages)})`;
}
