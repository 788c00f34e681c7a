import type { WorkshopEvents } from '../../src/journal/workshop-events.ts';

/** One of each of the workshop's own events. */
export const workshopSamples: WorkshopEvents = {
  'instruction.restored': { instruction: 'i', revision: 9, from: 4 },
};
