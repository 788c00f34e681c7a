import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The token that every form carries: an HMAC of a cookie's value (the session's, or that of an
 * anonymous visitor) under the installation's secret. Nothing to store, nothing to expire apart.
 */
export function createFormTokens(options: { secret: string }) {
  const tokenOf = (binding: string): string =>
    createHmac('sha256', options.secret).update(`form:${binding}`).digest('base64url');
  return {
    tokenOf,
    matches(binding: string, token: unknown): boolean {
      if (typeof token !== 'string') return false;
      const given = Buffer.from(token);
      const expected = Buffer.from(tokenOf(binding));
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

export type FormTokens = ReturnType<typeof createFormTokens>;
