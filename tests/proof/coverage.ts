import type { Table } from '../torture/tampering-strokes.ts';
import { agreements } from '../../src/proof/agreement/agreements.ts';
import { contents } from '../../src/proof/agreement/contents.ts';
import { sealedTables } from '../../src/proof/sealed-tables.ts';

/** The columns of a table that the verification holds against something; all of them of an append-only one. */
export function coveredColumns({ name, columns }: Table): ReadonlySet<string> {
  const covered = new Set<string>();
  for (const { table, key, names } of sealedTables)
    if (table === name) for (const column of [...key, ...(names ?? columns)]) covered.add(column);
  for (const { table, key, id = ['id'], columns: told, standsFor = {} } of agreements)
    if (table === name) {
      const held = [...key, ...id, ...told, ...Object.values(standsFor)].flatMap((one) => one.split(', '));
      for (const column of held) covered.add(column);
    }
  for (const { table, id, column } of contents)
    if (table === name) for (const each of [id, ...column.split(', ')]) covered.add(each);
  // These prove themselves: the chain, its head, its anchors, the seals.
  if (['journal', 'journal_head', 'journal_anchors', 'row_seals'].includes(name))
    for (const column of columns) covered.add(column);
  return covered;
}
