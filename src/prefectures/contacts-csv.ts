import { formatShortDay } from '../kernel/french-format.ts';
import { columnTitles, informativeTitles } from './contact-file.ts';
import { kindWords } from './contact-line.ts';
import type { Contact, Office } from './office.ts';

/** Spreadsheets in French read UTF-8 only behind this mark, and cells between semicolons. */
const mark = '\ufeff';

/**
 * The offices and their contacts as a file that the import reads back without changing anything. An
 * office without contact has a line too, to be completed.
 */
export function contactsCsv(offices: Office[]): Uint8Array {
  const titles = [columnTitles.office, ...informativeTitles, ...Object.values(columnTitles).slice(1)];
  const lines = offices.flatMap((office) => {
    const known = [office.id, office.name, office.region?.name ?? ''];
    if (office.contacts.length === 0) return [[...known, '', '', '', '', '', '']];
    return office.contacts.map((contact) => [...known, ...contactCells(contact)]);
  });
  return Buffer.from(mark + [titles, ...lines].map((cells) => `${cells.map(cell).join(';')}\r\n`).join(''));
}

/** A file to fill: the titles and one example that can be replaced. */
export function templateCsv(): Uint8Array {
  const titles = Object.values(columnTitles);
  const example = [
    'OFF-01',
    kindWords['functional-mailbox'],
    '1',
    'circulaires@ain.pref.example',
    '',
    '01/01/2027',
    '',
  ];
  return Buffer.from(mark + [titles, example].map((cells) => `${cells.map(cell).join(';')}\r\n`).join(''));
}

function contactCells(contact: Contact): string[] {
  return [
    kindWords[contact.kind],
    String(contact.rank),
    contact.address,
    contact.personName,
    formatShortDay(contact.validFrom),
    contact.validTo === undefined ? '' : formatShortDay(contact.validTo),
  ];
}

function cell(text: string): string {
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
