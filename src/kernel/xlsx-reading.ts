import readXlsxFile from 'read-excel-file/node';
import type { CsvRow } from './csv-file.ts';
import { unpackWithin } from './zip-bounds.ts';

/** A workbook's sheet as text: a date is written `YYYY-MM-DD`, a number with a comma, an empty cell ''. */
export interface XlsxSheet {
  name: string;
  /** Lines are counted as a spreadsheet does; those of empty cells are left out. */
  rows: CsvRow[];
}

/** Why a workbook is not read. `line` and `column` (a letter) say where, for a cell. */
export interface XlsxFault {
  fault:
    | 'not-xlsx'
    | 'encrypted'
    | 'macros'
    | 'unpacked-too-large'
    | 'too-many-rows'
    | 'too-many-columns'
    | 'formula-cell'
    | 'empty';
  line: number;
  column: string;
}

/** All that a workbook may hold once unpacked. */
const mostUnpacked = 20_000_000;
/** And tags in all its parts: the reader makes an object of each, far larger than what was written. */
const mostTags = 1_000_000;
const tagMark = 0x3c;

const zipMark = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
// A workbook with a password is wrapped in the container that workbooks were in before 2007 ([MS-OFFCRYPTO] 2.3.4).
const oldContainerMark = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

function beginsWith(bytes: Uint8Array, mark: Buffer): boolean {
  return Buffer.from(bytes.subarray(0, mark.length)).equals(mark);
}

/** Whether the bytes begin as a workbook does, of today or of before 2007; nothing else is said of them. */
export function looksLikeWorkbook(bytes: Uint8Array): boolean {
  return beginsWith(bytes, zipMark) || beginsWith(bytes, oldContainerMark);
}

/**
 * Reads the sheets of a workbook. Refused before anything is built from it: what is not a workbook, has a
 * password or macros, or is larger inside than 20 MB or a million tags, more rows or columns than allowed, and a formula, whose
 * result was true only where it was computed.
 */
export async function readXlsx(
  bytes: Uint8Array,
  most: { rows: number; columns: number },
): Promise<{ sheets: XlsxSheet[] } | XlsxFault> {
  const whole = (fault: XlsxFault['fault']): XlsxFault => ({ fault, line: 1, column: '' });
  if (beginsWith(bytes, oldContainerMark)) return whole('encrypted');
  const unpacked = unpackWithin(bytes, mostUnpacked);
  if ('fault' in unpacked) return whole(unpacked.fault === 'too-large' ? 'unpacked-too-large' : 'not-xlsx');
  if (!unpacked.files.has('xl/workbook.xml')) return whole('not-xlsx');
  if (countTags(unpacked.files.values()) > mostTags) return whole('unpacked-too-large');
  if ([...unpacked.files.keys()].some((name) => /(^|\/)vbaProject\.bin$/i.test(name))) return whole('macros');
  for (const [name, content] of unpacked.files) {
    if (!/^xl\/worksheets\/[^/]+\.xml$/i.test(name)) continue;
    const fault = findSheetFault(new TextDecoder().decode(content), most);
    if (fault !== undefined) return fault;
  }
  try {
    const sheets = await readXlsxFile(Buffer.from(bytes));
    if (sheets.every(({ data }) => data.length === 0)) return whole('empty');
    return { sheets: sheets.map(({ sheet, data }) => ({ name: sheet, rows: rowsOf(data) })) };
  } catch {
    return whole('not-xlsx');
  }
}

function countTags(parts: Iterable<Uint8Array>): number {
  let count = 0;
  for (const part of parts)
    for (let at = part.indexOf(tagMark); at !== -1; at = part.indexOf(tagMark, at + 1)) count += 1;
  return count;
}

// A row or a cell says its own place: one that stands at a million makes a million empty ones before it.
function findSheetFault(xml: string, most: { rows: number; columns: number }): XlsxFault | undefined {
  let rows = 0;
  for (const [, tag, written = '', formula] of xml.matchAll(tags)) {
    if (tag === 'row') rows += 1;
    const places = [...written.matchAll(attributes)].filter(([, name]) => name === 'r');
    const place = places.map(([, , value = '']) => value.slice(1, -1)).join(' ') || `${rows}`;
    const [, letters = '', figures = '0'] = /^([A-Z]{0,3})(\d{1,9})$/.exec(place) ?? [];
    const line = Number(figures);
    if (line < 1) return { fault: 'not-xlsx', line: 1, column: '' };
    if (line > most.rows || rows > most.rows) return { fault: 'too-many-rows', line: most.rows, column: '' };
    if (columnNumber(letters) > most.columns) return { fault: 'too-many-columns', line, column: letters };
    if (tag === 'c' && formula !== undefined) return { fault: 'formula-cell', line, column: letters };
  }
  return undefined;
}

/** A row or a cell, what is written in its tag, and whether a formula comes first inside. */
const tags = /<(?:\w+:)?(row|c)(?=[\s/>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>(?:\s*(<(?:\w+:)?f[\s/>]))?/g;
const attributes = /([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g;

function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function rowsOf(data: readonly (readonly unknown[])[]): CsvRow[] {
  return data
    .map((cells, index) => ({ line: index + 1, cells: cells.map(textOf) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '?' : cell.toISOString().slice(0, 10);
  return typeof cell === 'number' ? writeNumber(cell) : String(cell).trim();
}

/** As a French spreadsheet shows it: fifteen significant digits, which hide what a sum of decimals leaves behind. */
function writeNumber(value: number): string {
  return String(Number(value.toPrecision(15))).replace('.', ',');
}
