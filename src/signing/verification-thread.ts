import { Worker } from 'node:worker_threads';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { Log } from '../kernel/log.ts';
import type { VerificationOrder } from './verification-worker.ts';
import type { VerificationReport } from './verification.ts';

const memoryCheckMs = 100;

/**
 * Verifies in a thread of its own: a file made to loop or to unfold into gigabytes costs its deadline,
 * not the server. One file at a time; a short line waits behind it.
 * @throws AppError `unavailable` (only when too many files already wait).
 */
export function createIsolatedVerification(options: {
  rootsPem: string;
  clock: Clock;
  log: Log;
  deadlineMs?: number;
  /** How much this process may grow while a file is read. */
  memoryBytes?: number;
  mostWaiting?: number;
}) {
  const { deadlineMs = 20_000, memoryBytes = 700_000_000, mostWaiting = 20 } = options;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function verifyAlone(pdf: Uint8Array): Promise<VerificationReport> {
    const order: VerificationOrder = { pdf, rootsPem: options.rootsPem, now: instantOf(options.clock) };
    const worker = new Worker(new URL('./verification-worker.ts', import.meta.url), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(memoryBytes / 2_000_000) },
    });
    const before = process.memoryUsage().rss;
    const timers: NodeJS.Timeout[] = [];
    try {
      return await new Promise<VerificationReport>((done, failed) => {
        worker.once('message', done);
        worker.once('error', failed);
        worker.once('exit', () => failed(new Error('the verification thread ended without an answer')));
        timers.push(setTimeout(() => failed(new Error('the deadline has passed')), deadlineMs));
        timers.push(
          setInterval(() => {
            if (process.memoryUsage().rss - before > memoryBytes) failed(new Error('too much memory'));
          }, memoryCheckMs),
        );
      });
    } catch (error) {
      options.log.warn({ bytes: pdf.length, cause: (error as Error).message }, 'verification given up');
      return givenUp(pdf);
    } finally {
      timers.forEach((timer) => clearInterval(timer));
      await worker.terminate();
    }
  }

  return {
    async verify(pdf: Uint8Array): Promise<VerificationReport> {
      if (waiting >= mostWaiting) {
        throw new AppError('unavailable', 'too many files wait to be verified', {
          messageKey: 'signing.verify.busy',
        });
      }
      waiting++;
      const turn = last.then(() => verifyAlone(pdf));
      last = turn.catch(() => undefined);
      return turn.finally(() => waiting--);
    },
  };
}

function givenUp(pdf: Uint8Array): VerificationReport {
  const problems = ['signing.problem.too-heavy'];
  return {
    valid: false,
    sha256: sha256Hex(pdf),
    bytes: pdf.length,
    signatures: [],
    problems,
    notChecked: [],
  };
}
