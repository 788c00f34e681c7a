import { expect } from 'chai';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import type { JournalEvent } from '../../src/journal/journal.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { openTestSite } from '../site.ts';
import { openRoom, type Room } from './drafting-room.ts';

const base = '/instructions/2027-chefs-de-projets';

describe('the journal of an instruction', () => {
  let room: Room;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let subject: string;
  beforeEach(async () => {
    room = await openRoom();
    subject = `instruction:${(await room.draft()).id}`;
    const routes = createInstructionsRoutes({
      instructions: room.instructions,
      messages: loadMessages('templates/messages'),
      clock: room.clock,
      namesOf: async () => new Map(),
      officeNames: async () => new Map([['OFF-01', 'préfecture de l’Ain']]),
      listPeople: async () => [],
    });
    site = await openTestSite({ routes, roles: ['auditor'] });
  });
  afterEach(async () => {
    await site.close();
    await room.close();
  });

  const append = (...events: JournalEvent[]) =>
    room.database.transaction((trx) => room.journal.append(trx, ...events));
  const system = () => ({ actor: 'system', subject });

  it('is readable when an acknowledgement settled an unknown outcome', async () => {
    const data = { campaign: 'c', delivery: 'd', office: 'OFF-01', cause: 'acknowledged' };
    await append({ ...system(), type: 'delivery.delivered', data });
    const { status, text } = await site.get(`${base}/journal`);
    expect(status).to.equal(200);
    expect(text).to.contain('Courriel parvenu').and.to.contain('préfecture de l’Ain');
  });

  it('is read from the newest line to the oldest, page after page, and says how many there are', async () => {
    const saved = (revision: number): JournalEvent => ({
      ...system(),
      type: 'instruction.saved',
      data: { instruction: 'i', revision, contentSha256: 's' },
    });
    await append(...Array.from({ length: 250 }, (_, index) => saved(index + 10)));
    const own = (await room.journal.list({ subjects: [subject] })).map(({ line }) => line);
    const seen: number[] = [];
    let path: string | undefined = `${base}/journal`;
    let pages = 0;
    while (path !== undefined) {
      const { text } = await site.get(path);
      expect(text).to.contain(`${own.length} lignes du journal`);
      seen.push(...[...text.matchAll(/<td>(\d+)<\/td><td><span class="es-hash">/g)].map((m) => Number(m[1])));
      path = /href="([^"]+)">Lignes plus anciennes/.exec(text)?.[1]?.replaceAll('&#x3D;', '=');
      pages += 1;
    }
    expect(seen).to.deep.equal(own.toReversed());
    expect(pages).to.equal(3);
  });

  it('keeps its great moments on the first page, however many mails lie between', async () => {
    const sent = (attempt: number): JournalEvent => ({
      ...system(),
      type: 'delivery.deferred',
      data: { campaign: 'c', delivery: 'd', office: 'OFF-01', attempt, replyHash: 'h' },
    });
    await append(...Array.from({ length: 1100 }, (_, index) => sent(index)));
    await append({ ...system(), type: 'instruction.closed', data: { instruction: 'i' } });
    const { text } = await site.get(base);
    expect(text).to.contain('Instruction close').and.not.to.contain('remis à plus tard');
  });
});
