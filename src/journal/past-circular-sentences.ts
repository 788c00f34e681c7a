import type { PastCircularEvents } from './past-circular-events.ts';
import { none, type Params, type Words } from './sentence-words.ts';

/** What the sentences about past circulars need; see sentences.ts. */
export const pastCircularParams: {
  [Type in keyof PastCircularEvents]: (data: PastCircularEvents[Type], words: Words) => Params;
} = {
  'past-circular.imported': ({ pages }) => ({ pages }),
  'past-circular.corrected': none,
  'past-circular.recognised': ({ pages }) => ({ pages }),
};
