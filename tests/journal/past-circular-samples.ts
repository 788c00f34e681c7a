import type { PastCircularEvents } from '../../src/journal/past-circular-events.ts';

/** One of each; see samples.ts. */
export const pastCircularSamples: PastCircularEvents = {
  'past-circular.imported': { circular: 'c', sha256: 's', pages: 12, unreadable: '', factsSha256: 'h' },
  'past-circular.corrected': { circular: 'c', number: 2, factsSha256: 'h' },
  'past-circular.recognised': { circular: 'c', pages: 4 },
};
