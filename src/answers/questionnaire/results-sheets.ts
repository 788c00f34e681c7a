import { writeCsv } from '../../kernel/csv-file.ts';
import type { Messages } from '../../kernel/messages.ts';
import { writeWorkbook, type XlsxCell } from '../../kernel/xlsx-file.ts';
import { sayValue } from './answer-page.ts';
import { fieldsOf, type Column, type Field } from './definition.ts';
import type { Results } from './results.ts';
import { measuresOf, sumUp, type Respondent, type Total } from './sums.ts';
import { writeScaled } from './typed-number.ts';

/** A number of hundredths (cents, hundredths of a percent) is written as the number that it is. */
type Cell = string | number | undefined | { hundredths: number } | { instant: string };

export interface Sheet {
  /** As an address names it. */
  key: string;
  title: string;
  columns: { title: string; width: number }[];
  rows: Cell[][];
}

/** One sheet of answers, one a table, one of the sums: a table of a file, each value as what it is. */
export function resultSheets(results: Results, messages: Messages): Sheet[] {
  const tables = fieldsOf(results.definition).filter(({ type }) => type === 'table');
  return [
    answersSheet(results, messages),
    ...tables.map((table) => tableSheet(table, results, messages)),
    sumsSheet(results, messages),
  ];
}

/** For any spreadsheet: UTF-8 with its mark, semicolons, decimal commas, instants in ISO 8601 (UTC). */
export function sheetCsv({ columns, rows }: Sheet): Uint8Array {
  const text = (cell: Cell): string => {
    if (typeof cell !== 'object') return String(cell ?? '');
    return 'instant' in cell ? cell.instant : writeScaled(cell.hundredths, { grouped: false });
  };
  return Buffer.from(writeCsv([columns.map(({ title }) => title), ...rows.map((cells) => cells.map(text))]));
}

/** The same as a workbook, with true numbers and true dates (hours of Paris). */
export function sheetsXlsx(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const cell = (given: Cell): XlsxCell =>
    typeof given === 'object' && 'hundredths' in given ? given.hundredths / 100 : given;
  return writeWorkbook(
    sheets.map(({ title, columns, rows }) => ({
      sheet: title,
      columns,
      rows: rows.map((cells) => cells.map(cell)),
    })),
  );
}

function answersSheet(results: Results, messages: Messages): Sheet {
  const { definition, respondents, returned } = results;
  const fields = fieldsOf(definition).filter(({ type }) => type !== 'table');
  const title = (name: string, width: number) => ({ title: messages(`questionnaires.file.${name}`), width });
  return {
    key: 'reponses',
    title: messages('questionnaires.file.answers'),
    columns: [
      ...territoryColumns(messages),
      ...[title('state', 14), title('version', 9), title('sent-at', 18)],
      ...fields.map((field) => valueColumn(field, messages)),
    ],
    rows: respondents.map((respondent) => {
      const sent = returned.get(respondent.territoryId);
      return [
        ...territoryCells(respondent, results),
        messages(`questionnaires.file.${sent === undefined ? 'awaited' : 'received'}`),
        sent?.number,
        sent && { instant: sent.givenAt },
        ...fields.map((field) => valueCell(field, respondent.answer?.values[field.key], messages)),
      ];
    }),
  };
}

function tableSheet(table: Field, results: Results, messages: Messages): Sheet {
  const columns = table.columns ?? [];
  return {
    key: table.key,
    title: table.label,
    columns: [...territoryColumns(messages), ...columns.map((column) => valueColumn(column, messages))],
    rows: results.respondents.flatMap((respondent) =>
      (respondent.answer?.tables[table.key] ?? []).map((row) => [
        ...territoryCells(respondent, results),
        ...columns.map((column) => valueCell(column, row[column.key], messages)),
      ]),
    ),
  };
}

function sumsSheet({ definition, respondents, regionNames }: Results, messages: Messages): Sheet {
  const word = (name: string) => messages(`questionnaires.file.${name}`);
  const rows = measuresOf(definition).flatMap((measure) => {
    const { country, regions, collectivities, regional } = sumUp(measure, respondents, regionNames);
    const of = measure.tableLabel ?? '';
    const row = (level: string, code: string, name: string, { value, answered, asked }: Total): Cell[] => [
      ...[of, measure.label, word(`level-${level}`), code, name],
      ...[value === undefined ? undefined : valueCell(measure.field, value, messages), answered, asked],
    ];
    return [
      row('country', '', word('france'), country),
      ...regions.flatMap((region) => [
        row('region', region.id, region.name, region),
        ...region.departments.map((one) => row('department', one.id, one.name, one)),
      ]),
      ...collectivities.map((one) => row('collectivity', one.id, one.name, one)),
      ...(regional === undefined ? [] : [row('regional-total', '', word('france'), regional.total)]),
      ...(regional?.regions ?? []).map((one) => row('regional', one.id, one.name, one)),
    ];
  });
  const widths = {
    table: 24,
    measure: 32,
    level: 24,
    code: 10,
    territory: 30,
    value: 16,
    answered: 12,
    asked: 12,
  };
  return {
    key: 'sommes',
    title: word('sums'),
    columns: Object.entries(widths).map(([name, width]) => ({ title: word(name), width })),
    rows,
  };
}

function territoryColumns(messages: Messages) {
  const widths = { code: 10, territory: 30, region: 28 };
  return Object.entries(widths).map(([name, width]) => ({
    title: messages(`questionnaires.file.${name}`),
    width,
  }));
}

function territoryCells({ territoryId, name, regionId }: Respondent, { regionNames }: Results): Cell[] {
  return [territoryId, name, regionId === undefined ? undefined : regionNames.get(regionId)];
}

function valueColumn({ type, label }: Field | Column, messages: Messages) {
  const unit =
    type === 'amount' || type === 'percentage' ? ` ${messages(`questionnaires.file.unit-${type}`)}` : '';
  return { title: `${label}${unit}`, width: type === 'text' ? 60 : type === 'line' ? 32 : 16 };
}

function valueCell(field: Field | Column, value: unknown, messages: Messages): Cell {
  if (typeof value === 'number') return field.type === 'whole' ? value : { hundredths: value };
  if (field.type === 'day') return typeof value === 'string' ? value : undefined;
  return sayValue(field, value, messages);
}
