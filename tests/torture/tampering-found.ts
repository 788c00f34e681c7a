import type { Finding } from '../../src/proof/proof.ts';
import type { Tampering } from './tampering-strokes.ts';

/** Kinds that name a line of the journal, its head, an anchor: they belong to tables of their own. */
const ofTable: Record<string, RegExp> = {
  journal: /^(line-|head-moved|row-|day-|batch-|anchor-)/,
  journal_head: /^(head-moved|line-cut-tail|line-removed-or-inserted)$/,
  journal_anchors: /^(anchor-|line-without-row|row-)/,
  row_seals: /^(batch-|row-removed|row-differs)/,
};

/** Whether the findings name what was done: the table, and the column of a change, or the row that is gone or new. */
export function isFound({ table, stroke, column }: Tampering, findings: readonly Finding[]): boolean {
  const own = ofTable[table];
  if (own !== undefined) return findings.some(({ kind }) => own.test(kind));
  const here = findings.filter((finding) => 'table' in finding && finding.table === table);
  if (stroke === 'remove' || stroke === 'insert') return here.length > 0;
  // A row whose key changed is one that is gone, and another that nothing tells, or two that are each other's.
  if (isOfKey(column ?? '')) return here.length > 0;
  // A hash that is another's: its content is told as another's.
  if (/sha256$|_hash$/.test(column ?? '') && here.some(({ kind }) => kind === 'content-differs')) return true;
  return here.some((finding) => !('column' in finding) || finding.column.split(', ').includes(column ?? ''));
}

/** `id`, or the id of the row that this one stands beside. */
const isOfKey = (column: string): boolean => /^(id|number|step|.*_id)$/.test(column);
