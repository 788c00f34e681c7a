import type { ProofEvents } from './proof-events.ts';
import type { Params, Words } from './sentence-words.ts';

/** What the sentences of anchors and seals need; see sentences.ts. */
export const proofParams: {
  [Type in keyof ProofEvents]: (data: ProofEvents[Type], words: Words) => Params;
} = {
  'journal.anchored': ({ anchored, stampedAt, service }, words) => ({
    ...{ anchored, service },
    at: words.instant(stampedAt),
  }),
  'journal.clock-went-back': ({ previousAt }, words) => ({ at: words.instant(previousAt) }),
  'rows.sealed': ({ rows }) => ({ rows }),
};
