import type { Job, Queue } from '../../src/queue/queue.ts';

/** A queue that keeps its jobs until the test lets them run; `forget()` is a flushed Redis. */
export function createFakeQueue() {
  let waiting = new Map<string, Job>();
  let handler: ((job: Job) => Promise<void>) | undefined;
  return {
    async enqueue(_name, jobs) {
      for (const job of jobs) waiting.set(`${job.id}.${job.epoch}`, job);
    },
    work(_name, work) {
      handler = work;
      return { stop: async () => undefined };
    },
    depth: async () => waiting.size,
    healthy: async () => true,
    close: async () => undefined,
    waiting: () => [...waiting.values()],
    forget() {
      waiting = new Map();
    },
    /** Runs everything that waits; a handler's throw loses its job, as the port says. */
    async runAll(run = handler) {
      const jobs = [...waiting.values()];
      waiting = new Map();
      await Promise.allSettled(jobs.map(async (job) => run?.(job)));
    },
  } satisfies Queue & Record<string, unknown>;
}
