import { createHmac, hash } from 'node:crypto';

/** SHA-256 of the bytes (or of the UTF-8 text), in lower-case hexadecimal. */
export function sha256Hex(content: Uint8Array | string): string {
  return hash('sha256', content, 'hex');
}

/**
 * What append-only tables keep of a personal datum: HMAC-SHA-256 under a salt that lives in an
 * erasable side table. Once the salt is erased, nothing can be said of the value any more.
 */
export function saltedHash(salt: string, value: string): string {
  return createHmac('sha256', salt).update(value).digest('hex');
}
