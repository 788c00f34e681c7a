import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

/** An instruction as the search knows it. */
export interface SearchEntry {
  instructionId: string;
  slug: string;
  title: string;
  year: number;
  state: string;
  revision: number;
  updatedAt: string;
}

export interface Passage {
  title: string;
  text: string;
}

const columns = {
  instructionId: 'instruction_id',
  slug: 'slug',
  title: 'title',
  year: 'year',
  state: 'state',
  revision: 'revision',
  updatedAt: 'updated_at',
};

/** Writes an entry in place of what stood for the same instruction. */
export async function replaceEntry(
  transaction: Knex.Transaction,
  entry: SearchEntry,
  passages: Passage[],
  terms: ReadonlyMap<string, number>,
): Promise<void> {
  const { instructionId, updatedAt, ...rest } = entry;
  const id = { instruction_id: instructionId };
  // The entry first: on PostgreSQL its row makes a second indexer wait until this one is done.
  await transaction('search_entries')
    .insert({ ...id, ...rest, updated_at: updatedAt })
    .onConflict('instruction_id')
    .merge();
  await transaction('search_passages').where(id).del();
  await transaction('search_terms').where(id).del();
  await transaction.batchInsert(
    'search_passages',
    passages.map((passage, position) => ({ ...id, position, ...passage })),
    50,
  );
  await transaction.batchInsert(
    'search_terms',
    [...terms].map(([term, weight]) => ({ ...id, term, weight })),
    200,
  );
}

export async function listEntries(database: Database): Promise<SearchEntry[]> {
  return database('search_entries').select<SearchEntry[]>(columns);
}

/** The entries that hold every word (each given by its keys), of a year and of a state when these are given. */
export async function listMatchingEntries(
  database: Database,
  query: { words: string[][]; year?: number | undefined; state?: string | undefined },
): Promise<SearchEntry[]> {
  const select = database('search_entries').select<SearchEntry[]>(columns).orderBy(['year', 'title']);
  if (query.year !== undefined) select.where('year', query.year);
  if (query.state !== undefined) select.where('state', query.state);
  for (const keys of query.words) {
    select.whereIn('instruction_id', database('search_terms').select('instruction_id').whereIn('term', keys));
  }
  return select;
}

/** Of each instruction, how much it says of the terms. */
export async function sumWeights(database: Database, terms: string[]): Promise<Map<string, number>> {
  const rows: { instruction_id: string; weight: number | string }[] = await database('search_terms')
    .select('instruction_id')
    .sum({ weight: 'weight' })
    .whereIn('term', terms)
    .groupBy('instruction_id');
  // PostgreSQL gives sums as text.
  return new Map(rows.map((row) => [row.instruction_id, Number(row.weight)]));
}

/** The texts of the entries, in their order. */
export async function listPassages(
  database: Database,
  instructionIds: string[],
): Promise<Map<string, Passage[]>> {
  const rows: (Passage & { instruction_id: string })[] = await database('search_passages')
    .select('instruction_id', 'title', 'text')
    .whereIn('instruction_id', instructionIds)
    .orderBy(['instruction_id', 'position']);
  const byInstruction = Map.groupBy(rows, (row) => row.instruction_id);
  return new Map(
    [...byInstruction].map(([id, passages]) => [id, passages.map(({ title, text }) => ({ title, text }))]),
  );
}
