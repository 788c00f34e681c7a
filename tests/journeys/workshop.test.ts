import { expect } from 'chai';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Role } from '../../src/web/route.ts';
import { openRoom, take, type Room } from '../drafts/drafting-room.ts';
import { openTestSite } from '../site.ts';
import { choose } from './editor-keys.ts';
import { createKeyboard } from './keyboard.ts';
import { overflowOf } from './measuring.ts';
import { openBrowser, type Visitor } from './visitor.ts';

const base = '/instructions/2028-chefs-de-projets';
const text = '[data-editor="sections[orientations]"] [role="textbox"]';

/** Each step stands on the one before: one draft, from the list to its reviewers, without the mouse. */
describe('a whole draft by the keyboard alone, in a browser', function () {
  this.timeout(180_000);
  this.bail(true);
  let room: Room;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let visitor: Visitor;
  let keyboard: ReturnType<typeof createKeyboard>;

  before(async () => {
    room = await openRoom();
    const { claire, nora } = room.people;
    const everyone = Object.values(room.people);
    // The archive has one act, which a text may cite.
    const { id, version } = await room.approved();
    take(await room.instructions.sign(nora, id, { sha256: version.sha256 }));
    const routes = createInstructionsRoutes({
      instructions: room.instructions,
      messages: loadMessages('templates/messages'),
      clock: room.clock,
      namesOf: async (ids) =>
        new Map(everyone.filter((each) => ids.includes(each.id)).map((each) => [each.id, each.name])),
      officeNames: async () => new Map(),
      listPeople: async () => everyone,
    });
    site = await openTestSite({ routes, userId: claire.id, roles: claire.roles as Role[] });
    browser = await openBrowser();
    visitor = await browser.visit(site.origin);
    keyboard = createKeyboard(visitor.page);
    const [name = '', value = ''] = site.cookie.split('=');
    await visitor.page.browserContext().setCookie({ name, value, domain: '127.0.0.1', path: '/' });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await room?.close();
  });
  afterEach(() => expect(visitor.scriptErrors).to.deep.equal([]));

  const keys = () => visitor.page.keyboard;
  const enter = () => keys().press('Enter');
  const saidOf = (selector: string, words: string) =>
    visitor.page.waitForFunction(
      `document.querySelector(${JSON.stringify(selector)})?.textContent.includes(${JSON.stringify(words)})`,
    );
  const panel = '[data-panel-body]';

  async function reach(wanted: string): Promise<void> {
    await keyboard.reach(wanted);
    expect(await keyboard.seen(), wanted).to.equal(true);
  }

  async function save(said = 'Enregistré à'): Promise<void> {
    await keys().down('Control');
    await keys().press('s');
    await keys().up('Control');
    await saidOf('[data-writing-state]', said);
  }

  async function written(): Promise<string> {
    const found = await room.instructions.findBySlug('2028-chefs-de-projets');
    const { content } = await room.instructions.draftOf(found?.id ?? '');
    return content.sections['orientations'] ?? '';
  }

  async function accessible(where: string): Promise<void> {
    expect(await visitor.violations(), where).to.deep.equal([]);
    await visitor.page.setViewport({ width: 320, height: 640 });
    expect(await overflowOf(visitor.page), `${where} at 320`).to.equal(0);
    await visitor.page.setViewport({ width: 1440, height: 900 });
  }

  it('is begun from the list, and its fields are filled where they were folded', async () => {
    await visitor.open('/instructions');
    await keyboard.press('Commencer une instruction');
    await reach('template');
    await keys().press('Space');
    await keyboard.type('year', '2028');
    await keyboard.press('Commencer l’instruction');
    expect(visitor.path()).to.equal(`${base}/texte`);
    expect(await visitor.page.$('[data-letter-fields][open]')).to.equal(null);
    await reach('Renseignements de la lettre complets');
    await enter();
    await keyboard.type('fields[subject]', 'Prévenir en 2028');
    expect(await keyboard.seen()).to.equal(true);
  });

  it('is written: a list, a table, a note, an act chosen in the archive; the text lets the keyboard go', async () => {
    await reach('Texte : Les orientations');
    await keys().type('Vu la lettre');
    await choose(visitor.page, 'Citer un acte');
    await saidOf('.es-told', 'Choisissez l’acte');
    await keyboard.reach('Instruction « Chefs de projets 2027 » du 7 décembre 2026');
    await enter();
    await keys().type(', il faut');
    await choose(visitor.page, 'Insérer une note');
    await keys().type('Sans attendre.');
    await enter();
    await enter();
    await choose(visitor.page, 'Liste à puces');
    await keys().type('prévenir');
    await enter();
    await enter();
    await choose(visitor.page, 'Insérer un tableau');
    for (const header of ['Où', 'Quoi', 'Combien']) {
      await keys().type(header);
      await keys().press('ArrowRight');
    }
    await keys().press('ArrowLeft');
    for (let rows = 0; rows < 3; rows += 1) await keys().press('ArrowDown');
    await keys().type('Fin.');
    expect(await keyboard.seen()).to.equal(true);
    await save();
    await keys().press('Tab');
    expect(await visitor.page.evaluate('document.activeElement.ariaLabel')).to.equal('Les crédits');
    const saved = await written();
    for (const part of ['actReference', 'note', 'bulletList', 'tableHeader'])
      expect(saved).to.contain(`"${part}"`);
  });

  it('shows beside it what the checks find, again after each save, and leads to the place', async () => {
    await reach('Vérifications');
    const open = () => visitor.page.$eval(':focus', (button) => button.getAttribute('aria-expanded'));
    // It is open where there is room: closed, and opened again.
    expect(await open()).to.equal('true');
    await enter();
    await enter();
    expect(await open()).to.equal('true');
    await saidOf(panel, 'Vérifications');
    expect(await visitor.page.$(`${panel} .es-finding`)).to.equal(null);
    await reach('Texte : Les crédits');
    await keys().type('Voir le FIPDR.');
    await save();
    await saidOf(`${panel} .es-finding`, 'FIPDR');
    await accessible('the checks beside the text');
    // The panel may be asked again at any moment: the focus stays where it was put.
    const link = `document.querySelector('${panel} .es-finding a')`;
    await visitor.page.waitForFunction(`${link}?.focus() ?? ${link} === document.activeElement`);
    await enter();
    await visitor.page.waitForFunction(`document.activeElement.ariaLabel === 'Les crédits'`);
    expect(await keyboard.seen()).to.equal(true);
    await keyboard.type('Texte : Les crédits', ' ');
    await save();
    await visitor.page.waitForFunction(`document.querySelector('${panel} .es-finding') === null`);
  });

  it('refuses to be saved with a fault, and shows it where it was folded away', async () => {
    await keyboard.type('fields[subject]', ' ');
    const fold = '[data-letter-fields]';
    await visitor.page.$eval(fold, (fields) => fields.removeAttribute('open'));
    await save('Rien n’est enregistré');
    await visitor.page.waitForSelector(`${fold}[open] [data-fault-of="fields[subject]"]:not([hidden])`);
    for (const told of ['.es-outline', `${fold} summary`]) await saidOf(told, '1 champ à remplir');
    await keyboard.type('fields[subject]', 'Prévenir en 2028');
    expect(await keyboard.seen()).to.equal(true);
    await save();
    for (const told of ['.es-outline', `${fold} summary`]) await saidOf(told, 'complets');
  });

  it('is commented where it is selected: the thread stands beside the text, its passage in it', async () => {
    await keyboard.reach('Texte : Les orientations');
    // The editor puts its own selection back a moment after it takes the focus, and reads each move after it.
    const selected = 'document.activeElement.editor.state.selection';
    await keys().down('Control');
    do await keys().press('Home');
    while ((await visitor.page.evaluate(`${selected}.to`)) !== 1);
    await keys().up('Control');
    await keys().down('Shift');
    for (let letters = 1; letters <= 'Vu la lettre'.length; letters += 1) {
      await keys().press('ArrowRight');
      await visitor.page.waitForFunction(`${selected}.to === ${1 + letters}`);
    }
    await keys().up('Shift');
    await choose(visitor.page, 'Commenter');
    await visitor.page.waitForSelector(`${panel} textarea:focus`);
    expect(await visitor.page.$eval(`${panel} [name="quote"]`, ({ value }) => value)).to.equal(
      'Vu la lettre',
    );
    await accessible('the comments beside the text');
    await visitor.page.focus(`${panel} textarea`);
    await keys().type('De quel jour ?');
    await keyboard.reach('Commenter');
    await enter();
    await saidOf(`${panel} .es-thread`, 'De quel jour');
    await visitor.page.waitForSelector(`${text} .es-passage--comment`);
    expect(await visitor.page.$eval(`${text} .es-passage`, ({ textContent }) => textContent)).to.equal(
      'Vu la lettre',
    );
    expect(await written()).not.to.contain('De quel jour');
  });

  it('is submitted, and its twin says the act that it cites', async () => {
    await keyboard.press('Soumettre à la relecture');
    expect(visitor.path()).to.equal(`${base}/soumettre`);
    await keyboard.press('Figer et soumettre à la relecture');
    expect((await room.instructions.findBySlug('2028-chefs-de-projets'))?.state).to.equal('in_review');
    const { text: twin } = await site.get(`${base}/texte.html`);
    expect(twin.replace(/&nbsp;|\s/g, ' ')).to.contain('Instruction « Chefs de projets 2027 » du');
  });
});
