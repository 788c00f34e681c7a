import type { Knex } from 'knex';
import type { Allocation, Level } from './allocation.ts';

type Database = Knex | Knex.Transaction;

/** The credits of an instruction, as they were set at one moment. */
export interface AllocationTable {
  id: string;
  instructionId: string;
  /** From 1, among the tables of the instruction. */
  number: number;
  contentSha256: string;
  setAt: string;
  setBy: string;
  /** Why each receives what it does, in the drafter's words; empty when nothing was said. */
  criteria: string;
  /** Empty when the credits were withdrawn. */
  lines: Allocation[];
}

interface LineRow {
  table_id: string;
  territory_id: string;
  level: Level;
  name: string;
  linked_name: string;
  region_id: string | null;
  commitment_authority: number | string;
  payment_appropriation: number | string;
}

const columns = {
  id: 'allocation_tables.id',
  instructionId: 'instruction_id',
  number: 'number',
  contentSha256: 'content_sha256',
  setAt: 'set_at',
  setBy: 'set_by',
};

/** The table that stands: the last one set, withdrawn or not. */
export async function findCurrentTable(
  database: Database,
  instructionId: string,
): Promise<AllocationTable | undefined> {
  const row = await database('allocation_tables')
    .where({ instruction_id: instructionId })
    .orderBy('number', 'desc')
    .first<Omit<AllocationTable, 'lines' | 'criteria'> | undefined>(columns);
  return row && { ...row, ...(await contentOf(database, row.id)) };
}

/** Every table that was set, withdrawn ones included, from the first on. Two queries, however many there are. */
export async function listTables(database: Database, instructionId: string): Promise<AllocationTable[]> {
  const rows: Omit<AllocationTable, 'lines' | 'criteria'>[] = await database('allocation_tables')
    .where({ instruction_id: instructionId })
    .orderBy('number')
    .select(columns);
  const ids = rows.map(({ id }) => id);
  const lines = Map.groupBy(await listLinesOf(database, ids), ({ tableId }) => tableId);
  return rows.map((row) => ({
    ...row,
    criteria: '',
    lines: (lines.get(row.id) ?? []).map(({ tableId: _table, ...line }) => line),
  }));
}

/** The table that a frozen version was printed with, if it had any. */
export async function findFrozenTable(
  database: Database,
  frozenVersionId: string,
): Promise<AllocationTable | undefined> {
  const row = await database('allocation_tables')
    .join('frozen_allocations', 'frozen_allocations.table_id', 'allocation_tables.id')
    .where({ frozen_version_id: frozenVersionId })
    .first<Omit<AllocationTable, 'lines' | 'criteria'> | undefined>(columns);
  return row && { ...row, ...(await contentOf(database, row.id)) };
}

/**
 * The lines that some frozen versions bear, of some territories when they are given, by version: one query, however
 * many years.
 */
export async function listFrozenLines(
  database: Database,
  where: { frozenVersionIds: readonly string[]; territoryIds?: readonly string[] },
): Promise<Map<string, Allocation[]>> {
  const select = database('allocation_lines')
    .join('frozen_allocations', 'frozen_allocations.table_id', 'allocation_lines.table_id')
    .whereIn('frozen_version_id', [...where.frozenVersionIds])
    .orderBy('territory_id')
    .select<(LineRow & { frozen_version_id: string })[]>('allocation_lines.*', 'frozen_version_id');
  if (where.territoryIds !== undefined) select.whereIn('territory_id', [...where.territoryIds]);
  const byVersion = Map.groupBy(await select, (row) => row.frozen_version_id);
  return new Map([...byVersion].map(([id, rows]) => [id, rows.map(toAllocation)]));
}

async function contentOf(
  database: Database,
  tableId: string,
): Promise<Pick<AllocationTable, 'lines' | 'criteria'>> {
  const said = await database('allocation_criteria')
    .where({ table_id: tableId })
    .first<{ criteria: string } | undefined>('criteria');
  return { criteria: said?.criteria ?? '', lines: await listLines(database, tableId) };
}

async function listLines(database: Database, tableId: string): Promise<Allocation[]> {
  const lines = await listLinesOf(database, [tableId]);
  return lines.map(({ tableId: _table, ...line }) => line);
}

/** In the order of the territories. */
async function listLinesOf(
  database: Database,
  tableIds: readonly string[],
): Promise<(Allocation & { tableId: string })[]> {
  const rows: LineRow[] = await database('allocation_lines')
    .whereIn('table_id', [...tableIds])
    .orderBy('territory_id');
  return rows.map((row) => ({ tableId: row.table_id, ...toAllocation(row) }));
}

function toAllocation(row: LineRow): Allocation {
  return {
    territoryId: row.territory_id,
    level: row.level,
    name: row.name,
    linkedName: row.linked_name,
    regionId: row.region_id ?? undefined,
    // PostgreSQL gives large integers as text.
    commitmentAuthority: Number(row.commitment_authority),
    paymentAppropriation: Number(row.payment_appropriation),
  };
}

export async function insertTable(transaction: Knex.Transaction, table: AllocationTable): Promise<void> {
  await transaction('allocation_tables').insert({
    id: table.id,
    instruction_id: table.instructionId,
    number: table.number,
    content_sha256: table.contentSha256,
    set_at: table.setAt,
    set_by: table.setBy,
  });
  await transaction.batchInsert(
    'allocation_lines',
    table.lines.map((line) => ({
      table_id: table.id,
      territory_id: line.territoryId,
      level: line.level,
      name: line.name,
      linked_name: line.linkedName,
      region_id: line.regionId ?? null,
      commitment_authority: line.commitmentAuthority,
      payment_appropriation: line.paymentAppropriation,
    })),
    50,
  );
  if (table.criteria !== '')
    await transaction('allocation_criteria').insert({ table_id: table.id, criteria: table.criteria });
}

export async function insertFrozenTable(
  transaction: Knex.Transaction,
  frozen: { frozenVersionId: string; tableId: string },
): Promise<void> {
  await transaction('frozen_allocations').insert({
    frozen_version_id: frozen.frozenVersionId,
    table_id: frozen.tableId,
  });
}
