import { createPublicPage, createPublications } from '../../src/publications/publications.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { openRoom, take } from '../drafts/drafting-room.ts';

export { failureOf, keysOf, take } from '../drafts/drafting-room.ts';

export const messages = loadMessages('templates/messages');

/** Publications beside the drafts: one text is signed on 7 December 2026, and nobody published it. */
export async function createPublicationsBench() {
  const room = await openRoom();
  const { claire, hugo, nora } = room.people;
  const { id, version } = await room.inReview({ subject: 'Orientations' });
  take(await room.instructions.giveVisa(hugo, id, { sha256: version.sha256, reason: '' }));
  take(await room.instructions.sign(nora, id));
  const { database, journal, clock, instructions } = room;
  const posted: { address: string; subject: string; text: string }[] = [];
  const addresses = new Map([
    [claire.id, 'claire@mildeca.example'],
    [nora.id, 'nora@mildeca.example'],
  ]);
  const publicPage = createPublicPage({
    ...{ database, readDatabase: database, journal, clock, instructions },
    readable: async (bytes) => !Buffer.from(bytes).includes('broken'),
    publicUrl: () => 'https://estafette.example/',
  });
  const publications = createPublications({
    ...{ database, readDatabase: database, journal, clock, instructions, messages },
    people: {
      listNames: async () => Object.values(room.people),
      addressesOf: async (ids) => new Map([...addresses].filter(([userId]) => ids.includes(userId))),
    },
    isOwnUndesignated: async (url) => publicPage.isOwnUndesignated(url),
    outbox: { post: async (_trx, letter) => posted.push(letter) },
    publicUrl: () => 'https://estafette.example/',
  });
  return { ...room, publications, publicPage, posted, id, subject: { kind: 'instruction' as const, id } };
}

export type PublicationsBench = Awaited<ReturnType<typeof createPublicationsBench>>;
