import { foldTitle, readCsv, type CsvRow } from '../kernel/csv-file.ts';
import { looksLikeWorkbook, readXlsx } from '../kernel/xlsx-reading.ts';
import type { AmountKey } from './allocation.ts';

/** The largest file that is read, in bytes. */
export const allocationFileLimit = 1_000_000;

/** Far above the 125 territories, and our four columns. */
const mostLines = 1000;
const mostColumns = 50;

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

export interface AllocationFile {
  lines: FileLine[];
  problems: ImportProblem[];
}

/**
 * Reads the bytes, a CSV text or an XLSX workbook, into lines of known columns, or tells why the file as a
 * whole cannot be read.
 */
export async function readAllocationFile(bytes: Uint8Array): Promise<AllocationFile> {
  if (bytes.length > allocationFileLimit) return unreadable('too-large');
  if (looksLikeWorkbook(bytes)) return readWorkbook(bytes);
  const read = readCsv(bytes);
  return 'rows' in read ? arrange(read.rows) : unreadable(read.fault, {}, read.line);
}

async function readWorkbook(bytes: Uint8Array): Promise<AllocationFile> {
  const workbook = await readXlsx(bytes, { rows: mostLines + 1, columns: mostColumns });
  if ('sheets' in workbook) {
    // The sheet whose titles are ours; else the first one, whose report says what is missing.
    const ours = workbook.sheets.find(({ rows: [head] }) => head && readTitles(head).problems.length === 0);
    return arrange((ours ?? workbook.sheets[0])?.rows ?? []);
  }
  const { fault, line, column } = workbook;
  if (fault === 'too-many-rows') return unreadable('too-many-lines', { maximum: mostLines });
  return { lines: [], problems: [{ line, column, value: '', key: fault, params: {} }] };
}

function arrange([head, ...body]: CsvRow[]): AllocationFile {
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

function unreadable(key: string, params: Record<string, number> = {}, line = 1): AllocationFile {
  return { lines: [], problems: [{ line, column: '', value: '', key, params }] };
}
