import type { ChainFaultKind } from '../journal/journal.ts';

/** Something that the verification found wrong, named: a line, a row and its column, an anchor, a day. */
export type Finding =
  | { kind: `line-${ChainFaultKind}`; line: number }
  /** The journal's last line is not what its head says: writing has stopped. */
  | { kind: 'head-moved' }
  | { kind: 'row-without-line'; table: string; id: string }
  | { kind: 'line-without-row'; table: string; id: string; line: number; type: string }
  | { kind: 'row-differs'; table: string; id: string; column: string; line?: number }
  | { kind: 'row-removed'; table: string; id: string }
  | { kind: 'content-differs'; table: string; id: string; column: string }
  | { kind: 'batch-differs'; table: string; id: string; line?: number }
  | { kind: 'anchor-differs'; line: number; column: string }
  | { kind: 'anchor-invalid'; line: number; problem: string }
  | { kind: 'anchor-time'; line: number }
  | { kind: 'anchor-order'; line: number }
  /** Days in Paris, both included: lines were written, and no timestamp covers them in time. */
  | { kind: 'day-without-anchor'; from: string; until: string }
  | { kind: 'head-unknown'; line: number; file: string }
  | { kind: 'head-differs'; line: number; file: string }
  | { kind: 'head-unreadable'; file: string; problem: string };

/** What makes two findings one: the same row may be told by the journal and by its seal. */
export const identityOf = (finding: Finding): string =>
  finding.kind === 'row-differs'
    ? [finding.kind, finding.table, finding.id, finding.column].join('\n')
    : JSON.stringify(finding);
