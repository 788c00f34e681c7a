import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Base } from './verifier-mutations.ts';
import type { VerifierNews, VerifierOrder } from './verifier-worker.ts';

export interface VerifierTorture {
  files: number;
  verdicts: Record<string, number>;
  /** How often each reason was given: a torture that reaches one stage only shows little. */
  reasons: Record<string, number>;
  slowestMs: number;
  /** Each with the seed, the file's number and where the file was kept. */
  problems: string[];
}

const hangMs = 10_000;

/**
 * Hurts signed files and has each verified: no exception, no file over ten seconds, none called valid
 * once a signed byte has changed. The same seed gives the same files.
 */
export async function tortureVerifier(options: {
  bases: Base[];
  rootsPem: string;
  now: Date;
  seed: number;
  count: number;
  threads: number;
  onProgress?: (done: number) => void;
}): Promise<VerifierTorture> {
  const { seed, count, threads } = options;
  const result: VerifierTorture = { files: 0, verdicts: {}, reasons: {}, slowestMs: 0, problems: [] };
  const keepFault = (news: VerifierNews, what: string) => {
    const path = news.pdf && join(mkdtempSync(join(tmpdir(), 'estafette-torture-')), `${news.index}.pdf`);
    if (path !== undefined) writeFileSync(path, news.pdf!);
    result.problems.push(`seed ${seed}, file ${news.index} (${news.base}): ${what} ${path ?? ''}`);
  };

  function run(first: number): Promise<void> {
    const { bases, rootsPem, now } = options;
    const order: VerifierOrder = {
      bases,
      rootsPem,
      now: now.toISOString(),
      seed,
      first,
      step: threads,
      count,
    };
    const worker = new Worker(new URL('./verifier-worker.ts', import.meta.url), { workerData: order });
    return new Promise((done, failed) => {
      let begun: { news: VerifierNews; at: number } | undefined;
      const watch = setInterval(() => {
        if (begun === undefined || performance.now() - begun.at < hangMs) return;
        keepFault(begun.news, 'hangs');
        void end();
        void run(begun.news.index + threads).then(done, failed);
      }, 200);
      const end = () => {
        clearInterval(watch);
        worker.removeAllListeners();
        return worker.terminate();
      };
      worker.on('message', (news: VerifierNews) => {
        if (news.verdict === undefined) {
          begun = { news, at: performance.now() };
          return;
        }
        result.slowestMs = Math.max(result.slowestMs, performance.now() - (begun?.at ?? Infinity));
        begun = undefined;
        result.files += 1;
        result.verdicts[news.verdict] = (result.verdicts[news.verdict] ?? 0) + 1;
        for (const reason of news.reasons ?? []) result.reasons[reason] = (result.reasons[reason] ?? 0) + 1;
        if (news.fault !== undefined) keepFault(news, news.fault);
        options.onProgress?.(result.files);
      });
      worker.once('error', (error) => {
        keepFault(begun?.news ?? { index: -1, base: 'none' }, `ends the thread: ${error.message}`);
        void end();
        void run((begun?.news.index ?? count) + threads).then(done, failed);
      });
      worker.once('exit', () => {
        clearInterval(watch);
        done();
      });
    });
  }

  await Promise.all(Array.from({ length: threads }, (_, first) => run(first)));
  return result;
}
