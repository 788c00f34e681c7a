import type { Clock } from '../kernel/clock.ts';
import type { ReadCertificate } from './certificates.ts';
import type { Exchange } from './http-exchange.ts';
import type { Level, OnServiceFailure } from './level.ts';
import { createRevocationClient } from './revocation-client.ts';
import { createTimestampClient } from './timestamp-client.ts';

/** What levels above B-B rest on. Revocation needs no address: the certificates carry theirs. */
export interface TrustServices {
  exchange: Exchange;
  timestampUrl: string | undefined;
  /** Undefined: the highest that the services allow. */
  asked: Level | undefined;
  onFailure: OnServiceFailure;
}

/** The clients of the services, which trust the same roots as the verifier. */
export function createServiceClients(
  options: Pick<TrustServices, 'exchange' | 'timestampUrl'> & {
    clock: Clock;
    anchors: readonly ReadCertificate[];
  },
) {
  const { exchange, timestampUrl: url, clock, anchors } = options;
  return {
    timestamps: url === undefined ? undefined : createTimestampClient({ url, exchange, anchors, clock }),
    revocation: createRevocationClient({ exchange, clock }),
  };
}
