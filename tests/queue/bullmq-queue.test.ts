import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { silentLog } from '../../src/kernel/log.ts';
import { createBullmqQueue } from '../../src/queue/bullmq-queue.ts';
import { checkRedis } from '../../src/queue/check-redis.ts';
import { startPrivateRedis, type PrivateRedis } from '../../src/queue/private-redis.ts';
import type { Job, Queue } from '../../src/queue/queue.ts';
import { until } from '../until.ts';
import { redisClientsOn } from './redis-client.ts';

describe('the queue on BullMQ, with a real Redis', function () {
  this.timeout(180_000);
  let folder: string;
  let redis: PrivateRedis;
  let queue: Queue;
  let admin: Redis;
  let workerClients: Redis[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafette-queue-'));
    redis = await startPrivateRedis({ folder, log: silentLog });
    workerClients = [];
    queue = createBullmqQueue({
      connect(purpose) {
        const client = redisClientsOn(redis.socketPath)(purpose);
        if (purpose === 'worker') workerClients.push(client);
        return client;
      },
      log: silentLog,
      heartbeat: { everyMs: 100, deadAfterMs: 1000 },
    });
    admin = redisClientsOn(redis.socketPath)('jobs');
    admin.on('error', () => undefined);
  });
  afterEach(async () => {
    await queue.close();
    admin.disconnect();
    await redis.stop();
    await rm(folder, { recursive: true });
  });

  function collect(): Job[] {
    const seen: Job[] = [];
    queue.work(
      'mail',
      async (job) => {
        seen.push(job);
      },
      { concurrency: 4 },
    );
    return seen;
  }

  it('hands over the ids and epochs that were queued', async () => {
    const seen = collect();
    await queue.enqueue('mail', [
      { id: 'a', epoch: 1 },
      { id: 'b', epoch: 3 },
    ]);
    await until(() => seen.length === 2);
    expect(seen).to.deep.include({ id: 'a', epoch: 1 }).and.to.deep.include({ id: 'b', epoch: 3 });
  });

  it('keeps one job when the same one is queued twice while it waits', async () => {
    await queue.enqueue('mail', [{ id: 'a', epoch: 1 }]);
    await queue.enqueue('mail', [{ id: 'a', epoch: 1 }]);
    expect(await queue.depth('mail')).to.equal(1);
  });

  it('takes the same job again once it ran, failed or not: the ledger decides', async () => {
    let runs = 0;
    queue.work(
      'mail',
      async () => {
        runs += 1;
        throw new Error('temporary');
      },
      { concurrency: 1 },
    );
    await queue.enqueue('mail', [{ id: 'a', epoch: 1 }]);
    await until(() => runs === 1);
    await until(async () => (await admin.keys('estafette:mail:a.1')).length === 0);
    await queue.enqueue('mail', [{ id: 'a', epoch: 1 }]);
    await until(() => runs === 2);
  });

  it('drops a job that is none of ours, and goes on', async () => {
    const seen = collect();
    await queue.enqueue('mail', [{ id: 'a', epoch: -1 }]);
    await queue.enqueue('mail', [{ id: 'b', epoch: 0 }]);
    await until(() => seen.length === 1);
    expect(seen).to.deep.equal([{ id: 'b', epoch: 0 }]);
  });

  it('works again after everything in Redis was erased', async () => {
    const seen = collect();
    await queue.enqueue('mail', [{ id: 'a', epoch: 1 }]);
    await until(() => seen.length === 1);
    await admin.flushall();
    await queue.enqueue('mail', [{ id: 'b', epoch: 1 }]);
    await until(() => seen.length === 2);
  });

  it('works again after Redis was killed and came back, and refuses jobs meanwhile rather than waiting', async () => {
    const seen = collect();
    await queue.enqueue('mail', [{ id: 'a', epoch: 1 }]);
    await until(() => seen.length === 1);
    const before = redis.pid();
    process.kill(before ?? 0, 'SIGKILL');
    await until(async () => !(await queue.healthy()));
    await until(() => redis.pid() !== before);
    await until(() => queue.healthy());
    await queue.enqueue('mail', [{ id: 'b', epoch: 1 }]);
    await until(() => seen.length === 2);
  });

  it('replaces a worker that takes nothing any more', async () => {
    const seen = collect();
    await until(() => workerClients.length === 1);
    await queue.enqueue('mail', [{ id: 'a', epoch: 1 }]);
    await until(() => seen.length === 1);
    // As after some restarts of Redis: the worker is there, its connection is not.
    workerClients[0]?.disconnect();
    await queue.enqueue('mail', [{ id: 'b', epoch: 1 }]);
    await until(() => workerClients.length === 2);
    await queue.enqueue('mail', [{ id: 'c', epoch: 1 }]);
    await until(() => seen.some((job) => job.id === 'c'));
  });

  it('accepts the private server, and refuses one that could forget', async () => {
    await checkRedis(admin);
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const evicting = await checkRedis(admin).catch((error: unknown) => error);
    expect(evicting).to.include({ messageKey: 'queue.redis.may-evict' });
    await admin.config('SET', 'maxmemory-policy', 'noeviction', 'appendonly', 'no');
    const forgetting = await checkRedis(admin).catch((error: unknown) => error);
    expect(forgetting).to.include({ messageKey: 'queue.redis.no-append-only-file' });
  });
});
