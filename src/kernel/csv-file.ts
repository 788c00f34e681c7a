import { CsvError, parse } from 'csv-parse/sync';

/** Counted from 1 as a spreadsheet does, the line of titles included. Lines of empty cells are left out. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/** Why a file as a whole cannot be read: a workbook or UTF-16, a quote that is never closed. */
export type CsvFault = 'not-text' | 'quotes';

/** Reads what a French spreadsheet saves: semicolons or commas, UTF-8 with or without its mark, or Windows-1252. */
export function readCsv(bytes: Uint8Array): { rows: CsvRow[] } | { fault: CsvFault; line: number } {
  const text = decode(bytes);
  if (text === undefined) return { fault: 'not-text', line: 1 };
  try {
    const records = parse(text, {
      delimiter: separatorOf(text),
      info: true,
      trim: true,
      relax_column_count: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return {
      rows: records
        .filter(({ record }) => record.some((cell) => cell !== ''))
        .map(({ record, info }) => ({ line: info.lines, cells: record })),
    };
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    return { fault: 'quotes', line: typeof cause['lines'] === 'number' ? cause['lines'] : 1 };
  }
}

/**
 * A file that French spreadsheets read: UTF-8 behind its mark, cells between semicolons. A cell that
 * begins like a formula is written as text: opening the file must run nothing.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\u{feff}${rows.map((cells) => `${cells.map(cell).join(';')}\r\n`).join('')}`;
}

/** A title as a person would type it in a hurry: no accents, no case, single spaces, straight apostrophes. */
export function foldTitle(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/\s+/g, ' ')
    .trim();
}

/** What is not valid UTF-8 is taken for Windows-1252. A zero byte belongs to neither. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function separatorOf(text: string): ';' | ',' {
  const [titles = ''] = text.split(/\r?\n/, 1);
  return titles.split(';').length >= titles.split(',').length ? ';' : ',';
}

function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
