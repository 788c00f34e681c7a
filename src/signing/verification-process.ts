import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { VerificationOrder } from './verification-child.ts';
import type { VerificationReport } from './verification-report.ts';
import { refusal } from './verification.ts';

const program = new URL('./verification-child.ts', import.meta.url);
const codeFolder = new URL('../..', import.meta.url).pathname;
const checkMs = 50;
const pageBytes = 4096;
/** Linux counts a process's time in hundredths of a second, whatever its kernel's own tick (proc_pid_stat(5)). */
const tickMs = 10;

/**
 * Verifies in a process of its own: a file made to loop, to unfold into gigabytes or to break the
 * parser costs its deadline, not the server. The process may read the code and nothing else: no other
 * file, no secret of the environment, no child. Two files at a time; a short line waits behind them.
 * @throws AppError `unavailable` (only when too many files already wait).
 */
export function createIsolatedVerification(options: {
  rootsPem: string;
  clock: Clock;
  log: Log;
  /** Processor time of the process: a valid file is not given up because the machine is busy with others. */
  processorMs?: number;
  /** Time on the wall, whatever the process does with it. */
  deadlineMs?: number;
  /** What the process may weigh in all. */
  memoryBytes?: number;
  mostWaiting?: number;
  atOnce?: number;
}) {
  const { processorMs = 10_000, deadlineMs = 60_000, memoryBytes = 700_000_000 } = options;
  const { mostWaiting = 20, atOnce = 2 } = options;
  const waiting: (() => void)[] = [];
  let running = 0;

  async function verifyAlone(pdf: Uint8Array, since: number | undefined): Promise<VerificationReport> {
    const { rootsPem, clock } = options;
    const order: VerificationOrder = { pdf, rootsPem, now: instantOf(clock), since };
    const child = fork(program, {
      env: {},
      execArgv: [
        `--max-old-space-size=${Math.ceil(memoryBytes / 2_000_000)}`,
        '--permission',
        `--allow-fs-read=${codeFolder}*`,
      ],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const timers: NodeJS.Timeout[] = [];
    try {
      return await new Promise<VerificationReport>((done, failed) => {
        child.once('message', (report) => done(report as VerificationReport));
        child.once('error', failed);
        child.once('exit', () => failed(new Error('the verification process ended without an answer')));
        timers.push(setTimeout(() => failed(new Error('the deadline has passed')), deadlineMs));
        timers.push(
          setInterval(() => {
            void costOf(child).then((cost) => {
              if (cost.bytes > memoryBytes) failed(new Error('too much memory'));
              if (cost.processorMs > processorMs) failed(new Error('too much processor time'));
            });
          }, checkMs),
        );
        child.send(order, (error) => error !== null && failed(error));
      });
    } catch (error) {
      options.log.warn({ bytes: pdf.length, cause: (error as Error).message }, 'verification given up');
      return refusal(pdf, 'signing.problem.too-heavy');
    } finally {
      timers.forEach((timer) => clearInterval(timer));
      await end(child);
    }
  }

  return {
    async verify(pdf: Uint8Array, since?: number): Promise<VerificationReport> {
      if (running + waiting.length >= mostWaiting) {
        throw new AppError('unavailable', 'too many files wait to be verified', {
          messageKey: 'signing.verify.busy',
        });
      }
      // The place of one that ends is handed to the first that waits, never left open to a newcomer.
      if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
      else running++;
      try {
        return await verifyAlone(pdf, since);
      } finally {
        const next = waiting.shift();
        if (next === undefined) running--;
        else next();
      }
    },
  };
}

/** Memory and processor time, where the system tells (Linux); elsewhere the heap's own limit and the deadline remain. */
async function costOf(child: ChildProcess): Promise<{ bytes: number; processorMs: number }> {
  const read = (name: string) => readFile(`/proc/${child.pid}/${name}`, 'utf8').catch(() => '');
  const [statm, stat] = await Promise.all([read('statm'), read('stat')]);
  // The name, second field, may hold spaces: fields are counted from the parenthesis that closes it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [userTicks = 0, systemTicks = 0] = fields.slice(11, 13).map(Number);
  return {
    bytes: Number(statm.split(' ')[1] ?? 0) * pageBytes,
    processorMs: (userTicks + systemTicks) * tickMs,
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
