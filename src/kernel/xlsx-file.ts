import writeExcelFile from 'write-excel-file/node';

/** A text stays a text, whatever it begins with; an instant is written as the hour in Paris, a number as a number. */
export type XlsxCell = string | number | { instant: string } | undefined;

export interface XlsxColumn {
  title: string;
  /** In characters. */
  width: number;
}

export interface XlsxSheet {
  /** As its tab says; what a workbook refuses in it is left out. */
  sheet: string;
  columns: readonly XlsxColumn[];
  rows: readonly (readonly XlsxCell[])[];
}

/** A workbook of one sheet: its first row holds the titles, and stays in sight. */
export function writeXlsx(given: XlsxSheet): Promise<Uint8Array> {
  return writeWorkbook([given]);
}

/** A workbook of several sheets, each such as that of `writeXlsx`. */
export async function writeWorkbook(sheets: readonly XlsxSheet[]): Promise<Uint8Array> {
  const taken = new Set<string>();
  const all = sheets.map(({ sheet, columns, rows }) => ({
    sheet: tabName(sheet, taken),
    data: [
      columns.map(({ title }) => ({ value: title, fontWeight: 'bold' as const })),
      ...rows.map((cells) => cells.map(toCell)),
    ],
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }));
  const file = await writeExcelFile(all).toBuffer();
  return new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
}

/** At most 31 characters, none of those that a reference is written with, and no two that are alike. */
function tabName(name: string, taken: Set<string>): string {
  const plain =
    name
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim() || '1';
  let tab = plain.slice(0, 31);
  for (let number = 2; taken.has(tab.toLowerCase()); number += 1) {
    const end = ` ${number}`;
    tab = plain.slice(0, 31 - end.length) + end;
  }
  taken.add(tab.toLowerCase());
  return tab;
}

function toCell(cell: XlsxCell) {
  if (cell === undefined || cell === '') return null;
  if (typeof cell === 'object')
    return { value: wallTime(cell.instant), type: Date, format: 'dd/mm/yyyy hh:mm' };
  // Told to be a text, it is never a formula, nor a number that would lose its zeros.
  return typeof cell === 'string' ? { value: cell, type: String } : { value: cell, type: Number };
}

const parisClock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
});

// A spreadsheet's date has no time zone: the clock on the wall, in Paris.
function wallTime(instant: string): Date {
  return new Date(`${parisClock.format(new Date(instant)).replace(' ', 'T')}Z`);
}
