import { expect } from 'chai';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import type { InstructionTemplate } from '../../src/drafts/ports.ts';
import { canonicalJson, type Json } from '../../src/kernel/canonical-json.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { newId } from '../../src/kernel/ids.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Role } from '../../src/web/route.ts';
import { openRoom, paragraphs, take, type Room } from '../drafts/drafting-room.ts';
import { createTestTemplate } from '../fakes/fake-render.ts';
import { openTestSite } from '../site.ts';
import { overflowOf } from './measuring.ts';
import { openBrowser, type Visitor } from './visitor.ts';

/** As the pictures of the guide name them. */
const shown: Record<string, string> = { 'Claire Drafter': 'Claire Redon', 'Hugo Reviewer': 'Hugo Valette' };

const former = '/instructions/2027-chefs-de-projets';
const base = '/instructions/2028-chefs-de-projets';

/** The next version of the test's template: its fixed section says something else at first. */
function nextTemplate(): InstructionTemplate {
  const { source: _source, sha256: _sha256, ...template } = createTestTemplate('2');
  const sections = template.sections.map((section) =>
    section.key === 'rappel' ? { ...section, start: paragraphs('Texte fixe, revu.') as never } : section,
  );
  const next = { ...template, sections };
  const source = canonicalJson(next as unknown as Json);
  return { ...next, source, sha256: sha256Hex(source) };
}

describe('from one year to the next, in a browser', function () {
  this.timeout(180_000);
  let room: Room;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let visitor: Visitor;
  let id = '';

  before(async () => {
    const opening = openBrowser();
    room = await openRoom();
    const { claire, hugo, nora } = room.people;
    const everyone = Object.values(room.people).map((each) => ({
      ...each,
      name: shown[each.name] ?? each.name,
    }));
    const { id: first, revision: baseRevision } = await room.draft();
    const sections = { orientations: paragraphs('Répondez avant le 15 mars 2027.', 'Prévenez partout.') };
    take(await room.instructions.save(claire, first, { baseRevision, sections }));
    const { sha256 } = take(await room.instructions.freeze(claire, first));
    take(await room.instructions.giveVisa(hugo, first, { sha256, reason: '' }));
    take(await room.instructions.sign(nora, first, { sha256 }));
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
    browser = await opening;
    visitor = await browser.visit(site.origin);
    const [name = '', value = ''] = site.cookie.split('=');
    await visitor.page.browserContext().setCookie({ name, value, domain: '127.0.0.1', path: '/' });
  });
  after(async () => {
    await browser.close();
    await site.close();
    await room.close();
  });

  /** Nothing wrong for axe, and nothing wider than a small telephone. */
  async function sound(): Promise<void> {
    expect(await visitor.violations(), visitor.path()).to.deep.equal([]);
    await visitor.page.setViewport({ width: 320, height: 640 });
    expect(await overflowOf(visitor.page), `${visitor.path()} at 320`).to.equal(0);
    await visitor.page.setViewport({ width: 1440, height: 900 });
  }
  async function picture(name: string): Promise<void> {
    if (process.env['GUIDE_PICTURES'] === '1') await visitor.picture(`docs/guide/images/${name}.png`);
  }
  /** The words of the page, its own blanks aside. */
  const read = async () => (await visitor.text()).replace(/[\u00a0\u202f]/g, ' ');
  const open = async (path: string): Promise<string> => {
    await visitor.open(base + path);
    return read();
  };

  it('the signed text of a year leads to the next one, which says what it takes before it is begun', async () => {
    await visitor.open('/instructions');
    await visitor.follow('Préparer 2028 à partir de : Instruction « Chefs de projets 2027 »');
    await sound();
    expect(await visitor.text()).to.contain('une date');
    await visitor.follow('Préparer 2028');
    expect(visitor.path()).to.equal(`${base}/texte`);
    id = (await room.instructions.list({ year: 2028 }))[0]?.id ?? '';
  });

  it('stands beside the year before, paragraph by paragraph', async () => {
    await visitor.follow('Comparer avec l’année précédente');
    expect(await visitor.text())
      .to.contain('Texte de 2027')
      .and.to.contain('Millésime');
    await sound();
  });

  it('is not submitted before each passage that bears a date was read again', async () => {
    expect(await open('/verifications')).to.contain('encore « à revoir »');
    await sound();
    await picture('verifications');
    expect(await open('/a-revoir')).to.contain('Répondez avant le 15 mars 2027');
    await sound();
    await picture('a-revoir');
    for (;;) {
      const boxes = await visitor.page.$$('form:has(button[value=relu]) input[type=checkbox]');
      if (boxes.length === 0) break;
      for (const box of boxes) await box.evaluate((input) => (input as unknown as { click(): void }).click());
      const relu = await visitor.page.$('button[value=relu]');
      await Promise.all([visitor.page.waitForNavigation(), relu?.click()]);
    }
    expect(await visitor.text()).to.contain('Relu');
    expect(await open('/verifications')).to.contain('Rien ne s’oppose à la soumission');
  });

  it('waits for whoever blocks it: others answer them, and cannot lift it', async () => {
    const { hugo } = room.people;
    const said = { formKey: newId(), words: 'Cette échéance tient-elle encore\u202f?', mentions: [] };
    const pointed = { part: 'sections[orientations]', quote: '15 mars' };
    const opened = await room.instructions.openThread(hugo, id, { ...said, pointed, blocking: true });
    const { thread } = take(opened);
    expect(await open('/verifications')).to.contain('Un commentaire bloquant n’est pas résolu');
    await visitor.follow('Les orientations');
    expect(visitor.page.url()).to.contain(`/commentaires#fil-${thread}`);
    const page = await read();
    expect(page).to.contain('un viseur ou un signataire le marquera').and.not.to.contain('Marquer comme');
    await visitor.page.$eval(`#fil-${thread} details`, (fold) =>
      (fold as unknown as { setAttribute(name: string, value: string): void }).setAttribute('open', ''),
    );
    await sound();
    await visitor.page.locator(`#reponse-${thread}`).fill('C’est noté, @Hugo Valette.');
    const button = await visitor.page.$(`#fil-${thread} form button`);
    await Promise.all([visitor.page.waitForNavigation(), button?.click()]);
    expect(await read()).to.contain('À l’attention de Hugo Valette');
    await picture('commentaires');
    await room.instructions.resolveThread(hugo, id, thread);
    expect(await open('/verifications')).to.contain('Rien ne s’oppose à la soumission');
  });

  it('keeps its history, in which an earlier revision becomes the text again', async () => {
    const sections = { orientations: paragraphs('Répondez avant le 31 mars 2028.') };
    take(await room.instructions.save(room.people.claire, id, { baseRevision: 1, sections }));
    await open('/historique');
    await sound();
    await visitor.follow('Comparer');
    expect(visitor.path()).to.contain('/historique/1/2');
    // Told without colour: in words, and by the elements themselves.
    expect(await visitor.text()).to.contain('≠ Modifié');
    expect(await visitor.page.$$eval('del, ins', (marked) => marked.length)).to.be.greaterThan(1);
    await sound();
    await picture('comparaison');
    await visitor.follow('Révision 1');
    await sound();
    await visitor.follow('Rétablir cette révision');
    await sound();
    await visitor.follow('Rétablir cette révision');
    expect((await room.instructions.get(id)).revision).to.equal(3);
    await visitor.open(`${former}/historique`);
    expect(await visitor.text()).to.contain('SIGNÉE');
  });

  it('is offered the next version of its template, with what it changes, and goes on in it when told to', async () => {
    room.render.listTemplates = () => [nextTemplate()];
    expect(await open('')).to.contain('mise à jour du modèle');
    expect(await open('/modele')).to.contain('la version 2 est installée');
    await sound();
    const take = await visitor.page.$('main form button[type=submit]');
    await Promise.all([visitor.page.waitForNavigation(), take?.click()]);
    expect((await room.instructions.draftOf(id)).template.version).to.equal('2');
    expect(visitor.scriptErrors).to.deep.equal([]);
  });
});
