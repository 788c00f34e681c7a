import { randomBytes, randomUUID } from 'node:crypto';

/** A new opaque identifier (UUID version 4). */
export function newId(): string {
  return randomUUID();
}

/** A secret for a link, a session or a form: `bytes` random bytes in base64url. */
export function newToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
