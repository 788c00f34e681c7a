import type { Knex } from 'knex';
import type { Journal } from '../../journal/journal.ts';
import type { SearchSource } from './document.ts';
import { listAudiences, wordsOfPage, type FoundDocument, type ToldDocument } from './documents-store.ts';
import { countUnread, listFacets } from './facets.ts';
import type { Filters, Reader } from './filters.ts';
import { createFinding, type Sought } from './finding.ts';
import { highlight, passageOf, type Segment } from './passage.ts';
import { readQuestion } from './question.ts';
import { createRefreshing } from './refreshing.ts';
import { createResolving } from './resolving.ts';
import { createWordsIndex, type ResolvedPhrase } from './words-index.ts';

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

/** Why nothing was looked for. */
export type Refusal = 'too-common' | 'too-long' | 'only-without' | 'too-broad';

export interface SearchAnswer {
  results: SearchResult[];
  total: number;
  refused?: Refusal;
  /** Words that were left out because every text holds them. */
  leftOut: readonly string[];
}

export const resultsOfPage = 10;
/** Documents are read by so many: an export holds no more of their words in memory. */
const atOnce = 50;

/** What only changes with the index. */
interface Known {
  changes: number;
  audiences: string[];
  facets: Map<string, Awaited<ReturnType<typeof listFacets>>>;
}

/**
 * The search of what every source gives. It makes its own index again when anything changed, which the
 * journal's last lines tell: nothing has to tell it.
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
  const finding = createFinding({ database: readDatabase, index });
  const resolve = createResolving(readDatabase);
  let known: Known | undefined;

  /** Every audience that there is, and what readers were offered, as far as this process knows. */
  async function knownNow(): Promise<Known> {
    const changes = refreshing.changes();
    // One that another process has just added is not among them: until the next look, nobody is shown its documents.
    if (known?.changes !== changes || refreshing.left() > 0)
      known = { changes, audiences: await listAudiences(readDatabase), facets: new Map() };
    return known;
  }

  /**
   * Asks the index as it is while the journal is asked whether that is still so; where it is not, once more when
   * it is.
   */
  async function upToDate<T>(ask: () => Promise<T>): Promise<T> {
    if (!refreshing.hasLooked()) {
      await refreshing.catchUp();
      return ask();
    }
    const [isBehind, early] = await Promise.all([refreshing.isBehind(), ask()]);
    if (!isBehind && refreshing.left() === 0) return early;
    await refreshing.catchUp();
    return ask();
  }

  /** What a question asks for, or why it is refused. */
  async function read(
    { words, order: _order, after: _after, most: _most, ...filters }: SearchQuery,
    reader: Reader,
  ): Promise<
    { refused: Refusal; leftOut: readonly string[] } | { sought: Sought; leftOut: readonly string[] }
  > {
    const asked = readQuestion(words);
    if (!asked.ok) return { refused: asked.reason, leftOut: [] };
    const { leftOut } = asked.question;
    const question = await resolve(asked.question);
    if (question === undefined) return { refused: 'too-broad', leftOut };
    if (question.wanted.length === 0 && words.trim() !== '') return { refused: 'too-common', leftOut };
    return { sought: { question, filters, reader, audiences: (await knownNow()).audiences }, leftOut };
  }

  async function find(query: SearchQuery, reader: Reader): Promise<SearchAnswer> {
    const asked = await read(query, reader);
    if ('refused' in asked) return { results: [], total: 0, ...asked };
    const { sought, leftOut } = asked;
    const { order = 'relevance', after = 0, most = resultsOfPage } = query;
    const results: SearchResult[] = [];
    let total = 0;
    do {
      const slice = { order, after: after + results.length, most: Math.min(most - results.length, atOnce) };
      const { documents, total: counted } = await finding.slice(sought, slice);
      results.push(...documents.map((document) => told(document, sought.question.wanted)));
      total = counted;
      if (documents.length === 0) break;
    } while (results.length < most && after + results.length < total);
    return { results, total, leftOut };
  }

  return {
    /** Makes the index what its sources say now; tells how many documents changed. */
    refreshAll: refreshing.all,

    /** How many documents are not in the index as they are now. */
    left: refreshing.left,

    /** What the documents of a reader may be narrowed to. */
    facets: (reader: Reader) =>
      upToDate(async () => {
        const { audiences, facets } = await knownNow();
        const key = JSON.stringify([reader.roles, reader.perimeter]);
        const own = facets.get(key) ?? (await listFacets(readDatabase, reader, audiences));
        facets.set(key, own);
        return { ...own, unread: await countUnread(readDatabase, reader, audiences) };
      }),

    /**
     * The documents that hold every word, accents, case and endings apart, and that the reader may read; by
     * relevance, or the newest first. A question that cannot be looked for is refused as a value, with why.
     */
    search: (query: SearchQuery, reader: Reader): Promise<SearchAnswer> =>
      upToDate(() => find(query, reader)),

    /** How many answer by kind of document and by budget year, each as if it were not narrowed by that. */
    async tally(query: SearchQuery, reader: Reader) {
      const asked = await upToDate(() => read(query, reader));
      if ('refused' in asked) return undefined;
      const but = (left: Partial<Filters>): Sought => ({
        ...asked.sought,
        filters: { ...asked.sought.filters, ...left },
      });
      return {
        sources: await finding.countBy('source', but({ source: undefined })),
        years: await finding.countBy('year', but({ year: undefined })),
      };
    },
  };
}

/** A document with what it says of what is asked set apart. */
function told({ id: _id, ...document }: ToldDocument, wanted: readonly ResolvedPhrase[]): SearchResult {
  const { title, heading, page, text, keys, ...facts } = document;
  return {
    ...{ ...facts, title: highlight(title, wanted), section: heading ?? '', page },
    passage: passageOf({ text: text ?? '', keys: wordsOfPage(keys ?? '') }, wanted),
  };
}
