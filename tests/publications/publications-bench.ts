import { createPublicPage, createPublications } from '../../src/publications/publications.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { openRoom, take } from '../drafts/drafting-room.ts';

export { failureOf, keysOf, take } from '../drafts/drafting-room.ts';

export const pastId = '22222222-2222-4222-8222-222222222222';
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
    pastCirculars: createPastShelf(),
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

/** One circular from before Estafette, of which neither the signatory nor the NOR is known. */
function createPastShelf() {
  const bytes = Buffer.from('%PDF-1.4 of 2008');
  const past = {
    ...{ id: pastId, slug: '2008-plan', title: 'Circulaire « Plan 2008 »', year: 2008 },
    ...{ signedOn: '2008-11-03', nor: undefined, signatory: undefined },
    ...{ sha256: sha256Hex(bytes), bytes: bytes.length, pages: 2 },
  };
  return {
    findById: async (id: string) => (id === pastId ? past : undefined),
    bytesOf: async () => bytes,
    pagesOf: async () => [
      { text: 'Première page.', recognised: false },
      { text: ' ', recognised: false },
    ],
  };
}

export type PublicationsBench = Awaited<ReturnType<typeof createPublicationsBench>>;
