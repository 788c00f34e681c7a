import { AppError } from '../kernel/errors.ts';

/** The part of an ioredis client that the check uses. */
export interface RedisProbe {
  info(section: string): Promise<string>;
}

/**
 * Refuses a Redis that could forget jobs: append-only file off, or a policy that evicts keys when
 * memory is short. Read from INFO, because hosted services often forbid CONFIG.
 * Throws `unavailable`, whose French sentence says what to change.
 */
export async function checkRedis(redis: RedisProbe): Promise<void> {
  const persistence = fieldsOf(await redis.info('persistence'));
  if (persistence.get('aof_enabled') !== '1') {
    throw new AppError('unavailable', 'Redis has no append-only file', {
      messageKey: 'queue.redis.no-append-only-file',
    });
  }
  const policy = fieldsOf(await redis.info('memory')).get('maxmemory_policy') ?? '';
  if (policy !== 'noeviction') {
    throw new AppError('unavailable', 'Redis may evict jobs', {
      messageKey: 'queue.redis.may-evict',
      params: { policy: policy === '' ? 'inconnue' : policy },
    });
  }
}

function fieldsOf(info: string): Map<string, string> {
  const pairs = info.split(/\r?\n/).map((line) => /^([a-z_]+):(.*)$/.exec(line));
  return new Map(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? '', pair[2] ?? '']])));
}
