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
    let before: Awaited<ReturnType<typeof timeEach>> | undefined;
    return {
      ours: {
        async run(): Promise<Counts> {
          let total = 0;
          const figures = await timeEach(asked, async (words) => {
            total += (await base.search.search({ words }, reader)).total;
          });
          // Beside the peer's of the round before: the order changes from one round to the next.
          const p50OfPeer = figures.p50Ms / (before?.p50Ms ?? Infinity);
          const p95OfPeer = figures.p95Ms / (before?.p95Ms ?? Infinity);
          const cpuOfPeer = figures.cpuMsPerQuestion / (before?.cpuMsPerQuestion ?? Infinity);
          return { ...figures, p50OfPeer, p95OfPeer, cpuOfPeer, found: total / questions };
        },
        facts: { documents, questions, indexedPerSecond: Number(base.indexedPerSecond.toFixed(1)) },
      },
      peer: {
        name: 'FTS5: MATCH, ORDER BY rank, LIMIT',
        async run(): Promise<Counts> {
          before = await timeEach(expressions, async (expression) => {
            await base.readDatabase.raw(bare, [expression]);
          });
          return before;
        },
        facts: { documents, questions },
      },
    };
  },
};

async function timeEach(asked: readonly string[], ask: (words: string) => Promise<void>) {
  const times: number[] = [];
  const before = process.cpuUsage();
  for (const words of asked) {
    const startedAt = performance.now();
    await ask(words);
    times.push(performance.now() - startedAt);
  }
  const { user, system } = process.cpuUsage(before);
  return {
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    // Of all threads: what else a machine does changes it little.
    cpuMsPerQuestion: (user + system) / 1000 / asked.length,
  };
}
