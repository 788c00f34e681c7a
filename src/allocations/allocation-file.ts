import { foldTitle, readCsv, type CsvRow } from '../kernel/csv-file.ts';
import type { AmountKey } from './allocation.ts';

/** The largest file that is read, in bytes. */
export const allocationFileLimit = 1_000_000;

/** Far above the 125 territories. */
const mostLines = 1000;

/** One thing wrong in a file: where, what was written there, why it is refused and what is expected. */
export interface ImportProblem {
  /** Counted from 1 as a spreadsheet does, the line of titles included. */
  line: number;
  /** The title of the column, empty when the whole line is meant. */
  column: string;
  /** What the cell holds. */
  value: string;
  /** Its sentences are `allocations.problem.KEY` and `allocations.expected.KEY`. */
  key: string;
  params: Record<string, string | number>;
}

export type ColumnKey = 'territory' | 'name' | AmountKey;

/** The file's columns by their French titles: the format's own vocabulary, shown on the import page. */
export const columnTitles: Record<ColumnKey, string> = {
  territory: 'territoire',
  name: 'nom',
  commitmentAuthority: 'autorisations d’engagement',
  paymentAppropriation: 'crédits de paiement',
};

/** What a spreadsheet's author may also write. */
const otherTitles: Record<string, ColumnKey> = {
  code: 'territory',
  ae: 'commitmentAuthority',
  cp: 'paymentAppropriation',
  'ae (€)': 'commitmentAuthority',
  'cp (€)': 'paymentAppropriation',
};

const columns = Object.keys(columnTitles) as ColumnKey[];

export interface FileLine {
  line: number;
  cells: Record<ColumnKey, string>;
}

/** Reads the bytes into lines of known columns, or tells why the file as a whole cannot be read. */
export function readAllocationFile(bytes: Uint8Array): { lines: FileLine[]; problems: ImportProblem[] } {
  if (bytes.length > allocationFileLimit) return unreadable('too-large');
  const read = readCsv(bytes);
  if (!('rows' in read)) return unreadable(read.fault, {}, read.line);
  const [head, ...body] = read.rows;
  if (head === undefined) return unreadable('empty');
  const { keys, problems } = readTitles(head);
  if (problems.length > 0) return { lines: [], problems };
  if (body.length === 0) return unreadable('empty');
  if (body.length > mostLines) return unreadable('too-many-lines', { maximum: mostLines });
  const lines = body.map(({ line, cells }) => {
    const surplus = cells.slice(keys.length).find((cell) => cell !== '');
    if (surplus !== undefined)
      problems.push({ line, column: '', value: surplus, key: 'too-many-cells', params: {} });
    const known = { territory: '', name: '', commitmentAuthority: '', paymentAppropriation: '' };
    keys.forEach((key, index) => {
      if (key !== undefined) known[key] = cells[index] ?? '';
    });
    return { line, cells: known };
  });
  return { lines, problems };
}

function readTitles({ line, cells }: CsvRow): { keys: (ColumnKey | undefined)[]; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const known = new Map<string, ColumnKey>([
    ...columns.map((key) => [foldTitle(columnTitles[key]), key] as const),
    ...Object.entries(otherTitles),
  ]);
  const expected = columns.map((key) => `« ${columnTitles[key]} »`).join(', ');
  const keys = cells.map((title) => {
    const key = known.get(foldTitle(title));
    if (title !== '' && key === undefined) {
      problems.push({ line, column: '', value: title, key: 'unknown-column', params: { expected } });
    }
    return key;
  });
  for (const key of columns) {
    const count = keys.filter((candidate) => candidate === key).length;
    const column = columnTitles[key];
    if (count > 1) problems.push({ line, column, value: '', key: 'twice-column', params: {} });
    if (count === 0 && key !== 'name')
      problems.push({ line, column, value: '', key: 'missing-column', params: { column } });
  }
  return { keys, problems };
}

function unreadable(
  key: string,
  params: Record<string, number> = {},
  line = 1,
): { lines: FileLine[]; problems: ImportProblem[] } {
  return { lines: [], problems: [{ line, column: '', value: '', key, params }] };
}
