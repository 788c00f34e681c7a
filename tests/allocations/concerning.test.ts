import { expect } from 'chai';
import { createAcknowledgementsRoutes } from '../../src/acknowledgements/acknowledgements-routes.ts';
import { createAcknowledgements } from '../../src/acknowledgements/acknowledgements.ts';
import { createConcerning } from '../../src/allocations/allocations.ts';
import { recogniseIn } from '../../src/compose-recognition.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { take } from '../drafts/drafting-room.ts';
import { openTestSite } from '../site.ts';
import { openAnnexRoom } from './annex-room.ts';

describe('what an office finds of its credits', function () {
  this.timeout(180_000);
  let room: Awaited<ReturnType<typeof openAnnexRoom>>;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  const token = 't'.repeat(43);
  const page = `/accuse/${token}`;
  let officeId: string;
  beforeEach(async () => {
    room = await openAnnexRoom();
    officeId = 'OFF-2A';
    const { database, journal, clock, instructions, prefectures: directory, annexes } = room;
    const campaign = {
      ...{ id: 'c', instructionId: room.id, signedSha256: room.act.sha256, deadlineOn: '2026-12-21' },
      openedAt: '2026-12-04T10:00:00.000Z',
    };
    const acknowledgements = createAcknowledgements({
      ...{ database, readDatabase: database, journal, clock, instructions },
      credits: createConcerning({ readDatabase: database, instructions, directory, annexes }),
      dispatch: {
        findByLinkToken: async () => ({
          ...{ campaign, deliveryId: 'd', officeId, officeName: 'préfecture', timeZone: 'Europe/Paris' },
          ...{ role: 'to', expiresOn: '2027-12-21', expired: false, revoked: false },
        }),
        findForOffice: async () => undefined,
        markAcknowledged: async () => undefined,
      },
    });
    const messages = loadMessages('templates/messages');
    const routes = createAcknowledgementsRoutes({
      ...{ acknowledgements, messages, contact: 'a@b.example' },
      proofs: { receiptPdf: async () => undefined, receiptState: async () => 'none' },
      visits: { note: () => undefined },
      wrongLinks: { count: async () => undefined },
    });
    site = await openTestSite({ routes });
  });
  afterEach(async () => {
    await site.close();
    await room.close();
  });
  const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

  it('shows it its own figures and its region’s, even when nobody had notifications made', async () => {
    const text = words((await site.get(page)).text);
    expect(text)
      .to.contain('Ce qui vous concerne')
      .and.to.contain('Corse-du-Sud 120 000,25 € 100 000 €')
      .and.to.contain('Haute-Corse 80 000,25 €');
    expect(text).not.to.contain('PDF scellé');
    officeId = 'OFF-01';
    expect((await site.get(page)).text).not.to.contain('Ce qui vous concerne');
  });

  it('gives it its notifications and the proof that they are the act’s, and nobody else’s', async () => {
    take(await room.annexes.ask(room.dispatcher, room.id));
    await room.annexes.make();
    const { text } = await site.get(page);
    const hrefs = [...text.matchAll(/href="([^"]*\/pieces\/[^"]+)"/g)].map(([, href = '']) => href);
    const names = hrefs.map((href) => href.split('/').at(-1));
    expect(names).to.deep.equal([
      ...['notification-credits-OFF-2A.pdf', 'notification-credits-REG-94.pdf'],
      ...['manifeste.json', 'manifeste.p7s', 'manifeste.tst'],
    ]);
    const manifest = (await site.get(`${page}/pieces/manifeste.json`)).text;
    const own = await room.annexes.annexPdf(room.id, 'OFF-2A');
    expect(manifest).to.contain(sha256Hex(own ?? ''));
    expect((await site.get(`${page}/pieces/notification-credits-OFF-2A.pdf`)).status).to.equal(200);
    expect((await site.get(`${page}/pieces/notification-credits-OFF-2B.pdf`)).status).to.equal(404);
  });

  it('is known again from its bytes by whoever verifies it, whole or followed by something', async () => {
    take(await room.annexes.ask(room.dispatcher, room.id));
    await room.annexes.make();
    const sha256 = sha256Hex((await room.annexes.annexPdf(room.id, 'REG-11')) ?? '');
    const known = { instruction: '2027-chefs-de-projets', document: 'annex', whole: true };
    expect(await recogniseIn(room.database, [sha256])).to.include(known);
    expect(await recogniseIn(room.database, ['0'.repeat(64), sha256])).to.include({ ...known, whole: false });
    expect(await recogniseIn(room.database, ['0'.repeat(64)])).to.equal(null);
    const messages = loadMessages('templates/messages');
    for (const form of ['whole', 'beginning'])
      expect(messages(`signing.known.annex-${form}`)).to.contain('notification');
  });
});
