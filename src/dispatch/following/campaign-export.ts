import { writeCsv } from '../../kernel/csv-file.ts';
import type { Messages } from '../../kernel/messages.ts';
import { writeXlsx, type XlsxCell } from '../../kernel/xlsx-file.ts';
import { findPlace, listRegionNames } from '../../prefectures/prefectures.ts';
import { viewOfLine } from './campaign-page.ts';
import type { OfficeLine } from '../dispatch.ts';

const widths = {
  office: 12,
  code: 8,
  name: 44,
  territory: 28,
  mandate: 28,
  role: 16,
  standing: 18,
  detail: 36,
  attempts: 8,
  changed: 18,
  acknowledged: 18,
  strength: 14,
};
type Column = keyof typeof widths;
const columns = Object.keys(widths) as Column[];

/** One line per office, each value as what it is: a text, a number, an instant. */
function rowsOf(messages: Messages, lines: readonly OfficeLine[]): XlsxCell[][] {
  const regionNames = new Map(listRegionNames().map(({ id, name }) => [id, name]));
  return lines.map((line) => {
    const place = findPlace(line.officeId);
    const view = viewOfLine(messages, line);
    const row: Record<Column, XlsxCell> = {
      office: line.officeId,
      code: place?.code,
      name: line.officeName,
      territory: regionNames.get(place?.regionId ?? ''),
      mandate: line.regionName,
      role: messages(`dispatch.role-filter.${line.role}`),
      standing: view.standing,
      detail: view.detail,
      attempts: line.attempts,
      changed: instant(line.changedAt),
      acknowledged: instant(line.acknowledgedAt),
      strength:
        line.strength === undefined ? undefined : messages(`acknowledgements.strength.${line.strength}`),
    };
    return columns.map((column) => row[column]);
  });
}

const instant = (at: string | undefined) => (at === undefined ? undefined : { instant: at });

/** The campaign's table for any spreadsheet: UTF-8 with its mark, semicolons, instants in ISO 8601 (UTC). */
export function campaignCsv(messages: Messages, lines: readonly OfficeLine[]): Uint8Array {
  const titles = columns.map((column) => messages(`dispatch.csv.${column}`));
  const rows = rowsOf(messages, lines).map((cells) =>
    cells.map((cell) => (typeof cell === 'object' ? cell.instant : String(cell ?? ''))),
  );
  return new TextEncoder().encode(writeCsv([titles, ...rows]));
}

/** The same as a workbook, with true numbers and true dates (hours of Paris). */
export function campaignXlsx(messages: Messages, lines: readonly OfficeLine[]): Promise<Uint8Array> {
  return writeXlsx({
    sheet: messages('dispatch.csv.sheet'),
    columns: columns.map((column) => ({
      title: messages(
        column === 'changed' || column === 'acknowledged'
          ? `dispatch.xlsx.${column}`
          : `dispatch.csv.${column}`,
      ),
      width: widths[column],
    })),
    rows: rowsOf(messages, lines),
  });
}
