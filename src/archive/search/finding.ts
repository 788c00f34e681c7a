import type { Knex } from 'knex';
import { readDocuments, type ToldDocument } from './documents-store.ts';
import {
  asksFilters,
  keepAsked,
  keepReadable,
  keepUnreadable,
  type Filters,
  type Reader,
} from './filters.ts';
import { soughtAmongKeys } from './passage.ts';
import type { ResolvedQuestion, WordsIndex } from './words-index.ts';

const newestFirst = `coalesce(d.signed_on, '9999') DESC, d.year DESC, d.title, d.id`;

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

  /** What may not be read is left out by its ids: few, while what may would be looked up one by one. */
  function byRelevance(sought: Sought): Knex.QueryBuilder {
    const { query, id, score, ties } = index.match(database, sought.question);
    const closed = database('search_documents as d').select('d.id');
    keepUnreadable(closed, sought.reader, sought.audiences);
    query.select({ id: database.raw(id), place: score, total }).whereNotIn(id, closed);
    if (asksFilters(sought.filters)) {
      const asked = database('search_documents as d').whereRaw(`d.id = ${id}`);
      keepAsked(asked, sought.filters);
      query.whereExists(asked);
    }
    // FTS5 orders by its own rank alone; where ids tell equals apart, they follow.
    return query.orderBy(ties ? ['place', 'id'] : ['place']);
  }

  /** How many of the phrases a page holds: `instr` or `strpos`, the engine's own name for the same. */
  function telling({ question }: Sought): Knex.Raw | undefined {
    const parts = question.wanted.map((phrase) =>
      database.raw(`CASE WHEN ${index.place}(t.keys, ?) > 0 THEN 1 ELSE 0 END`, [soughtAmongKeys(phrase)]),
    );
    return parts.length === 0 ? undefined : database.raw(parts.map(() => '?').join(' + '), parts);
  }

  /** What has no date is the newest: it is being written. */
  const byDate = (sought: Sought): Knex.QueryBuilder =>
    answering(sought)
      .select({ id: 'd.id', total })
      .select({ place: database.raw(`row_number() OVER (ORDER BY ${newestFirst})`) })
      .orderBy('place');

  return {
    /** Some of what answers, in its order, and how much answers in all. */
    async slice(
      sought: Sought,
      { order, after, most }: Slice,
    ): Promise<{ documents: ToldDocument[]; total: number }> {
      const isRanked = sought.question.wanted.length > 0 && order === 'relevance';
      const hits = isRanked ? byRelevance(sought) : byDate(sought);
      const found = await readDocuments(database, hits.limit(most).offset(after), telling(sought));
      if (found.documents.length > 0 || after === 0) return found;
      const counted = await answering(sought).count({ count: '*' }).first();
      return { documents: [], total: Number(counted?.['count'] ?? 0) };
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
