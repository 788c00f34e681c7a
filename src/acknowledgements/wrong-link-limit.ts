import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { AppError } from '../kernel/errors.ts';

const windowSeconds = 60;
const mostWrong = 20;

export type WrongLinkLimit = ReturnType<typeof createWrongLinkLimit>;

/**
 * Counts links that open nothing, by network address, and nothing else: a whole prefecture may share one,
 * and a link that is right always opens. With Redis the count is shared by every process; when Redis is
 * away, each process counts for itself.
 */
export function createWrongLinkLimit(options: { redis: Redis | undefined }) {
  const settings = { keyPrefix: 'estafette-wrong-link', points: mostWrong, duration: windowSeconds };
  const memory = new RateLimiterMemory(settings);
  const counter =
    options.redis === undefined
      ? memory
      : new RateLimiterRedis({ ...settings, storeClient: options.redis, insuranceLimiter: memory });

  return {
    /** Counts one more wrong link; from the twenty-first within a minute on, throws `rate-limited`. */
    async count(address: string): Promise<void> {
      const state = await counter.get(address).catch(() => null);
      if (state !== null && state.consumedPoints >= mostWrong) {
        const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1_000));
        throw new AppError('rate-limited', 'too many wrong links', {
          messageKey: 'acknowledgements.too-many',
          params: { seconds },
        });
      }
      await counter.consume(address).catch(() => undefined);
    },
  };
}
