import { expect } from 'chai';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Role } from '../../src/web/route.ts';
import { openRoom, paragraphs, take, type Room } from '../drafts/drafting-room.ts';
import { openTestSite } from '../site.ts';
import { overflowOf } from './measuring.ts';
import { openBrowser, type Visitor } from './visitor.ts';

const base = '/instructions/2027-chefs-de-projets';

describe('from one year to the next, in a browser', function () {
  this.timeout(60_000);
  let room: Room;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let visitor: Visitor;

  before(async () => {
    room = await openRoom();
    const { claire, hugo, nora } = room.people;
    const everyone = Object.values(room.people);
    const { id, revision: baseRevision } = await room.draft();
    const sections = { orientations: paragraphs('Répondez avant le 15 mars 2027.', 'Prévenez partout.') };
    take(await room.instructions.save(claire, id, { baseRevision, sections }));
    const { sha256 } = take(await room.instructions.freeze(claire, id));
    take(await room.instructions.giveVisa(hugo, id, { sha256, reason: '' }));
    take(await room.instructions.sign(nora, id, { sha256 }));
    const routes = createInstructionsRoutes({
      instructions: room.instructions,
      messages: loadMessages('templates/messages'),
      clock: room.clock,
      namesOf: async (ids) =>
        new Map(everyone.filter(({ id }) => ids.includes(id)).map(({ id, name }) => [id, name])),
      officeNames: async () => new Map(),
      listPeople: async () => everyone,
    });
    site = await openTestSite({ routes, userId: claire.id, roles: claire.roles as Role[] });
    browser = await openBrowser();
    visitor = await browser.visit(site.origin);
    const [name = '', value = ''] = site.cookie.split('=');
    await visitor.page.browserContext().setCookie({ name, value, domain: '127.0.0.1', path: '/' });
  });
  after(async () => {
    await browser.close();
    await site.close();
    await room.close();
  });

  /** Nothing wrong for axe at this width, and nothing wider than a small telephone. */
  async function sound(): Promise<void> {
    expect(await visitor.violations(), visitor.path()).to.deep.equal([]);
    await visitor.page.setViewport({ width: 320, height: 640 });
    expect(await overflowOf(visitor.page), `${visitor.path()} at 320`).to.equal(0);
    await visitor.page.setViewport({ width: 1440, height: 900 });
  }

  it('the signed text of a year leads to the next one, which says what it takes before it is begun', async () => {
    await visitor.open('/instructions');
    await visitor.follow('Préparer 2028 à partir de : Instruction « Chefs de projets 2027 »');
    await sound();
    expect(await visitor.text()).to.contain('une date');
    await visitor.follow('Préparer 2028');
    expect(visitor.path()).to.equal('/instructions/2028-chefs-de-projets/texte');
  });

  it('stands beside the year before, paragraph by paragraph', async () => {
    await visitor.follow('Comparer avec l’année précédente');
    expect(await visitor.text())
      .to.contain('Texte de 2027')
      .and.to.contain('Millésime');
    await sound();
  });

  it('keeps its history, in which an earlier revision becomes the text again', async () => {
    const { id } = (await room.instructions.list({ year: 2028 }))[0] ?? { id: '' };
    const sections = { orientations: paragraphs('Répondez avant le 31 mars 2028.') };
    take(await room.instructions.save(room.people.claire, id, { baseRevision: 1, sections }));
    await visitor.follow('Historique');
    await sound();
    await visitor.follow('Comparer');
    expect(visitor.path()).to.contain('/historique/1/2');
    expect(await visitor.text()).to.contain('≠ Modifié');
    await sound();
    await visitor.follow('Révision 1');
    await sound();
    await visitor.follow('Rétablir cette révision');
    await sound();
    await visitor.follow('Rétablir cette révision');
    expect((await room.instructions.get(id)).revision).to.equal(3);
    await visitor.open(`${base}/historique`);
    expect(await visitor.text()).to.contain('SIGNÉE');
    expect(visitor.scriptErrors).to.deep.equal([]);
  });
});
