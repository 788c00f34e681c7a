import { writeCsv } from '../kernel/csv-file.ts';
import { formatShortDay } from '../kernel/french-format.ts';
import { writeXlsx } from '../kernel/xlsx-file.ts';
import { columnTitles, informativeTitles } from './contact-file.ts';
import { kindWords } from './contact-line.ts';
import type { Contact, Office } from './office.ts';

/** The widths of the workbook's columns, in characters. */
const widths = [10, 44, 26, 40, 22, 7, 44, 28, 14, 14];

/**
 * The offices and their contacts as a file that the import reads back without changing anything. An
 * office without contact has a line too, to be completed; who leads the project is there to be read only.
 */
export function contactsCsv(offices: Office[]): Uint8Array {
  return Buffer.from(writeCsv([titles(), ...offices.flatMap(linesOf)]));
}

/** The same as a workbook. */
export function contactsXlsx(offices: Office[]): Promise<Uint8Array> {
  return writeXlsx({
    sheet: 'Contacts',
    columns: titles().map((title, index) => ({ title, width: widths[index] ?? 20 })),
    rows: offices.flatMap(linesOf),
  });
}

/** A file to fill: the titles and one example that can be replaced. */
export function templateCsv(): Uint8Array {
  const kind = kindWords['functional-mailbox'];
  const example = ['OFF-01', kind, '1', 'circulaires@ain.pref.example', '', '01/01/2027', ''];
  return Buffer.from(writeCsv([Object.values(columnTitles), example]));
}

function titles(): string[] {
  return [columnTitles.office, ...informativeTitles, ...Object.values(columnTitles).slice(1)];
}

function linesOf(office: Office): string[][] {
  const leads = office.mandates.map(({ territory, personName }) => `${territory.id} ${personName}`);
  const known = [office.id, office.name, office.region?.name ?? '', leads.join(', ')];
  if (office.contacts.length === 0) return [[...known, '', '', '', '', '', '']];
  return office.contacts.map((contact) => [...known, ...contactCells(contact)]);
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
