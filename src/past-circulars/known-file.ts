import { foldTitle, readCsv, type CsvRow } from '../kernel/csv-file.ts';

/** The largest file that is read, in bytes; and lines of it. */
export const knownFileLimit = 5_000_000;
const mostLines = 10_000;

/** One thing wrong in a file, or odd: where, what was written there, why, and what is expected. */
export interface ImportProblem {
  /** Counted from 1 as a spreadsheet does, the line of titles included. */
  line: number;
  /** The title of the column, empty when the whole line is meant. */
  column: string;
  /** What the cell holds. */
  value: string;
  /** Its sentences are `past-circulars.problem.KEY` and `past-circulars.expected.KEY`. */
  key: string;
  params: Record<string, string | number>;
}

export type ColumnKey = 'file' | 'title' | 'year' | 'signedOn' | 'nor' | 'signatory' | 'subject';

/** The file's columns by their French titles: the format's own vocabulary, shown by the command and on the page. */
export const columnTitles: Record<ColumnKey, string> = {
  file: 'fichier',
  title: 'titre',
  year: 'année',
  signedOn: 'date de signature',
  nor: 'NOR',
  signatory: 'signataire',
  subject: 'objet',
};

const columns = Object.keys(columnTitles) as ColumnKey[];
const required: readonly ColumnKey[] = ['file', 'title'];

export interface FileLine {
  line: number;
  cells: Record<ColumnKey, string>;
}

export interface KnownFile {
  lines: FileLine[];
  problems: ImportProblem[];
}

/** Reads the CSV of what is known into lines of known columns, or tells why the file as a whole cannot be read. */
export function readKnownFile(bytes: Uint8Array): KnownFile {
  if (bytes.length > knownFileLimit) return unreadable('too-large');
  const read = readCsv(bytes);
  if ('fault' in read) return unreadable(read.fault, {}, read.line);
  const [head, ...body] = read.rows;
  if (head === undefined) return unreadable('no-lines');
  const { keys, problems } = readTitles(head);
  if (problems.length > 0) return { lines: [], problems };
  if (body.length === 0) return unreadable('no-lines');
  if (body.length > mostLines) return unreadable('too-many-lines', { maximum: mostLines });
  const lines = body.map(({ line, cells }) => {
    const surplus = cells.slice(keys.length).find((cell) => cell !== '');
    if (surplus !== undefined) problems.push(problemAt(line, undefined, surplus, 'too-many-cells'));
    return { line, cells: cellsOf(keys, cells) };
  });
  return { lines, problems };
}

export function problemAt(
  line: number,
  column: ColumnKey | undefined,
  value: string,
  key: string,
  params: Record<string, string | number> = {},
): ImportProblem {
  return { line, column: column === undefined ? '' : columnTitles[column], value, key, params };
}

function readTitles({ line, cells }: CsvRow): { keys: (ColumnKey | undefined)[]; problems: ImportProblem[] } {
  const known = new Map(columns.map((key) => [foldTitle(columnTitles[key]), key]));
  const problems: ImportProblem[] = [];
  const expected = columns.map((key) => `« ${columnTitles[key]} »`).join(', ');
  const keys = cells.map((title) => {
    const key = known.get(foldTitle(title));
    if (title !== '' && key === undefined)
      problems.push(problemAt(line, undefined, title, 'unknown-column', { expected }));
    return key;
  });
  for (const key of columns) {
    const count = keys.filter((each) => each === key).length;
    if (count > 1) problems.push(problemAt(line, key, '', 'twice-column'));
    if (count === 0 && required.includes(key))
      problems.push(problemAt(line, key, '', 'missing-column', { column: columnTitles[key] }));
  }
  return { keys, problems };
}

function cellsOf(keys: readonly (ColumnKey | undefined)[], cells: readonly string[]): FileLine['cells'] {
  const known = { file: '', title: '', year: '', signedOn: '', nor: '', signatory: '', subject: '' };
  keys.forEach((key, index) => {
    if (key !== undefined) known[key] = cells[index] ?? '';
  });
  return known;
}

function unreadable(key: string, params: Record<string, number> = {}, line = 1): KnownFile {
  return { lines: [], problems: [problemAt(line, undefined, '', key, params)] };
}
