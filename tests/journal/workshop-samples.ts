import type { WorkshopEvents } from '../../src/journal/workshop-events.ts';

/** One of each of the workshop's own events. */
export const workshopSamples: WorkshopEvents = {
  'instruction.restored': { instruction: 'i', revision: 9, from: 4 },
  'instruction.template-updated': {
    ...{ instruction: 'i', revision: 9, template: 't', aside: 1 },
    ...{ fromVersion: '1', version: '2', fromSha256: 'a', templateSha256: 'b' },
  },
  'instruction.rolled-over': { instruction: 'i2', from: 'i', fromRevision: 9, fromYear: 2027 },
  'circuit.defined': { circuit: 'c', version: 2, steps: 3, definitionSha256: 's' },
  'circuit.retired': { circuit: 'c' },
  'delegation.declared': {
    ...{ delegation: 'd', user: 'u2', taker: 'u1', fromOn: '2026-12-21', untilOn: '2026-12-31' },
  },
  'delegation.ended': { delegation: 'd', user: 'u2', taker: 'u1' },
  'visa.reminded': { instruction: 'i', version: 1, step: 2, user: 'u2', number: 1 },
  'outside.transmitted': { instruction: 'i', version: 1, step: 2, sentOn: '2026-12-01', wordsHash: 'h' },
  'outside.opinion-recorded': {
    ...{ instruction: 'i', version: 1, step: 2, opinion: 'reserved', decision: 'given' },
    ...{ givenOn: '2026-12-04', fileSha256: 's', wordsHash: 'h' },
  },
  'instruction.correction-begun': { instruction: 'i', version: 1 },
  'instruction.correction-left': { instruction: 'i' },
  'passages.marked': { instruction: 'i', count: 3 },
  'passages.confirmed': { instruction: 'i', passages: ['p1', 'p2'] },
  'passages.reopened': { instruction: 'i', passages: ['p1'] },
  'comment.written': { instruction: 'i', thread: 't', comment: 'c', blocking: true, wordsHash: 'h' },
  'comment.edited': { instruction: 'i', thread: 't', comment: 'c', wordsHash: 'h' },
  'comment.withdrawn': { instruction: 'i', thread: 't', comment: 'c' },
  'comment.resolved': { instruction: 'i', thread: 't' },
  'comment.reopened': { instruction: 'i', thread: 't' },
  'instruction.repeal-recorded': {
    ...{ instruction: 'i', repeal: 'r', repealedOn: '2028-03-03', by: '', wordsHash: 'h' },
  },
  'instruction.repeal-taken-back': { instruction: 'i', repeal: 'r', wordsHash: 'h' },
};
