import { Worker } from 'bullmq';
import type { Log } from '../kernel/log.ts';

/** What BullMQ and this room need of an ioredis client. */
export interface RedisClient {
  ping(): Promise<string>;
  disconnect(): void;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- BullMQ's own shape of a client
  [member: string]: any;
}

interface WorkerDeps {
  name: string;
  prefix: string;
  concurrency: number;
  heartbeat: { everyMs: number; deadAfterMs: number };
  lockMs: number;
  connect: () => RedisClient;
  /** Puts a job of that id into the queue, which only shows that the worker still takes jobs. */
  beat: (id: string) => Promise<void>;
  handle: (data: unknown) => Promise<void>;
  log: Log;
}

// Handlers on their way out at a stop are given this long before the connection is cut.
const stopPatienceMs = 30_000;

/**
 * A worker that is replaced when it is dead: after a restart of Redis a worker may stay connected and
 * take nothing for ever. A heartbeat goes through the queue itself; when none comes out although slots
 * are free, a new worker takes over and the old one is left to finish what it holds.
 */
export function startBullmqWorker(deps: WorkerDeps) {
  let beats = 0;
  let running = 0;
  let lastSign = performance.now();
  let asked = false;
  let current = open();

  function open() {
    const client = deps.connect();
    const warn = (error: unknown) => deps.log.warn({ queue: deps.name, error }, 'the worker lost Redis');
    client.on('error', warn);
    const worker = new Worker(deps.name, (job) => process(job.name, job.data), {
      connection: client,
      prefix: deps.prefix,
      concurrency: deps.concurrency,
      // The ledger decides whether a job still has something to do: a stalled one may always come back.
      maxStalledCount: 1000,
      // A lock lost by a slow process makes a job run twice, which the ledger's claim sees.
      lockDuration: deps.lockMs,
      stalledInterval: deps.lockMs / 2,
      drainDelay: 2,
      runRetryDelay: 500,
    });
    worker.on('error', warn);
    return { worker, client };
  }

  async function process(jobName: string, data: unknown): Promise<void> {
    lastSign = performance.now();
    asked = false;
    if (jobName === 'heartbeat') return;
    running += 1;
    try {
      await deps.handle(data);
    } finally {
      running -= 1;
      lastSign = performance.now();
    }
  }

  async function check(): Promise<void> {
    const silent = performance.now() - lastSign > deps.heartbeat.deadAfterMs;
    if (asked && silent && running < deps.concurrency) {
      deps.log.warn({ queue: deps.name }, 'the worker takes no job any more and is replaced');
      const dead = current;
      current = open();
      lastSign = performance.now();
      void close(dead);
    }
    beats += 1;
    // With Redis away no beat goes in, and its absence proves nothing about the worker.
    await deps.beat(`heartbeat.${beats}`).then(
      () => {
        if (!asked) lastSign = performance.now();
        asked = true;
      },
      () => {
        asked = false;
      },
    );
  }

  const timer = setInterval(() => void check(), deps.heartbeat.everyMs);
  timer.unref();

  async function close(instance: ReturnType<typeof open>): Promise<void> {
    const patience = setTimeout(() => instance.client.disconnect(), stopPatienceMs);
    await instance.worker.close().catch(() => undefined);
    clearTimeout(patience);
    instance.client.disconnect();
  }

  return {
    async stop() {
      clearInterval(timer);
      await close(current);
    },
  };
}
