import type { ProofEvents } from '../../src/journal/proof-events.ts';

/** One of each; see samples.ts. */
export const proofSamples: ProofEvents = {
  'journal.anchored': {
    ...{ anchored: 12, hash: 'h', cause: 'day', tokenSha256: 't' },
    ...{ stampedAt: '2026-12-07T13:30:00.000Z', service: 'Horodatage' },
  },
  'journal.clock-went-back': { previousAt: '2026-12-07T13:30:00.000Z' },
  'rows.sealed': { batch: 'b', rows: 12, sha256: 'h' },
};
