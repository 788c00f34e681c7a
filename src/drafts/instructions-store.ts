import type { Knex } from 'knex';
import { AppError } from '../kernel/errors.ts';
import type { State } from './instruction.ts';

type Database = Knex | Knex.Transaction;

export interface Instruction {
  id: string;
  slug: string;
  kind: string;
  year: number;
  title: string;
  templateSha256: string;
  state: State;
  /** The current revision's number. */
  revision: number;
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  /** The signatory who corrects it, while it is a draft again for that. */
  correctedBy?: string | null;
}

export interface InstructionFilters {
  state?: State | undefined;
  year?: number | undefined;
}

const columns = {
  id: 'id',
  slug: 'slug',
  kind: 'kind',
  year: 'year',
  title: 'title',
  templateSha256: 'template_sha256',
  state: 'state',
  revision: 'revision',
  createdAt: 'created_at',
  createdBy: 'created_by',
  updatedAt: 'updated_at',
  correctedBy: 'corrected_by',
};

export async function findInstruction(
  database: Database,
  by: { id: string } | { slug: string },
): Promise<Instruction | undefined> {
  return database('instructions').where(by).first<Instruction | undefined>(columns);
}

export async function getInstruction(database: Database, id: string): Promise<Instruction> {
  const instruction = await findInstruction(database, { id });
  if (instruction === undefined) throw new AppError('not-found', 'no such instruction', { details: { id } });
  return instruction;
}

/** Reads the row and keeps it from other writers until the transaction ends (SQLite has one writer anyway). */
export async function lockInstruction(trx: Knex.Transaction, id: string): Promise<Instruction> {
  const instruction = await trx('instructions')
    .where({ id })
    .forUpdate()
    .first<Instruction | undefined>(columns);
  if (instruction === undefined) throw new AppError('not-found', 'no such instruction', { details: { id } });
  return instruction;
}

/** Newest year first. */
export async function listInstructions(
  database: Database,
  filters: InstructionFilters,
): Promise<Instruction[]> {
  const select = database('instructions')
    .select(columns)
    .orderBy([{ column: 'year', order: 'desc' }, { column: 'slug' }]);
  if (filters.state !== undefined) select.where({ state: filters.state });
  if (filters.year !== undefined) select.where({ year: filters.year });
  return (await select) as Instruction[];
}

/** Those of them that there are, in no order. */
export async function listInstructionsByIds(
  database: Database,
  ids: readonly string[],
): Promise<Instruction[]> {
  if (ids.length === 0) return [];
  return (await database('instructions')
    .whereIn('id', [...ids])
    .select(columns)) as Instruction[];
}

export async function insertInstruction(trx: Knex.Transaction, instruction: Instruction): Promise<void> {
  const entries = Object.entries(columns).map(([name, column]) => [
    column,
    instruction[name as keyof Instruction],
  ]);
  await trx('instructions').insert(Object.fromEntries(entries));
}

/** The conditional move: true when this call made it, false when the state was no longer `from`. */
export async function markState(
  trx: Knex.Transaction,
  move: { id: string; from: State; to: State; at: string },
): Promise<boolean> {
  const { id, from, to, at } = move;
  return (await trx('instructions').where({ id, state: from }).update({ state: to, updated_at: at })) === 1;
}

/** Of a draft alone: who corrects it, or null when nobody does any more. */
export async function markCorrectedBy(
  trx: Knex.Transaction,
  id: string,
  userId: string | null,
): Promise<void> {
  await trx('instructions').where({ id }).update({ corrected_by: userId });
}

export async function markRevision(
  trx: Knex.Transaction,
  id: string,
  revision: number,
  at: string,
): Promise<void> {
  await trx('instructions').where({ id }).update({ revision, updated_at: at });
}

export async function insertPinnedTemplate(
  trx: Knex.Transaction,
  template: { sha256: string; name: string; version: string; source: string },
  at: string,
): Promise<void> {
  await trx('pinned_templates')
    .insert({ ...template, pinned_at: at })
    .onConflict('sha256')
    .ignore();
}

export async function getPinnedSource(database: Database, sha256: string): Promise<string> {
  const row = await database('pinned_templates')
    .where({ sha256 })
    .first<{ source: string } | undefined>('source');
  if (row === undefined) throw new Error(`template ${sha256} was never pinned`);
  return row.source;
}

export async function insertAuthor(
  trx: Knex.Transaction,
  author: { instructionId: string; userId: string; at: string; by: string },
): Promise<void> {
  await trx('instruction_authors').insert({
    instruction_id: author.instructionId,
    user_id: author.userId,
    declared_at: author.at,
    declared_by: author.by,
  });
}

/** Ids of the declared authors, in the order of their declaration. */
export async function listAuthorIds(database: Database, instructionId: string): Promise<string[]> {
  return database('instruction_authors')
    .where({ instruction_id: instructionId })
    .orderBy(['declared_at', 'user_id'])
    .pluck('user_id');
}
