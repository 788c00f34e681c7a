import { Readable } from 'node:stream';
import { writeCsv } from '../kernel/csv-file.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Cell, Row } from './column.ts';
import { dictionaryOf } from './dictionary.ts';
import type { Table } from './table.ts';

const rowsAtOnce = 500;

/**
 * A table as a file, row after row as they are read: the house's CSV (UTF-8 behind its mark, semicolons, nothing
 * that a spreadsheet would run), under the names of the dictionary.
 */
export function csvOf(table: Table, rows: AsyncIterable<Row>): Readable {
  const names = Object.keys(table.columns);
  async function* lines() {
    yield writeCsv([names]);
    let batch: string[][] = [];
    for await (const row of rows) {
      batch.push(names.map((name) => inCell(row[name] ?? null)));
      if (batch.length < rowsAtOnce) continue;
      yield withoutMark(writeCsv(batch));
      batch = [];
    }
    if (batch.length > 0) yield withoutMark(writeCsv(batch));
  }
  return Readable.from(lines());
}

/** The dictionary itself, one row a column. */
export function dictionaryCsv(tables: readonly Table[], messages: Messages): string {
  const rows = dictionaryOf(tables, messages).flatMap(({ name: table, columns }) =>
    columns.map(({ name, type, unit, meaning, whenEmpty, personal, source }) => [
      ...[table, name, type, unit, meaning, whenEmpty],
      messages(`data.personal.${personal ? 'yes' : 'no'}`),
      source,
    ]),
  );
  const titles = ['table', 'colonne', 'type', 'unite', 'sens', 'si_vide', 'personnel', 'source'];
  return writeCsv([titles, ...rows]);
}

function inCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  return String(value);
}

const withoutMark = (csv: string): string => csv.replace(/^\u{feff}/u, '');
