import type { AccessEvents } from '../../src/journal/access-events.ts';

/** One of each; see samples.ts. */
export const accessSamples: AccessEvents = {
  'mission.recorded': {
    ...{ mission: 'm', user: 'u2', beginsOn: '2026-09-01', endsOn: '2027-08-31' },
    ...{ fromYear: 2022, toYear: 2026, wordsHash: 'h' },
  },
  'mission.ended': { mission: 'm', user: 'u2' },
  'access-token.created': { token: 't', user: 'u2', scopes: 'instructions', expiresOn: '2027-08-31' },
  'access-token.revoked': { token: 't', user: 'u2' },
};
