import { createHash } from 'node:crypto';
import { readPem } from './certificate-chain.ts';
import { checkTimestamp, readTimestampToken } from './timestamp-token.ts';

/** What a kept token says of some bytes, held against the trusted roots. */
export interface TimestampProof {
  /** The instant that the authority vouches for, and its name; absent when the token cannot be read. */
  at?: Date;
  service?: string;
  /** Keys of sentences; empty when the token proves that the bytes existed at that instant. */
  problems: string[];
}

/** Reads kept timestamps (RFC 3161) again, with the roots (PEM) alone: no key, no service. Never throws. */
export function createTimestampReader({ rootsPem }: { rootsPem: string }) {
  const anchors = readPem(rootsPem);
  return (token: Uint8Array, bytes: Uint8Array | string): TimestampProof => {
    const reading = readTimestampToken(token);
    if ('problem' in reading) return { problems: [reading.problem] };
    const { problems } = checkTimestamp(reading, {
      digestOf: (algorithm) => new Uint8Array(createHash(algorithm).update(bytes).digest()),
      anchors,
    });
    return { at: reading.at, service: reading.signer.name, problems };
  };
}

export type TimestampReader = ReturnType<typeof createTimestampReader>;
