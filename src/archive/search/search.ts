import type { Knex } from 'knex';
import type { Journal } from '../../journal/journal.ts';
import type { SearchSource } from './document.ts';
import {
  documentsQuery,
  listFacets,
  listKeysOfPrefix,
  listPageKeys,
  listPages,
  type FoundDocument,
} from './documents-store.ts';
import { createIndexing } from './indexing.ts';
import { countPhrasesIn, highlight, passageOf, type Segment } from './passage.ts';
import { readQuestion, type Phrase } from './question.ts';
import { createWordsIndex, type ResolvedPhrase, type ResolvedQuestion } from './words-index.ts';

export interface SearchQuery {
  words: string;
  year?: number | undefined;
  state?: string | undefined;
  kind?: string | undefined;
  signatory?: string | undefined;
  /** A day (`YYYY-MM-DD`, Paris) on which it was signed, and no rectificatif had replaced it. */
  standingOn?: string | undefined;
  order?: 'relevance' | 'date';
  /** How many results are passed over. */
  after?: number;
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
  refused?: 'too-common' | 'too-long' | 'only-without';
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
  sources: readonly SearchSource[];
}) {
  const { readDatabase, journal, sources } = deps;
  const index = createWordsIndex(deps.database);
  const indexing = createIndexing({ database: deps.database, index });
  let indexedLine = -1;
  let underWay: Promise<number> | undefined;

  async function refreshNow(): Promise<number> {
    const [newest] = await journal.list({ newestFirst: true, limit: 1 });
    const line = newest?.line ?? 0;
    if (line === indexedLine) return 0;
    let made = 0;
    for (const source of sources) made += await indexing.refresh(source);
    indexedLine = line;
    return made;
  }

  /** Makes the index what its sources say now, once at a time; tells how many documents changed. */
  function refresh(): Promise<number> {
    underWay ??= refreshNow().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

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

  function found(query: SearchQuery, question: ResolvedQuestion): Knex.QueryBuilder {
    const { year, state, kind, signatory, standingOn } = query;
    const select = documentsQuery(readDatabase);
    if (question.wanted.length > 0) index.narrow(select, question);
    for (const [column, value] of Object.entries({ year, state, kind, signatory }))
      if (value !== undefined) select.where(`d.${column}`, value);
    if (standingOn !== undefined)
      select
        .where('d.signed_on', '<=', standingOn)
        .where((open) => void open.whereNull('d.replaced_on').orWhere('d.replaced_on', '>', standingOn));
    return select;
  }

  return {
    refresh,

    /** The years, newest first, and the kinds and signatories of what is indexed. */
    async facets() {
      await refresh();
      const { years, kinds, signatories } = await listFacets(readDatabase);
      return { years: years.toReversed(), kinds, signatories };
    },

    /**
     * The documents that hold every word, accents, case and endings apart; by relevance, or the newest
     * first. A question that cannot be looked for is refused as a value, with why.
     */
    async search(query: SearchQuery): Promise<SearchAnswer> {
      await refresh();
      const read = readQuestion(query.words);
      if (!read.ok) return { results: [], total: 0, refused: read.reason, leftOut: [] };
      const { leftOut } = read.question;
      const [wanted, unwanted] = [await resolve(read.question.wanted), await resolve(read.question.unwanted)];
      if (wanted.length === 0 && query.words.trim() !== '')
        return { results: [], total: 0, refused: 'too-common', leftOut };
      const question = { wanted, unwanted };
      const counted = await found(query, question).clearSelect().count({ total: '*' }).first();
      const select = found(query, question)
        .limit(resultsOfPage)
        .offset(query.after ?? 0);
      if (wanted.length > 0 && query.order !== 'date') index.rank(select, question);
      // What has no date is the newest: it is being written.
      select.orderByRaw(`coalesce(d.signed_on, '9999') DESC, d.year DESC, d.title, d.id`);
      const documents: FoundDocument[] = await select;
      const results = await withPassages(documents, wanted);
      return { results, total: Number(counted?.['total'] ?? 0), leftOut };
    },
  };

  async function withPassages(documents: FoundDocument[], wanted: readonly ResolvedPhrase[]) {
    const ids = documents.map(({ id }) => id);
    const keys = Map.groupBy(await listPageKeys(readDatabase, ids), ({ documentId }) => documentId);
    const telling = [...keys.values()].flatMap((pages) => tellingPage(pages, wanted) ?? []);
    const shown = await listPages(readDatabase, telling);
    return documents.map(({ id, title, ...facts }): SearchResult => {
      const { heading = '', page = null, ...words } = shown.get(id) ?? { text: '', keys: '' };
      return {
        ...{ ...facts, title: highlight(title, wanted), section: heading, page },
        passage: passageOf(words, wanted),
      };
    });
  }
}

/** The page that holds the most of what is asked for; the first that says anything when none does. */
function tellingPage<Page extends { keys: string }>(
  pages: readonly Page[],
  wanted: readonly ResolvedPhrase[],
): Page | undefined {
  let best: { page: Page; found: number } | undefined;
  for (const page of pages) {
    const found = countPhrasesIn(page.keys, wanted);
    if (best === undefined || found > best.found) best = { page, found };
    if (found === wanted.length) break;
  }
  return best?.page;
}
