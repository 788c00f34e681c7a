import { expect } from 'chai';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import { createHomeRoutes, type HomeDeps } from '../../src/home/home-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { openRoom, take, type Room } from '../drafts/drafting-room.ts';
import { openTestSite } from '../site.ts';

const messages = loadMessages('templates/messages');

const saved = { id: 's', name: 'Le Jura', query: 'mots=jura', savedAt: '2026-11-23T08:00:00.000Z' };

describe('the first page', () => {
  let room: Room;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  beforeEach(async () => {
    room = await openRoom();
    const { instructions, clock } = room;
    site = await openTestSite({
      routes: [
        ...createHomeRoutes({
          instructions,
          messages,
          demonstration: false,
          dispatch: { findCampaignOf: async () => undefined } as unknown as HomeDeps['dispatch'],
          accounts: {} as HomeDeps['accounts'],
          preparing: { find: async () => undefined },
          reminding: { letters: { countWaiting: async () => 0 } },
          inbox: { countIn: async () => 0, countToRead: async () => 0, alarm: async () => undefined },
          countFromOffices: async () => ({ questions: 0, proposals: 0 }),
          answers: { listLate: async () => [] },
          searches: { list: async () => [saved] },
          publications: { listUnpublished: async () => [] },
          proof: { alarms: async () => [] },
          keeping: { alarms: async () => [] },
          fixity: { alterations: async () => [], lastCheck: async () => undefined },
          clock,
          findTour: async () => undefined,
        }),
        ...createInstructionsRoutes({
          instructions,
          messages,
          clock,
          namesOf: async () => new Map(),
          officeNames: async () => new Map(),
          listPeople: async () => [],
        }),
      ],
      roles: ['auditor'],
    });
  });
  afterEach(async () => {
    await site.close();
    await room.close();
  });

  it('leads to the searches that its reader keeps', async () => {
    expect((await site.get('/')).text).to.match(/href="\/recherche\?mots.{1,8}jura">Le Jura</);
  });

  /** What the stepper of a page says. */
  async function stepper(path: string) {
    const { text } = await site.get(path);
    return {
      words: /Étape \d sur \d/.exec(text)?.[0],
      bar: /data-fr-current-step="\d" data-fr-steps="\d"/.exec(text)?.[0],
      next: /Étape suivante[^<]*<\/span> ([^<]+)</.exec(text)?.[1],
    };
  }

  it('counts the steps of an instruction as its own page does, from the first to the last', async () => {
    const { instructions, people, database } = room;
    const { id, slug } = await room.draft();
    const seen: unknown[] = [];
    const look = async () => {
      const home = await stepper('/');
      expect(home).to.deep.equal(await stepper(`/instructions/${slug}`));
      seen.push(home.words, home.next);
    };
    await look();
    const { sha256 } = take(await instructions.freeze(people.claire, id));
    await look();
    take(await instructions.giveVisa(people.hugo, id, { sha256, reason: '' }));
    await look();
    take(await instructions.sign(people.nora, id, { sha256 }));
    await look();
    await database.transaction((trx) => instructions.markDispatched(trx, id));
    await look();
    await database.transaction((trx) => instructions.markClosed(trx, id));
    await look();
    expect(seen).to.deep.equal([
      'Étape 1 sur 5',
      'Relecture',
      'Étape 2 sur 5',
      'Signature',
      'Étape 3 sur 5',
      'Diffusion',
      'Étape 4 sur 5',
      'Accusés de réception et clôture',
      'Étape 5 sur 5',
      undefined,
      'Étape 5 sur 5',
      undefined,
    ]);
  });
});
