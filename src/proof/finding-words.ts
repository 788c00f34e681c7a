import { formatDay } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Finding } from './finding.ts';

/** One finding as a French sentence that names the line, or the table, the column and the row. */
export function findingInWords(finding: Finding, messages: Messages): string {
  const say = (params: Record<string, string | number>) => messages(`proof.finding.${finding.kind}`, params);
  switch (finding.kind) {
    case 'row-differs':
      return finding.line === undefined
        ? messages('proof.finding.row-differs-from-seal', { ...finding })
        : say({ ...finding, line: finding.line });
    case 'batch-differs':
      return finding.line === undefined
        ? messages('proof.finding.batch-unknown', { ...finding })
        : say({ ...finding, line: finding.line });
    case 'anchor-invalid':
    case 'head-unreadable':
      return say({ ...finding, problem: messages(finding.problem) });
    case 'day-without-anchor':
      return finding.from === finding.until
        ? messages('proof.finding.one-day-without-anchor', { day: formatDay(finding.from) })
        : say({ from: formatDay(finding.from), until: formatDay(finding.until) });
    default:
      return say({ ...finding });
  }
}
