import { writeCsv } from '../kernel/csv-file.ts';
import { formatShortDay } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { writeXlsx, type XlsxColumn } from '../kernel/xlsx-file.ts';
import { functionWords, territoryWords } from './mandate-rows.ts';
import type { Office } from './office.ts';
import type { territoriesLed } from './mandates-page.ts';

type Led = ReturnType<typeof territoriesLed>;

/** The file's columns by their French titles, and their widths in characters. */
const columns: XlsxColumn[] = [
  { title: 'identifiant', width: 12 },
  { title: 'territoire', width: 36 },
  { title: 'chef de projet', width: 30 },
  { title: 'fonction', width: 34 },
  { title: 'bureau', width: 10 },
  { title: 'préfecture', width: 44 },
  { title: 'service', width: 30 },
  { title: 'depuis le', width: 12 },
  { title: 'jusqu’au', width: 12 },
  { title: 'exception', width: 44 },
];

/** A line for each mandate of a day, and one for each territory without any. */
export function mandatesCsv(led: Led, everyOffice: Office[], messages: Messages): Uint8Array {
  return Buffer.from(writeCsv([columns.map(({ title }) => title), ...linesOf(led, everyOffice, messages)]));
}

export function mandatesXlsx(led: Led, everyOffice: Office[], messages: Messages): Promise<Uint8Array> {
  return writeXlsx({ sheet: 'Chefs de projet', columns, rows: linesOf(led, everyOffice, messages) });
}

function linesOf(led: Led, everyOffice: Office[], messages: Messages): string[][] {
  return led.flatMap(({ territory, mandates }) => {
    const known = [territory.id, territoryWords(territory, messages)];
    if (mandates.length === 0) return [[...known, ...Array<string>(columns.length - known.length).fill('')]];
    return mandates.map((mandate) => [
      ...known,
      mandate.personName,
      functionWords(mandate, messages),
      mandate.officeId,
      everyOffice.find(({ id }) => id === mandate.officeId)?.name ?? '',
      mandate.service,
      formatShortDay(mandate.validFrom),
      mandate.validTo === undefined ? '' : formatShortDay(mandate.validTo),
      mandate.note,
    ]);
  });
}
