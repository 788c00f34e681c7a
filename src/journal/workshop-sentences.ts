import { none, type Params, type Words } from './sentence-words.ts';
import type { WorkshopEvents } from './workshop-events.ts';

/** What the sentences of the workshop's own events need; see sentences.ts. */
export const workshopParams: {
  [Type in keyof WorkshopEvents]: (data: WorkshopEvents[Type], words: Words) => Params;
} = {
  'instruction.restored': ({ revision, from }) => ({ revision, from }),
  'passages.marked': ({ count }) => ({ count }),
  'passages.confirmed': ({ passages }) => ({ count: passages.length }),
  'passages.reopened': ({ passages }) => ({ count: passages.length }),
  'comment.written': none,
  'comment.edited': none,
  'comment.withdrawn': none,
  'comment.resolved': none,
  'comment.reopened': none,
};
