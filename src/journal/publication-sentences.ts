import type { PublicationEvents } from './publication-events.ts';
import { none, type Params, type Words } from './sentence-words.ts';

const byKind = ({ kind }: { kind: string }, words: Words): Params => ({ what: words.word(`public-${kind}`) });

/** What the sentences of publications need; see sentences.ts. */
export const publicationParams: {
  [Type in keyof PublicationEvents]: (data: PublicationEvents[Type], words: Words) => Params;
} = {
  'publication.recorded': (data, words) => ({ ...byKind(data, words), day: words.day(data.publishedOn) }),
  'publication.said-not-applicable': byKind,
  'publication.withdrawn': byKind,
  'publication.warned': ({ limitOn, people }, words) => ({ day: words.day(limitOn), people }),
  'public-page.listed': byKind,
  'public-page.withdrawn': byKind,
  'activity-report.kept': ({ year, part }, words) => ({ year, part: words.word(`report-${part}`) }),
  'public-page.designated': ({ datedOn }, words) => ({ day: words.day(datedOn) }),
  'public-page.designation-withdrawn': none,
};
