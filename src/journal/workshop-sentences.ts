import type { Params, Words } from './sentence-words.ts';
import type { WorkshopEvents } from './workshop-events.ts';

/** What the sentences of the workshop's own events need; see sentences.ts. */
export const workshopParams: {
  [Type in keyof WorkshopEvents]: (data: WorkshopEvents[Type], words: Words) => Params;
} = {
  'instruction.restored': ({ revision, from }) => ({ revision, from }),
};
