import type { Redis } from 'ioredis';
import { createAttemptCounter } from '../kernel/attempt-counter.ts';
import { AppError } from '../kernel/errors.ts';

const seconds = 15 * 60;

export type SignInLimit = ReturnType<typeof createSignInLimit>;

/** Bounds the attempts at an account, and those that failed from a network address. */
export function createSignInLimit({ redis }: { redis: Redis | undefined }) {
  const byLogin = createAttemptCounter({ redis, name: 'sign-in-login', most: 10, seconds });
  // Per login, few; per network address, many: a whole prefecture or ministry may share one.
  const byAddress = createAttemptCounter({ redis, name: 'sign-in-address', most: 200, seconds });

  return {
    /**
     * Counts an attempt at this login before it is made: guesses that come at once are no more than those that
     * come one after the other. Throws `rate-limited` when there were too many, or too many failed from this
     * address.
     */
    async begin(login: string, address: string): Promise<void> {
      const wait = (await byAddress.waitOf(address)) ?? (await byLogin.take(login));
      if (wait !== undefined) throw tooMany(wait);
    },

    /** The attempt that was begun failed. */
    async fail(address: string): Promise<void> {
      await byAddress.take(address);
    },

    /** It succeeded: those that failed before count no more. */
    async succeed(login: string): Promise<void> {
      await byLogin.forget(login);
    },
  };
}

function tooMany(waitMs: number): AppError {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  return new AppError('rate-limited', 'too many failed sign-ins', {
    params: { minutes, seconds: minutes * 60 },
  });
}
