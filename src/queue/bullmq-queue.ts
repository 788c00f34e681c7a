import { Queue as BullQueue } from 'bullmq';
import { z } from 'zod';
import type { Log } from '../kernel/log.ts';
import { startBullmqWorker, type RedisClient } from './bullmq-worker.ts';
import type { Job, Queue, QueueWorker } from './queue.ts';

export type { RedisClient } from './bullmq-worker.ts';

const jobSchema = z.strictObject({ id: z.string().min(1).max(100), epoch: z.int().min(0) });

export interface BullmqQueueDeps {
  /**
   * Makes a Redis client (compose owns ioredis). Clients for 'jobs' must give up a command quickly when
   * Redis is away (`maxRetriesPerRequest` small); those for 'worker' must wait for ever (null).
   */
  connect: (purpose: 'jobs' | 'worker') => RedisClient;
  log: Log;
  /** Milliseconds between two signs of life asked of a worker, and without any before it is replaced. */
  heartbeat?: { everyMs: number; deadAfterMs: number };
  /** Milliseconds for which a killed process keeps the jobs it had taken. */
  lockMs?: number;
  prefix?: string;
}

/** The queue port on BullMQ: no retries, no delays, no kept jobs, since the ledger does all of that. */
export function createBullmqQueue(deps: BullmqQueueDeps): Queue {
  const heartbeat = deps.heartbeat ?? { everyMs: 5_000, deadAfterMs: 20_000 };
  const prefix = deps.prefix ?? 'estafette';
  const client = deps.connect('jobs');
  client.on('error', (error: unknown) => deps.log.warn({ error }, 'the queue lost Redis'));
  const queues = new Map<string, BullQueue>();
  const workers = new Set<QueueWorker>();

  function queueOf(name: string): BullQueue {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const made = new BullQueue(name, {
      connection: client,
      prefix,
      // A kept job would make a later add() with its id a silent no-op.
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
    });
    made.on('error', (error) => deps.log.warn({ queue: name, error }, 'the queue failed'));
    queues.set(name, made);
    return made;
  }

  return {
    async enqueue(name, jobs) {
      if (jobs.length === 0) return;
      await queueOf(name).addBulk(
        jobs.map((job) => ({ name, data: job, opts: { jobId: `${job.id}.${job.epoch}` } })),
      );
    },

    work(name, handler, options) {
      const worker = startBullmqWorker({
        name,
        prefix,
        log: deps.log,
        heartbeat,
        lockMs: deps.lockMs ?? 15_000,
        concurrency: options.concurrency,
        connect: () => deps.connect('worker'),
        beat: async (id) => {
          await queueOf(name).add('heartbeat', {}, { jobId: id });
        },
        handle: async (data) => {
          const job = jobSchema.safeParse(data);
          if (job.success) await handler(job.data satisfies Job);
          else
            deps.log.error(
              { queue: name, issues: job.error.issues },
              'a job that is none of ours was dropped',
            );
        },
      });
      const handle = {
        async stop() {
          workers.delete(handle);
          await worker.stop();
        },
      };
      workers.add(handle);
      return handle;
    },

    async depth(name) {
      const counts = await queueOf(name).getJobCounts('waiting', 'active', 'delayed', 'prioritized');
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },

    async healthy() {
      return client.ping().then(
        () => true,
        () => false,
      );
    },

    async close() {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await Promise.all([...queues.values()].map((queue) => queue.close().catch(() => undefined)));
      client.disconnect();
    },
  };
}
