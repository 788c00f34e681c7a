import { readCsv, type CsvRow } from '../kernel/csv-file.ts';
import { looksLikeWorkbook, readXlsx, type XlsxSheet } from '../kernel/xlsx-reading.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { plainWords } from './plain-words.ts';

/** The largest file that is read, in bytes. */
export const contactFileLimit = 1_000_000;

/** Far above what 106 offices need, and low enough that lines can be compared with one another. */
const mostLines = 2000;
const mostColumns = 50;

/** One thing wrong (or to look at) in a file: where, and the key of the French sentence. */
export interface ImportProblem {
  /** Counted from 1 as a spreadsheet does, the line of titles included. */
  line: number;
  /** The title of the column, empty when the whole line is meant. */
  column: string;
  key: string;
  params?: Record<string, string | number>;
}

/** The file's columns by their French titles: the format's own vocabulary, documented on the import page. */
export const columnTitles = {
  office: 'bureau',
  kind: 'type de contact',
  rank: 'rang',
  address: 'adresse',
  personName: 'nom',
  validFrom: 'valable du',
  validTo: 'valable au',
} as const;

export type ColumnKey = keyof typeof columnTitles;

/** What a spreadsheet's author may also write at the head of the first column. */
const otherTitles: Record<string, ColumnKey> = { territoire: 'office' };
/** Columns of our own export, for the reader only: accepted and ignored. */
export const informativeTitles = ['préfecture', 'région', 'chefs de projet'] as const;
const required: ColumnKey[] = ['office', 'kind', 'rank', 'address'];

export interface FileLine {
  line: number;
  cells: Record<ColumnKey, string>;
}

/** What a file says, or why it cannot be read as a whole. */
export interface ContactFile {
  sha256: string;
  lines: FileLine[];
  problems: ImportProblem[];
}

type Read = Omit<ContactFile, 'sha256'>;

/** Reads the bytes, a CSV text or an XLSX workbook, into lines of known columns. */
export async function readContactFile(bytes: Uint8Array): Promise<ContactFile> {
  return { sha256: sha256Hex(bytes), ...(await read(bytes)) };
}

async function read(bytes: Uint8Array): Promise<Read> {
  if (bytes.length > contactFileLimit) return unreadable('prefectures.import.too-large');
  if (looksLikeWorkbook(bytes)) return readWorkbook(bytes);
  const text = readCsv(bytes);
  if ('rows' in text) return arrange(text.rows);
  const { fault, line } = text;
  return { lines: [], problems: [{ line, column: '', key: `prefectures.import.${fault}` }] };
}

async function readWorkbook(bytes: Uint8Array): Promise<Read> {
  const workbook = await readXlsx(bytes, { rows: mostLines + 1, columns: mostColumns });
  if ('sheets' in workbook) return arrange(findSheet(workbook.sheets).rows);
  const { fault, line, column } = workbook;
  if (fault === 'too-many-rows')
    return unreadable('prefectures.import.too-many-lines', { maximum: mostLines });
  return { lines: [], problems: [{ line, column, key: `prefectures.import.${fault}` }] };
}

/** The sheet whose first line has the titles; else the first one, whose report says what is missing. */
function findSheet(sheets: XlsxSheet[]): XlsxSheet {
  const wanted = required.map((key) => plainWords(columnTitles[key]));
  const known = sheets.find(({ rows: [head] }) => {
    const titles = new Set(head?.cells.map(plainWords));
    return wanted.filter((title) => titles.has(title)).length >= wanted.length - 1;
  });
  return known ?? sheets[0] ?? { name: '', rows: [] };
}

function arrange([head, ...body]: CsvRow[]): Read {
  if (head === undefined) return unreadable('prefectures.import.empty');
  const { keys, problems } = readTitles(head.cells);
  if (problems.length > 0) return { lines: [], problems };
  if (body.length === 0) return unreadable('prefectures.import.empty');
  if (body.length > mostLines) return unreadable('prefectures.import.too-many-lines', { maximum: mostLines });
  const lines: FileLine[] = [];
  for (const { cells: record, line } of body) {
    const surplus = record.slice(keys.length).some((cell) => cell !== '');
    if (surplus) problems.push({ line, column: '', key: 'prefectures.import.too-many-cells' });
    const cells = { office: '', kind: '', rank: '', address: '', personName: '', validFrom: '', validTo: '' };
    keys.forEach((key, index) => {
      // Our own export guards what a spreadsheet would run as a formula with an apostrophe.
      if (key !== undefined) cells[key] = (record[index] ?? '').replace(/^'(?=[=+\-@])/, '');
    });
    // Our own export writes such a line for an office without contact: it says nothing, and changes nothing.
    const namesOfficeOnly = Object.entries(cells).every(([key, text]) => text === '' || key === 'office');
    if (!namesOfficeOnly) lines.push({ line, cells });
  }
  return { lines, problems };
}

function readTitles(titles: string[]): { keys: (ColumnKey | undefined)[]; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const known = new Map<string, ColumnKey | undefined>([
    ...Object.entries(columnTitles).map(([key, title]) => [plainWords(title), key as ColumnKey] as const),
    ...Object.entries(otherTitles),
    ...informativeTitles.map((title) => [plainWords(title), undefined] as const),
  ]);
  const keys = titles.map((title) => {
    if (title !== '' && !known.has(plainWords(title))) {
      problems.push({ line: 1, column: title.slice(0, 60), key: 'prefectures.import.unknown-column' });
    }
    return known.get(plainWords(title));
  });
  for (const key of Object.keys(columnTitles) as ColumnKey[]) {
    const count = keys.filter((candidate) => candidate === key).length;
    const column = columnTitles[key];
    if (count > 1) problems.push({ line: 1, column, key: 'prefectures.import.twice-column' });
    if (count === 0 && required.includes(key)) {
      problems.push({ line: 1, column, key: 'prefectures.import.missing-column' });
    }
  }
  return { keys, problems };
}

function unreadable(key: string, params: Record<string, number> = {}): Read {
  return { lines: [], problems: [{ line: 1, column: '', key, params }] };
}
