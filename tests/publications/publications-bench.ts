import { createPublications } from '../../src/publications/publications.ts';
import { openRoom, take } from '../drafts/drafting-room.ts';

export { failureOf, keysOf, take } from '../drafts/drafting-room.ts';

/** Publications beside the drafts: one text is signed on 7 December 2026, and nobody published it. */
export async function createPublicationsBench() {
  const room = await openRoom();
  const { hugo, nora } = room.people;
  const { id, version } = await room.inReview({ subject: 'Orientations' });
  take(await room.instructions.giveVisa(hugo, id, { sha256: version.sha256, reason: '' }));
  take(await room.instructions.sign(nora, id));
  const { database, journal, clock, instructions } = room;
  const publications = createPublications({
    ...{ database, readDatabase: database, journal, clock, instructions },
  });
  return { ...room, publications, id, subject: { kind: 'instruction' as const, id } };
}

export type PublicationsBench = Awaited<ReturnType<typeof createPublicationsBench>>;
