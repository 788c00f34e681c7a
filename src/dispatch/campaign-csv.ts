import type { Messages } from '../kernel/messages.ts';
import { viewOfLine } from './campaign-page.ts';
import type { OfficeLine } from './dispatch.ts';

/** The campaign's table for spreadsheets: UTF-8 with its mark, semicolons, one line per office. */
export function campaignCsv(messages: Messages, lines: OfficeLine[]): Uint8Array {
  const columns = ['office', 'name', 'region', 'standing', 'detail', 'attempts', 'changed', 'acknowledged'];
  const rows = lines.map((line) => {
    const view = viewOfLine(messages, line);
    return [
      line.officeId,
      line.officeName,
      line.regionName ?? '',
      view.standing,
      view.detail,
      String(line.attempts),
      line.changedAt ?? '',
      line.acknowledgedAt ?? '',
    ];
  });
  const text = [columns.map((column) => messages(`dispatch.csv.${column}`)), ...rows]
    .map((cells) => `${cells.map(cell).join(';')}\r\n`)
    .join('');
  return new TextEncoder().encode(`\u{feff}${text}`);
}

// A cell that begins like a formula would be run by a spreadsheet.
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
