import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Hold } from './compose-lifetime.ts';
import type { Config } from './config.ts';
import type { Log } from './kernel/log.ts';
import { createBullmqQueue } from './queue/bullmq-queue.ts';
import { checkRedis } from './queue/check-redis.ts';
import { startPrivateRedis } from './queue/private-redis.ts';

// Nothing that is asked of Redis beside the workers' own waiting takes longer, unless it is ill.
const redisPatienceMs = 5_000;

/** The queue, on the Redis of the configuration or on one of our own. Throws when that one may lose jobs. */
export async function openQueue(config: Config, { hold, log }: { hold: Hold; log: Log }) {
  const address = config.redisUrl ?? (await openPrivateRedis(config, { hold, log }));
  const connect = (purpose: 'jobs' | 'worker') =>
    new Redis(address, {
      maxRetriesPerRequest: purpose === 'jobs' ? 1 : null,
      // A Redis that holds its connections and answers nothing must not hold pages and relays for ever.
      ...(purpose === 'jobs' ? { commandTimeout: redisPatienceMs } : {}),
      enableReadyCheck: true,
    });
  const redis = await hold(connect('jobs'), async (client) => client.disconnect());
  redis.on('error', (error: Error) => log.warn({ error: error.message }, 'Redis is away'));
  if (config.redisUrl !== undefined) await checkRedis(redis);
  return { redis, queue: await hold(createBullmqQueue({ connect, log }), (queue) => queue.close()) };
}

async function openPrivateRedis(config: Config, { hold, log }: { hold: Hold; log: Log }): Promise<string> {
  const { redisServerPath: command } = config;
  const starting = startPrivateRedis({
    folder: join(config.dataDir, 'redis'),
    ...(command === undefined ? {} : { command }),
    log,
  });
  return (await hold(starting, (redis) => redis.stop())).socketPath;
}
