import type { Knex } from 'knex';
import type { Journal } from '../../journal/journal.ts';
import type { SearchSource } from './document.ts';
import {
  getDocuments,
  listAudiences,
  listKeysOfPrefix,
  listPages,
  type FoundDocument,
} from './documents-store.ts';
import { listFacets } from './facets.ts';
import { keepAsked, keepReadable, type Filters, type Reader } from './filters.ts';
import { createRefreshing } from './refreshing.ts';
import { highlight, passageOf, tellingPage, type Segment } from './passage.ts';
import { readQuestion, type Phrase } from './question.ts';
import { createWordsIndex, type ResolvedPhrase, type ResolvedQuestion } from './words-index.ts';

export type { Filters, Reader } from './filters.ts';

export interface SearchQuery extends Filters {
  words: string;
  order?: 'relevance' | 'date';
  /** How many results are passed over, and how many are given: `resultsOfPage` unless said. */
  after?: number;
  most?: number;
}

export interface SearchResult extends Omit<FoundDocument, 'title' | 'id'> {
  title: Segment[];
  /** The section that the passage comes from, and its page in the PDF where it is known. */
  section: string;
  page: number | null;
  passage: Segment[];
}

export interface SearchAnswer {
  results: SearchResult[];
  total: number;
  /** Why nothing was looked for. */
  refused?: 'too-common' | 'too-long' | 'only-without' | 'too-broad';
  /** Words that were left out because every text holds them. */
  leftOut: readonly string[];
}

export const resultsOfPage = 10;
const mostKeysOfPrefix = 200;

/**
 * The search of what every source gives. It makes its own index again when anything changed, which the
 * journal's last line tells: nothing has to tell it.
 */
export function createSearch(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Pick<Journal, 'list'>;
  /** Asked again whenever the index is held against them. */
  sources: () => Promise<readonly SearchSource[]>;
}) {
  const { readDatabase } = deps;
  const index = createWordsIndex(deps.database);
  const refreshing = createRefreshing({ ...deps, index });

  async function resolve(phrases: readonly Phrase[]): Promise<ResolvedPhrase[]> {
    return Promise.all(
      phrases.map((phrase) =>
        Promise.all(
          phrase.map(async ({ key, prefix }) =>
            prefix === undefined
              ? [key]
              : [key, ...(await listKeysOfPrefix(readDatabase, prefix, { most: mostKeysOfPrefix }))],
          ),
        ),
      ),
    );
  }

  /** The ids of a page of results in their order, and how many there are in all. */
  async function find(query: SearchQuery, question: ResolvedQuestion, reader: Reader) {
    const audiences = await listAudiences(readDatabase);
    const narrow = (documents: Knex.QueryBuilder): Knex.QueryBuilder => {
      keepReadable(documents, reader, audiences);
      keepAsked(documents, query);
      return documents;
    };
    const documents = () => readDatabase('search_documents as d');
    const asksWords = question.wanted.length > 0;
    const every = () => {
      const { query: matching, id, score } = index.match(readDatabase, question);
      return { matching, id, score };
    };
    let select: Knex.QueryBuilder;
    if (asksWords && query.order !== 'date') {
      const { matching, id, score } = every();
      select = matching
        .select({ id: readDatabase.raw(id) })
        .whereIn(readDatabase.raw(id) as unknown as string, narrow(documents()).select('d.id'))
        .orderBy([{ column: score as unknown as string }, { column: 'id' }]);
    } else {
      select = narrow(documents()).select({ id: 'd.id' });
      if (asksWords) {
        const { matching, id } = every();
        select.whereIn('d.id', matching.select({ id: readDatabase.raw(id) }));
      }
      // What has no date is the newest: it is being written.
      select.orderByRaw(`coalesce(d.signed_on, '9999') DESC, d.year DESC, d.title, d.id`);
    }
    const rows: { id: number; total: number | string }[] = await select
      .select({ total: readDatabase.raw('count(*) OVER ()') })
      .limit(query.most ?? resultsOfPage)
      .offset(query.after ?? 0);
    return { ids: rows.map(({ id }) => Number(id)), total: Number(rows[0]?.total ?? 0) };
  }

  return {
    /** Makes the index what its sources say now; tells how many documents changed. */
    refreshAll: refreshing.all,

    /** How many documents are not in the index as they are now. */
    left: refreshing.left,

    /** What the documents of a reader may be narrowed to. */
    async facets(reader: Reader) {
      await refreshing.catchUp();
      return listFacets(readDatabase, reader, await listAudiences(readDatabase));
    },

    /**
     * The documents that hold every word, accents, case and endings apart, and that the reader may read; by
     * relevance, or the newest first. A question that cannot be looked for is refused as a value, with why.
     */
    async search(query: SearchQuery, reader: Reader): Promise<SearchAnswer> {
      await refreshing.catchUp();
      const read = readQuestion(query.words);
      if (!read.ok) return { results: [], total: 0, refused: read.reason, leftOut: [] };
      const { leftOut } = read.question;
      const [wanted, unwanted] = [await resolve(read.question.wanted), await resolve(read.question.unwanted)];
      if (wanted.length === 0 && query.words.trim() !== '')
        return { results: [], total: 0, refused: 'too-common', leftOut };
      const { ids, total } = await find(query, { wanted, unwanted }, reader);
      return { results: await withPassages(ids, wanted), total, leftOut };
    },
  };

  async function withPassages(ids: readonly number[], wanted: readonly ResolvedPhrase[]) {
    const documents = await getDocuments(readDatabase, ids);
    const telling = documents.map(({ id, keys }) => ({ documentId: id, ...tellingPage(keys, wanted) }));
    const shown = await listPages(readDatabase, telling);
    return documents.map(({ id, title, keys: _keys, ...facts }, place): SearchResult => {
      const { heading = '', page = null, text = '' } = shown.get(id) ?? {};
      const passage = passageOf({ text, keys: telling[place]?.keys ?? '' }, wanted);
      return { ...{ ...facts, title: highlight(title, wanted), section: heading, page }, passage };
    });
  }
}
