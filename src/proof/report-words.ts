import { formatCount, formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { ProofReport } from './verification.ts';

const mostLines = 20;

/** What a verification says in French: in one sentence, what was read and vouched for, and what to be careful with. */
export function reportInWords(report: ProofReport, messages: Messages, demonstration: boolean) {
  const say = (key: string, params: Record<string, string | number> = {}) =>
    messages(`proof.report.${key}`, params);
  const counts = {
    lines: formatCount(report.lines),
    rows: formatCount(report.rows),
    sealed: formatCount(report.sealed),
    contents: formatCount(report.contents),
  };
  const { anchored, unanchored, wentBack } = report;
  return {
    summary: report.valid
      ? say('valid', counts)
      : say('invalid', { ...counts, count: formatCount(report.findings.length) }),
    facts: [
      say('head', { line: report.lines, head: report.head }),
      ...(anchored === null
        ? []
        : [say('anchored', { ...anchored, at: formatLongInstant(anchored.stampedAt) })]),
      ...(anchored !== null && unanchored > 0 ? [say('unanchored', { count: formatCount(unanchored) })] : []),
      ...(report.unsealed === 0 ? [] : [say('unsealed', { count: formatCount(report.unsealed) })]),
      ...(report.heads === 0 ? [] : [say('heads', { count: report.heads })]),
    ],
    warnings: [
      ...(anchored === null && report.lines > 0 ? [say('never-anchored')] : []),
      ...(demonstration && anchored !== null ? [say('demonstration')] : []),
      ...(wentBack.length === 0
        ? []
        : [
            say('went-back', {
              lines: wentBack.slice(0, mostLines).join(', ') + (wentBack.length > mostLines ? '…' : ''),
            }),
          ]),
    ],
  };
}
