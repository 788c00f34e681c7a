import { createHash } from 'node:crypto';
import { buildCms } from './cms.ts';
import type { KeyHolder } from './key-holder.ts';
import type { TimestampClient } from './timestamp-client.ts';

/** What vouches for a file that is not a PDF, kept beside it. */
export interface DetachedSeal {
  /** The service's seal over the bytes: a detached CMS (DER), as `openssl cms -verify -content` reads it. */
  seal: Uint8Array;
  /** An RFC 3161 token over the bytes (DER), as `openssl ts -verify -token_in` reads it. */
  timestamp?: { token: Uint8Array; at: Date };
}

/**
 * Seals any bytes with the service's key, and has them stamped when there is an authority.
 * @throws AppError `unavailable` when the authority that is configured does not answer as it must.
 */
export async function sealDetached(
  bytes: Uint8Array,
  by: { holder: KeyHolder<'seal'>; timestamps: Pick<TimestampClient, 'stamp'> | undefined },
): Promise<DetachedSeal> {
  const digest = new Uint8Array(createHash('sha256').update(bytes).digest());
  // Asked first: without it nothing is kept.
  const timestamp = await by.timestamps?.stamp(digest);
  const seal = await buildCms(digest, by.holder);
  return { seal, ...(timestamp && { timestamp: { token: timestamp.token, at: timestamp.at } }) };
}
