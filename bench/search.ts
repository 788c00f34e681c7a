import { keyOf } from '../src/archive/search/analysis.ts';
import { resultsOfPage } from '../src/archive/search/search.ts';
import { percentile } from './figures.ts';
import type { Benchmark, Counts, Prepared } from './measure.ts';
import { openSearchBase } from './search-base.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const documents = 5000;
const questions = 200;
const reader = { roles: ['auditor'] };

/**
 * A page of results as it is shown (rights, total, passages with their words set apart, pages), beside the bare
 * question put to the same index: MATCH, the best ten by rank, nothing read of them but their ids.
 */
export const search: Benchmark = {
  name: 'search',
  about: `${questions} searches among ${documents} documents of 10 pages, beside the bare MATCH on the same FTS5 index`,
  aim: { bound: 'at most', ratio: 1.5 },
  also: [
    { figure: 'p50OfPeer', aim: { bound: 'at most', ratio: 1.5 } },
    { figure: 'p95OfPeer', aim: { bound: 'at most', ratio: 1.5 } },
  ],
  rounds: 5,

  async prepare({ atEnd, say }): Promise<Prepared> {
    const folder = await openTemporaryFolder();
    atEnd(folder.remove);
    const base = await openSearchBase(folder.path, { documents, say });
    atEnd(base.close);
    const asked = Array.from({ length: questions }, (_, index) => base.question(1 + (index % 3)));
    const expressions = asked.map((words) =>
      words
        .split(' ')
        .map((word) => `("${keyOf(word)}")`)
        .join(' AND '),
    );
    const bare = `SELECT rowid, rank FROM search_words WHERE search_words MATCH ? ORDER BY rank LIMIT ${resultsOfPage}`;
    let before: ReturnType<typeof figuresOf> | undefined;
    return {
      ours: {
        async run(): Promise<Counts> {
          let total = 0;
          const times = await timeEach(asked, async (words) => {
            total += (await base.search.search({ words }, reader)).total;
          });
          const figures = figuresOf(times);
          // Beside the peer's of the round before: the order changes from one round to the next.
          const p50OfPeer = figures.p50Ms / (before?.p50Ms ?? Infinity);
          const p95OfPeer = figures.p95Ms / (before?.p95Ms ?? Infinity);
          return { ...figures, p50OfPeer, p95OfPeer, found: total / questions };
        },
        facts: { documents, questions, indexedPerSecond: Number(base.indexedPerSecond.toFixed(1)) },
      },
      peer: {
        name: 'FTS5: MATCH, ORDER BY rank, LIMIT',
        async run(): Promise<Counts> {
          const times = await timeEach(expressions, async (expression) => {
            await base.readDatabase.raw(bare, [expression]);
          });
          before = figuresOf(times);
          return before;
        },
        facts: { documents, questions },
      },
    };
  },
};

async function timeEach(asked: readonly string[], ask: (words: string) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (const words of asked) {
    const startedAt = performance.now();
    await ask(words);
    times.push(performance.now() - startedAt);
  }
  return times;
}

const figuresOf = (times: readonly number[]) => ({
  ...{ p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95) },
});
