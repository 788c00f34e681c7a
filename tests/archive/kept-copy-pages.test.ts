import { expect } from 'chai';
import { createArchiveRoutes } from '../../src/archive/archive-routes.ts';
import { createKeeping } from '../../src/archive/keeping.ts';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { dropTrigger } from '../database.ts';
import { take } from '../drafts/drafting-room.ts';
import { createFakeKeeper } from '../fakes/fake-keeper.ts';
import { openTestSite } from '../site.ts';
import { openArchive, type ArchiveRoom } from './dispatched-instruction.ts';

const messages = loadMessages('templates/messages');

describe('the pages of a signed act', () => {
  let room: ArchiveRoom;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let id: string;
  let address: string;

  beforeEach(async () => {
    room = await openArchive();
    const { instructions, clock, archive } = room;
    ({ id } = await room.approved());
    take(await instructions.sign(room.people.nora, id));
    address = `/instructions/${(await instructions.get(id)).slug}`;
    site = await openTestSite({
      routes: [
        ...createInstructionsRoutes({
          ...{ instructions, messages, clock },
          namesOf: async () => new Map(),
          officeNames: async () => new Map(),
          listPeople: async () => [],
        }),
        ...createArchiveRoutes({ archive, clock, messages, publicUrl: () => 'https://estafette.example' }),
      ],
      roles: ['auditor'],
    });
  });
  afterEach(async () => {
    await site.close();
    await room.close();
  });

  /** Changes what the signature left, as another way of signing would have. */
  async function signedAs(change: Record<string, string>): Promise<void> {
    await dropTrigger(room.database, 'signed_versions', 'signed_versions_is_append_only_update');
    await room.database('signed_versions').update(change);
  }

  async function renew(on: string, until: string): Promise<void> {
    const { database, journal, clock, instructions } = room;
    const signing = createFakeKeeper(() => clock.now());
    signing.stampUntil(until);
    clock.moveTo(on);
    const log = silentLog;
    await createKeeping({
      ...{ database, readDatabase: database, journal, clock, log, instructions, signing },
    }).keepNow();
  }

  const pages = async () =>
    Promise.all(
      ['document', 'dossier'].map(async (name) =>
        (await site.get(`${address}/${name}`)).text.replace(/[\u00a0\u202f]/g, ' '),
      ),
    );

  it('say in words what is proven, and why it is not more', async () => {
    await signedAs({ level: 'B-T', lowered_by: 'signing.lowered.silent' });
    for (const text of await pages()) {
      expect(text).to.contain('Ce que la signature prouve').and.to.contain('Preuve datée');
      expect(text).to.contain('Niveau PAdES B-T').and.to.contain('Un service de confiance n’a pas répondu');
    }
  });

  it('say scellé, never signé, of what bears the seal alone', async () => {
    await signedAs({ mark: 'seal' });
    const [page] = await pages();
    expect(page).to.contain('Ce que le cachet prouve').and.to.contain('date du cachet');
    expect(/<title>([^<]+)/.exec(page!)?.[1])
      .to.contain('scellée')
      .and.not.to.contain('signée');
    expect(/aria-current="page"[^>]*>([^<]+)<\/a><\/li>\s*<\/ol>/.exec(page!)?.[1]).to.contain('scellée');
    const list = (await site.get('/instructions')).text;
    for (const text of [list, (await pages())[1]!])
      expect(text).to.contain('scellée').and.not.to.contain('– signée');
    const twin = (await site.get(`${address}/texte.html`)).text;
    expect(/<title>([^<]+)/.exec(twin)?.[1]).to.contain('scellée');
  });

  it('offer the newest copy, beside the signed file that keeps its hash', async () => {
    const { sha256 } = (await room.instructions.signedVersion(id))!;
    for (const text of await pages()) expect(text).not.to.contain('copie conservée');
    await renew('2038-10-01T10:00:00.000Z', '2045-01-01T00:00:00.000Z');
    await renew('2044-10-01T10:00:00.000Z', '2052-01-01T00:00:00.000Z');
    const [second, first] = await room.instructions.renewedVersions(id);
    for (const text of await pages()) {
      expect(text).to.match(new RegExp(`class="fr-btn" href="${address}/copies/2.pdf"`));
      expect(text)
        .to.contain(`href="${address}/copies/1.pdf"`)
        .and.to.contain(`href="${address}/document.pdf"`);
      for (const hash of [sha256, second!.sha256, first!.sha256]) expect(text).to.contain(hash);
      expect(text).to.contain('1er janvier 2052');
    }
    expect((await site.get(`${address}/copies/2.pdf`)).text).to.contain('2052');
    expect((await site.get(`${address}/document.pdf`)).text).not.to.contain('2045');
    expect((await site.get(`${address}/copies/3.pdf`)).status).to.equal(404);
  });
});
