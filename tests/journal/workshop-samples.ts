import type { WorkshopEvents } from '../../src/journal/workshop-events.ts';

/** One of each of the workshop's own events. */
export const workshopSamples: WorkshopEvents = {
  'instruction.restored': { instruction: 'i', revision: 9, from: 4 },
  'passages.marked': { instruction: 'i', count: 3 },
  'passages.confirmed': { instruction: 'i', passages: ['p1', 'p2'] },
  'passages.reopened': { instruction: 'i', passages: ['p1'] },
  'comment.written': { instruction: 'i', thread: 't', comment: 'c', blocking: true, wordsHash: 'h' },
  'comment.edited': { instruction: 'i', thread: 't', comment: 'c', wordsHash: 'h' },
  'comment.withdrawn': { instruction: 'i', thread: 't', comment: 'c' },
  'comment.resolved': { instruction: 'i', thread: 't' },
  'comment.reopened': { instruction: 'i', thread: 't' },
};
