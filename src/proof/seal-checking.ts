import type { Knex } from 'knex';
import type { JournalLine } from '../journal/journal.ts';
import type { Finding } from './finding.ts';
import { batchHash, changedColumns, keyOfRow, type RowSeal } from './row-seal.ts';
import { listSealedTables, mapSeals, readRows, type KeptSeal } from './row-seals-store.ts';
import { sealedTables } from './sealed-tables.ts';

/** A key that somebody wrote otherwise is told as it is. */
function nameOf(key: string): string {
  try {
    return (JSON.parse(key) as string[]).join(' / ');
  } catch {
    return key;
  }
}

/** Holds the sealed rows against their seals, and the seals against the journal's lines, which are given one by one. */
export async function openSealChecking(database: Knex) {
  const findings: Finding[] = [];
  const batches = new Map<string, RowSeal[]>();
  let sealed = 0;
  let unsealed = 0;
  for (const { table, key } of sealedTables) {
    const seals = await mapSeals(database, table);
    remember(seals.values());
    for await (const row of readRows(database, table, { key })) {
      const of = keyOfRow(row, key);
      const seal = seals.get(of);
      seals.delete(of);
      if (seal === undefined) {
        unsealed += 1;
        continue;
      }
      sealed += 1;
      for (const column of changedColumns(row, seal, key))
        findings.push({ kind: 'row-differs', table, id: nameOf(of), column });
    }
    for (const key of seals.keys()) findings.push({ kind: 'row-removed', table, id: nameOf(key) });
  }
  // A seal of no table of ours is one that somebody added: its batch is not what its line says.
  const known = new Set(sealedTables.map(({ table }) => table));
  for (const table of await listSealedTables(database))
    if (!known.has(table)) remember((await mapSeals(database, table)).values());
  const told = new Set<string>();

  function remember(seals: Iterable<KeptSeal>): void {
    for (const { batch, ...seal } of seals) {
      const list = batches.get(batch);
      if (list === undefined) batches.set(batch, [seal]);
      else list.push(seal);
    }
  }

  return {
    sealed,
    unsealed,

    take(line: JournalLine): void {
      if (line.type !== 'rows.sealed') return;
      const { batch, rows, sha256 } = line.data;
      told.add(batch);
      const kept = batches.get(batch) ?? [];
      if (kept.length !== rows || batchHash(kept) !== sha256)
        findings.push({ kind: 'batch-differs', table: 'row_seals', id: batch, line: line.line });
    },

    end(): Finding[] {
      for (const batch of batches.keys())
        if (!told.has(batch)) findings.push({ kind: 'batch-differs', table: 'row_seals', id: batch });
      return findings;
    },
  };
}
