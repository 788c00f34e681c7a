import type { Redis } from 'ioredis';
import { createAttemptCounter } from '../kernel/attempt-counter.ts';
import { AppError } from '../kernel/errors.ts';

export type WrongLinkLimit = ReturnType<typeof createWrongLinkLimit>;

/**
 * Counts links that open nothing, by network address, and nothing else: a whole prefecture may share one,
 * and a link that is right always opens.
 */
export function createWrongLinkLimit({ redis }: { redis: Redis | undefined }) {
  const counter = createAttemptCounter({ redis, name: 'wrong-link', most: 20, seconds: 60 });
  return {
    /** Counts one more wrong link; from the twenty-first within a minute on, throws `rate-limited`. */
    async count(address: string): Promise<void> {
      const wait = await counter.take(address);
      if (wait === undefined) return;
      throw new AppError('rate-limited', 'too many wrong links', {
        messageKey: 'acknowledgements.too-many',
        params: { seconds: Math.max(1, Math.ceil(wait / 1_000)) },
      });
    },
  };
}
