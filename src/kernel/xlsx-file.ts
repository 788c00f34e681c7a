import writeExcelFile from 'write-excel-file/node';

/** A text stays a text, whatever it begins with; an instant is written as the hour in Paris, a number as a number. */
export type XlsxCell = string | number | { instant: string } | undefined;

export interface XlsxColumn {
  title: string;
  /** In characters. */
  width: number;
}

/** A workbook of one sheet: its first row holds the titles, and stays in sight. */
export async function writeXlsx(given: {
  sheet: string;
  columns: readonly XlsxColumn[];
  rows: readonly (readonly XlsxCell[])[];
}): Promise<Uint8Array> {
  const titles = given.columns.map(({ title }) => ({ value: title, fontWeight: 'bold' as const }));
  const rows = given.rows.map((cells) => cells.map(toCell));
  const options = {
    sheet: given.sheet,
    columns: given.columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  };
  const file = await writeExcelFile([titles, ...rows], options).toBuffer();
  return new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
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
