import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

export type AttemptCounter = ReturnType<typeof createAttemptCounter>;

/**
 * Counts attempts under a key (an account, a network address) within a window of time. With Redis the count is
 * shared by every process; when Redis is away, each process counts for itself.
 */
export function createAttemptCounter(options: {
  redis: Redis | undefined;
  /** Of what is counted: no other counter has it. */
  name: string;
  most: number;
  seconds: number;
}) {
  const { redis, most } = options;
  const settings = { keyPrefix: `estafette-${options.name}`, points: most, duration: options.seconds };
  const memory = new RateLimiterMemory(settings);
  const counter =
    redis === undefined
      ? memory
      : new RateLimiterRedis({ ...settings, storeClient: redis, insuranceLimiter: memory });

  return {
    /**
     * Counts one more, before it is made: as many as come at once are no more than are allowed. Gives undefined,
     * or how many milliseconds are to be waited when it is one too many.
     */
    async take(key: string): Promise<number | undefined> {
      try {
        await counter.consume(key);
        return undefined;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
        throw refusal;
      }
    },

    /** The same, without counting: whether one more would be too many. */
    async waitOf(key: string): Promise<number | undefined> {
      const state = await counter.get(key);
      return state !== null && state.consumedPoints >= most ? state.msBeforeNext : undefined;
    },

    async forget(key: string): Promise<void> {
      await counter.delete(key);
    },
  };
}
