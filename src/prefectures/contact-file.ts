import { CsvError, parse } from 'csv-parse/sync';
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
export const informativeTitles = ['préfecture', 'région'] as const;
const required: ColumnKey[] = ['office', 'kind', 'rank', 'address'];

export interface FileLine {
  line: number;
  cells: Record<ColumnKey, string>;
}

/** Reads the bytes into lines of known columns, or tells why the file as a whole cannot be read. */
export function readContactFile(bytes: Uint8Array): { lines: FileLine[]; problems: ImportProblem[] } {
  if (bytes.length > contactFileLimit) return unreadable('prefectures.import.too-large');
  const text = decode(bytes);
  if (text === undefined) return unreadable('prefectures.import.not-text');
  try {
    return arrange(
      parse(text, {
        delimiter: separatorOf(text),
        info: true,
        trim: true,
        relax_column_count: true,
      }) as unknown as {
        record: string[];
        info: { lines: number };
      }[],
    );
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = typeof cause['lines'] === 'number' ? cause['lines'] : 1;
    return { lines: [], problems: [{ line, column: '', key: 'prefectures.import.quotes' }] };
  }
}

/**
 * UTF-8 with or without its mark; what is not valid UTF-8 is taken for Windows-1252, which French
 * spreadsheets write. A zero byte belongs to neither (UTF-16, a workbook renamed « .csv »).
 */
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

function arrange(rows: { record: string[]; info: { lines: number } }[]): ReturnType<typeof readContactFile> {
  const [head, ...body] = rows.filter(({ record }) => record.some((cell) => cell !== ''));
  if (head === undefined) return unreadable('prefectures.import.empty');
  const { keys, problems } = readTitles(head.record);
  if (problems.length > 0) return { lines: [], problems };
  if (body.length === 0) return unreadable('prefectures.import.empty');
  if (body.length > mostLines) return unreadable('prefectures.import.too-many-lines', { maximum: mostLines });
  const lines: FileLine[] = [];
  for (const { record, info } of body) {
    const surplus = record.slice(keys.length).some((cell) => cell !== '');
    if (surplus) problems.push({ line: info.lines, column: '', key: 'prefectures.import.too-many-cells' });
    const cells = { office: '', kind: '', rank: '', address: '', personName: '', validFrom: '', validTo: '' };
    keys.forEach((key, index) => {
      if (key !== undefined) cells[key] = record[index] ?? '';
    });
    // Our own export writes such a line for an office without contact: it says nothing, and changes nothing.
    const namesOfficeOnly = Object.entries(cells).every(([key, text]) => text === '' || key === 'office');
    if (!namesOfficeOnly) lines.push({ line: info.lines, cells });
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
