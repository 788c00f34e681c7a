import type { Redis } from 'ioredis';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import { AppError } from '../kernel/errors.ts';

const windowSeconds = 15 * 60;
// Per login, few; per network address, many: a whole prefecture or ministry may share one.
const limits = { login: 10, address: 200 };

/**
 * Counts failed sign-ins only. With Redis the count is shared by every process; when Redis is away,
 * each process counts for itself.
 */
export function createSignInLimit(options: { redis: Redis | undefined }) {
  const limiter = (name: keyof typeof limits): RateLimiterAbstract => {
    const settings = {
      keyPrefix: `estafette-sign-in-${name}`,
      points: limits[name],
      duration: windowSeconds,
    };
    const memory = new RateLimiterMemory(settings);
    if (options.redis === undefined) return memory;
    return new RateLimiterRedis({ ...settings, storeClient: options.redis, insuranceLimiter: memory });
  };
  const byLogin = limiter('login');
  const byAddress = limiter('address');

  return {
    /** Throws `rate-limited` when too many attempts failed for this login or from this address. */
    async check(login: string, address: string): Promise<void> {
      for (const [counter, key, most] of [
        [byLogin, login, limits.login],
        [byAddress, address, limits.address],
      ] as const) {
        const state = await counter.get(key);
        if (state !== null && state.consumedPoints >= most) throw tooMany(state);
      }
    },
    async countFailure(login: string, address: string): Promise<void> {
      // The attempt that exhausts the count is itself an ordinary failure: the next one is refused.
      await Promise.allSettled([byLogin.consume(login), byAddress.consume(address)]);
    },
    async forget(login: string): Promise<void> {
      await byLogin.delete(login);
    },
  };
}

export type SignInLimit = ReturnType<typeof createSignInLimit>;

function tooMany(state: RateLimiterRes): AppError {
  const minutes = Math.max(1, Math.ceil(state.msBeforeNext / 60_000));
  return new AppError('rate-limited', 'too many failed sign-ins', {
    params: { minutes, seconds: minutes * 60 },
  });
}
