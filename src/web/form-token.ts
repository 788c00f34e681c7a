import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * The token that every form carries: an HMAC of a cookie's value (the session's, or that of an
 * anonymous visitor) under the installation's secret. Nothing to store, nothing to expire apart. It is
 * masked by random bytes, others in each page: what compresses a page tells nothing of it.
 */
export function createFormTokens(options: { secret: string }) {
  const hashOf = (binding: string): Buffer =>
    createHmac('sha256', options.secret).update(`form:${binding}`).digest();
  return {
    tokenOf(binding: string): string {
      const hash = hashOf(binding);
      const mask = randomBytes(hash.length);
      return Buffer.concat([mask, masked(hash, mask)]).toString('base64url');
    },
    matches(binding: string, token: unknown): boolean {
      if (typeof token !== 'string') return false;
      const given = Buffer.from(token, 'base64url');
      const expected = hashOf(binding);
      const { length } = expected;
      if (given.length !== 2 * length) return false;
      return timingSafeEqual(masked(given.subarray(length), given.subarray(0, length)), expected);
    },
  };
}

function masked(bytes: Buffer, mask: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ (mask[index] ?? 0)));
}

export type FormTokens = ReturnType<typeof createFormTokens>;
