import { readCsv, type CsvRow } from '../kernel/csv-file.ts';
import { plainWords } from './plain-words.ts';

/** The largest file that is read, in bytes. */
export const contactFileLimit = 1_000_000;

/** Far above what 106 offices need, and low enough that lines can be compared with one another. */
const mostLines = 2000;

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

/** Reads the bytes into lines of known columns, or tells why the file as a whole cannot be read. */
export function readContactFile(bytes: Uint8Array): { lines: FileLine[]; problems: ImportProblem[] } {
  if (bytes.length > contactFileLimit) return unreadable('prefectures.import.too-large');
  const read = readCsv(bytes);
  if ('rows' in read) return arrange(read.rows);
  const { fault, line } = read;
  return { lines: [], problems: [{ line, column: '', key: `prefectures.import.${fault}` }] };
}

function arrange([head, ...body]: CsvRow[]): ReturnType<typeof readContactFile> {
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

function unreadable(
  key: string,
  params: Record<string, number> = {},
): { lines: FileLine[]; problems: ImportProblem[] } {
  return { lines: [], problems: [{ line: 1, column: '', key, params }] };
}
