import type { PublicationEvents } from '../../src/journal/publication-events.ts';

const of = { publication: 'p', kind: 'instruction', of: 'i', wordsHash: 'h' };
const listed = { listing: 'l', kind: 'activity-report', of: 'r', sha256: 's', wordsHash: 'h' };

/** One of each; see samples.ts. */
export const publicationSamples: PublicationEvents = {
  'publication.recorded': { ...of, publishedOn: '2027-01-05', placeSha256: 's', copySha256: '' },
  'publication.said-not-applicable': of,
  'publication.withdrawn': { ...of, kind: 'past-circular' },
  'publication.warned': {
    ...{ instruction: 'i', milestone: 'two-months' },
    ...{ limitOn: '2027-04-01', people: 2 },
  },
  'public-page.listed': listed,
  'public-page.withdrawn': listed,
  'activity-report.kept': { report: 'r', year: 2026, part: 'national', sha256: 's' },
  'public-page.designated': { designation: 'd', datedOn: '2027-01-05', contentSha256: 's' },
  'public-page.designation-withdrawn': { designation: 'd', wordsHash: 'h' },
};
