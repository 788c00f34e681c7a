import type { Knex } from 'knex';
import type { Repeal } from './repeal.ts';

type Database = Knex | Knex.Transaction;

interface Row {
  id: string;
  instructionId: string;
  repealedOn: string;
  byId: string | null;
  bySlug: string | null;
  byTitle: string | null;
  recordedAt: string;
  recordedBy: string;
  act: string | null;
  reason: string | null;
}

/** The repeals that nobody took back: at most one of each instruction. */
export async function listStandingRepeals(
  database: Database,
  { instructionId }: { instructionId?: string } = {},
): Promise<Repeal[]> {
  const select = database('repeals as r')
    .leftJoin('repeal_words as w', 'w.of', 'r.id')
    .leftJoin('instructions as b', 'b.id', 'r.by_instruction_id')
    .leftJoin('repeals_taken_back as t', 't.repeal_id', 'r.id')
    .whereNull('t.repeal_id')
    .orderBy('r.recorded_at')
    .select({
      ...{ id: 'r.id', instructionId: 'r.instruction_id', repealedOn: 'r.repealed_on' },
      ...{ byId: 'b.id', bySlug: 'b.slug', byTitle: 'b.title' },
      ...{ recordedAt: 'r.recorded_at', recordedBy: 'r.recorded_by', act: 'w.act', reason: 'w.reason' },
    });
  if (instructionId !== undefined) select.where({ 'r.instruction_id': instructionId });
  return ((await select) as Row[]).map(({ byId, bySlug, byTitle, ...repeal }) => ({
    ...repeal,
    by:
      byId === null || bySlug === null || byTitle === null
        ? undefined
        : { id: byId, slug: bySlug, title: byTitle },
  }));
}

/** Ids of the texts that stand as repealed by this one, in the order of their records. */
export async function listRepealedBy(database: Database, instructionId: string): Promise<string[]> {
  return database('repeals as r')
    .leftJoin('repeals_taken_back as t', 't.repeal_id', 'r.id')
    .whereNull('t.repeal_id')
    .where({ 'r.by_instruction_id': instructionId })
    .orderBy('r.recorded_at')
    .pluck('r.instruction_id');
}

interface Words {
  act: string;
  reason: string;
  salt: string;
}

export async function insertRepeal(
  trx: Knex.Transaction,
  repeal: Pick<Repeal, 'id' | 'instructionId' | 'repealedOn' | 'recordedAt' | 'recordedBy'> & {
    byId: string | null;
    wordsHash: string;
  },
  words: Words,
): Promise<void> {
  await trx('repeals').insert({
    id: repeal.id,
    instruction_id: repeal.instructionId,
    repealed_on: repeal.repealedOn,
    by_instruction_id: repeal.byId,
    words_hash: repeal.wordsHash,
    recorded_at: repeal.recordedAt,
    recorded_by: repeal.recordedBy,
  });
  await trx('repeal_words').insert({ of: repeal.id, ...words });
}

/** Takes a repeal back. */
export async function insertTakenBack(
  trx: Knex.Transaction,
  taken: { repealId: string; at: string; by: string; wordsHash: string },
  words: Words,
): Promise<void> {
  await trx('repeals_taken_back').insert({
    repeal_id: taken.repealId,
    words_hash: taken.wordsHash,
    taken_back_at: taken.at,
    taken_back_by: taken.by,
  });
  await trx('repeal_words').insert({ of: `${taken.repealId}:taken-back`, ...words });
}
