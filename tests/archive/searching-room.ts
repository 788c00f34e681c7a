import { createSearching } from '../../src/archive/searching.ts';
import { loadFrames } from '../../src/archive/search/frames.ts';
import { loadMessages } from '../../src/kernel/messages.ts';

type Deps = Parameters<typeof createSearching>[0];

/** The search over a room of instructions; everything else that it reads from is empty unless given. */
export function openSearching(
  room: Pick<Deps, 'database' | 'journal' | 'clock' | 'instructions'>,
  given: Partial<Deps> = {},
) {
  return createSearching({
    ...room,
    readDatabase: room.database,
    publications: { standings: async () => new Map() },
    frames: loadFrames('templates/strategic-frames.yaml'),
    prefectures: { listOffices: async () => [] },
    annexes: { listEvery: async () => [], annexPdf: async () => undefined },
    answers: { listLatest: async () => [], findAnswer: async () => undefined },
    pastCirculars: { list: async () => [], pagesOf: async () => [] },
    questionnaires: { sayAnswer: async () => [] },
    extraction: { textOf: async () => ({ ok: false, reason: 'not-a-pdf' }) },
    messages: loadMessages('templates/messages'),
    kinds: () => [],
    ...given,
  });
}
