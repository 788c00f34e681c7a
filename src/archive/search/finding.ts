import type { Knex } from 'knex';
import { keepAsked, keepReadable, type Filters, type Reader } from './filters.ts';
import type { ResolvedQuestion, WordsIndex } from './words-index.ts';

/** What is looked for, by whom. Without words every document answers. */
export interface Sought {
  question: ResolvedQuestion;
  filters: Filters;
  reader: Reader;
  /** Every audience that there is: one that is not named is read by nobody. */
  audiences: readonly string[];
}

export interface Slice {
  order: 'relevance' | 'date';
  after: number;
  most: number;
}

/** Which documents answer, in which order, and how many: one statement for a page of results. */
export function createFinding({ database, index }: { database: Knex; index: WordsIndex }) {
  const total = database.raw('count(*) OVER ()');

  function readable({ filters, reader, audiences }: Sought): Knex.QueryBuilder {
    const select = database('search_documents as d');
    keepReadable(select, reader, audiences);
    keepAsked(select, filters);
    return select;
  }

  function answering(sought: Sought): Knex.QueryBuilder {
    const select = readable(sought);
    if (sought.question.wanted.length === 0) return select;
    const { query, id } = index.match(database, sought.question);
    return select.whereIn('d.id', query.select({ id: database.raw(id) }));
  }

  function byRelevance(sought: Sought): Knex.QueryBuilder {
    const { query, id, score } = index.match(database, sought.question);
    return (
      query
        .select({ id: database.raw(id), total })
        // One look at each document that answers, in the order of the index: it is never asked again.
        .whereExists(readable(sought).whereRaw(`d.id = ${id}`))
        .orderBy([{ column: score as unknown as string }, { column: 'id' }])
    );
  }

  /** What has no date is the newest: it is being written. */
  const byDate = (sought: Sought): Knex.QueryBuilder =>
    answering(sought)
      .select({ id: 'd.id', total })
      .orderByRaw(`coalesce(d.signed_on, '9999') DESC, d.year DESC, d.title, d.id`);

  return {
    /** The ids of some of what answers, in their order, and how many answer in all. */
    async slice(sought: Sought, { order, after, most }: Slice): Promise<{ ids: number[]; total: number }> {
      const isRanked = sought.question.wanted.length > 0 && order === 'relevance';
      const select = isRanked ? byRelevance(sought) : byDate(sought);
      const rows: { id: number; total: number | string }[] = await select.limit(most).offset(after);
      const [first] = rows;
      if (first === undefined && after > 0) {
        const counted = await answering(sought).count({ count: '*' }).first();
        return { ids: [], total: Number(counted?.['count'] ?? 0) };
      }
      return { ids: rows.map(({ id }) => Number(id)), total: Number(first?.total ?? 0) };
    },

    /** How many answer, by one of their facts. */
    async countBy(column: 'source' | 'year', sought: Sought): Promise<Map<string, number>> {
      const rows: { value: string | number | null; count: number | string }[] = await answering(sought)
        .groupBy(`d.${column}`)
        .select({ value: `d.${column}` })
        .count({ count: '*' });
      return new Map(rows.map(({ value, count }) => [String(value ?? ''), Number(count)]));
    },
  };
}
