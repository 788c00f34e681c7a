import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { messageOf, type InboxNews, type InboxOrder } from './inbox-worker.ts';

const hangMs = 10_000;
const progressEvery = 2000;

/** Hurts the corpus's messages and has each read: no exception, no message over ten seconds. Gives the exit code. */
export async function runInboxTorture(options: { seed: number; count: number }): Promise<number> {
  const { seed, count } = options;
  const threads = availableParallelism();
  const kinds: Record<string, number> = {};
  const problems: string[] = [];
  let done = 0;
  let slowestMs = 0;
  console.log(`inbox: ${count} hurt messages, seed ${seed}`);

  function keep(index: number, what: string): void {
    const path = join(mkdtempSync(join(tmpdir(), 'estafette-torture-')), `${index}.eml`);
    writeFileSync(path, messageOf(seed, index));
    problems.push(`seed ${seed}, message ${index}: ${what} ${path}`);
  }

  function run(first: number): Promise<void> {
    const order: InboxOrder = { seed, first, step: threads, count };
    const worker = new Worker(new URL('./inbox-worker.ts', import.meta.url), { workerData: order });
    return new Promise((ended, failed) => {
      let begun: { index: number; at: number } | undefined;
      const giveUp = (what: string) => {
        clearInterval(watch);
        worker.removeAllListeners();
        void worker.terminate();
        const index = begun?.index ?? count;
        keep(Math.min(index, count - 1), what);
        void run(index + threads).then(ended, failed);
      };
      const watch = setInterval(() => {
        if (begun !== undefined && performance.now() - begun.at > hangMs) giveUp('hangs');
      }, 200);
      worker.on('message', ({ index, kind, fault }: InboxNews) => {
        if (kind === undefined) {
          begun = { index, at: performance.now() };
          return;
        }
        slowestMs = Math.max(slowestMs, performance.now() - (begun?.at ?? Infinity));
        begun = undefined;
        kinds[kind] = (kinds[kind] ?? 0) + 1;
        if (fault !== undefined) keep(index, fault);
        done += 1;
        if (done % progressEvery === 0) console.log(`  ${done} / ${count}`);
      });
      worker.once('error', (error) => giveUp(`ends the thread: ${error.message}`));
      worker.once('exit', () => {
        clearInterval(watch);
        ended();
      });
    });
  }

  const started = performance.now();
  await Promise.all(Array.from({ length: threads }, (_, first) => run(first)));
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`kinds: ${JSON.stringify(kinds)}`);
  console.log(`slowest message: ${Math.round(slowestMs)} ms; ${done} messages in ${seconds} s`);
  problems.forEach((problem) => console.log(`FAIL ${problem}`));
  return problems.length === 0 && done === count ? 0 : 1;
}
