import { expect } from 'chai';
import puppeteer, { type Browser, type BrowserContext, type HTTPResponse, type Page } from 'puppeteer';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { findBrowserPath, mayUseSandbox } from '../../src/render/browser-path.ts';
import { openRoom, paragraphs, take, type Room } from '../drafts/drafting-room.ts';
import { openTestSite } from '../site.ts';
import { faultsOf, writeByKeyboard } from './editor-keys.ts';

const address = '/instructions/2027-chefs-de-projets/texte';
const editor = '[data-editor="sections[orientations]"]';
/** The one toolbar of the page: that of the section that is written. */
const bar = '[data-toolbars]';

describe('the text’s page, in a browser', function () {
  this.timeout(180_000);
  let browser: Browser;
  let room: Room;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let context: BrowserContext;
  let page: Page;
  let id: string;

  before(async () => {
    const args = mayUseSandbox('auto') ? [] : ['--no-sandbox'];
    browser = await puppeteer.launch({ executablePath: findBrowserPath(process.env), pipe: true, args });
  });
  after(() => browser.close());

  beforeEach(async () => {
    room = await openRoom();
    const { instructions, clock, people } = room;
    id = (await room.draft()).id;
    const routes = createInstructionsRoutes({
      instructions,
      clock,
      messages: loadMessages('templates/messages'),
      namesOf: async () => new Map(),
      officeNames: async () => new Map([['OFF-01', 'préfecture de l’Ain']]),
      listPeople: async () => [],
    });
    site = await openTestSite({ routes, userId: people.claire.id, roles: ['drafter'] });
    context = await browser.createBrowserContext();
    const session = { name: 'estafette-session', value: 'a-session-token-for-tests' };
    await context.setCookie({ ...session, domain: '127.0.0.1', path: '/' });
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    await site.close();
    await room.close();
  });

  const press = (name: string) => page.click(`${bar} ::-p-aria(${name}[role="button"])`);

  const pressed = (name: string) =>
    page.$eval(`${bar} ::-p-aria(${name}[role="button"])`, (button) => button.getAttribute('aria-pressed'));
  const textOf = (text: string) => [{ type: 'text', text }];

  async function shortcut(key: 'a' | 'b'): Promise<void> {
    await page.keyboard.down('Control');
    await page.keyboard.press(key);
    await page.keyboard.up('Control');
  }

  async function stored(): Promise<unknown> {
    const { content } = await room.instructions.draftOf(id);
    return JSON.parse(content.sections['orientations'] ?? '');
  }

  /** The page stays: what is typed while it is saved is not lost. */
  async function saveAndWait(): Promise<void> {
    const isSave = (response: HTTPResponse) => response.url().endsWith('/texte/enregistrer');
    const [answer] = await Promise.all([
      page.waitForResponse(isSave),
      page.click('.es-save-bar button[type="submit"]'),
    ]);
    expect((await answer.json()) as object).to.include({ state: 'saved' });
  }

  async function writeAtTheEnd(): Promise<void> {
    await page.goto(site.origin + address);
    await page.click(`${editor} [role="textbox"] p`);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
  }

  it('writes, formats and saves what the closed schema holds', async () => {
    await writeAtTheEnd();
    await page.keyboard.type(`L'accord "utile" : oui !`);
    await page.keyboard.press('Enter');
    await press('Liste à puces');
    await page.keyboard.type('un ');
    await press('Gras');
    await page.keyboard.type('fort');
    await saveAndWait();
    const bold = { type: 'text', marks: [{ type: 'bold' }], text: 'fort' };
    const item = [{ type: 'paragraph', content: [{ type: 'text', text: 'un ' }, bold] }];
    expect(await stored()).to.deep.equal({
      type: 'doc',
      content: [
        ...paragraphs('Prévenir d’abord.', 'L’accord «\u00a0utile\u00a0»\u00a0: oui\u202f!').content,
        { type: 'bulletList', content: [{ type: 'listItem', content: item }] },
      ],
    });
  });

  it('links to whole, safe addresses only', async () => {
    await writeAtTheEnd();
    await press('Lien');
    await page.keyboard.type('javascript:alert(1)');
    await page.keyboard.press('Enter');
    expect(
      await page.$eval(`${bar} > :not([hidden]) [role="alert"]:not([hidden])`, (alert) => alert.textContent),
    ).to.contain('adresse complète');
    await shortcut('a');
    await page.keyboard.type('https://www.drogues.gouv.fr/');
    await page.keyboard.press('Enter');
    await saveAndWait();
    expect(JSON.stringify(await stored())).to.contain('{"href":"https://www.drogues.gouv.fr/"}');
  });

  it('calls a note by the keyboard, shows it, changes it and takes it away', async () => {
    await writeAtTheEnd();
    await page.keyboard.type('Vu.');
    await page.keyboard.press('ArrowLeft');
    await press('Insérer une note');
    await page.keyboard.type('Loi de 1970, ');
    await shortcut('b');
    await page.keyboard.type('art. 1');
    await page.keyboard.press('Enter');
    expect(await page.$eval(`${editor} .es-note`, (call) => call.getAttribute('aria-label'))).to.equal(
      'Note : Loi de 1970, art. 1',
    );
    await page.keyboard.press('ArrowLeft');
    expect(await pressed('Insérer une note')).to.equal('true');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.type(' et 2');
    await page.keyboard.press('Enter');
    await saveAndWait();
    const bold = { type: 'text', marks: [{ type: 'bold' }], text: 'art. 1 et 2' };
    const note = { type: 'note', content: [{ type: 'text', text: 'Loi de 1970, ' }, bold] };
    const noted = { type: 'paragraph', content: [...textOf('Vu'), note, ...textOf('.')] };
    expect(await stored()).to.deep.equal({
      type: 'doc',
      content: [...paragraphs('Prévenir d’abord.').content, noted],
    });
    await page.click(`${editor} .es-note`);
    await press('Insérer une note');
    await press('Retirer la note');
    await saveAndWait();
    expect(await stored()).to.deep.equal(paragraphs('Prévenir d’abord.', 'Vu.'));
  });

  it('copies a note with its text, and empties none', async () => {
    await writeAtTheEnd();
    await page.keyboard.type('Un');
    await press('Insérer une note');
    await page.keyboard.type('deux');
    await page.keyboard.press('Enter');
    await shortcut('a');
    // The machine's clipboard is shared with others: what a copy gives is pasted as it is.
    await page.evaluate(`{
      const text = document.querySelector('${editor} [role="textbox"]');
      const init = { clipboardData: new DataTransfer(), bubbles: true, cancelable: true };
      text.dispatchEvent(new ClipboardEvent('copy', init));
      getSelection().collapseToEnd();
      document.dispatchEvent(new Event('selectionchange'));
      text.dispatchEvent(new ClipboardEvent('paste', init));
    }`);
    await press('Insérer une note');
    await page.keyboard.press('Enter');
    await saveAndWait();
    expect(JSON.stringify(await stored()).split('"type":"note"')).to.have.length(3);
  });

  it('makes a table, gives it rows, columns and headers, and takes them away', async () => {
    await writeAtTheEnd();
    await press('Insérer un tableau');
    await page.keyboard.type('Où');
    await press('Supprimer la colonne');
    await press('Colonne à gauche');
    await press('Supprimer la colonne');
    await page.keyboard.type('Où');
    await press('En-têtes : première colonne');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.type('Ain');
    await press('Supprimer la ligne');
    await press('Ligne au-dessous');
    await page.keyboard.type('Aude');
    await press('En-têtes : première ligne');
    expect(await pressed('En-têtes : première ligne')).to.equal('false');
    await press('En-têtes : première colonne');
    expect(await pressed('En-têtes : première colonne')).to.equal('true');
    await saveAndWait();
    const cell = (type: string, text?: string) => {
      const words = text === undefined ? {} : { content: textOf(text) };
      return { type, content: [{ type: 'paragraph', ...words }] };
    };
    const row = (text?: string) => ({
      type: 'tableRow',
      content: [cell('tableHeader', text), cell('tableCell')],
    });
    const table = { type: 'table', content: [row('Où'), row(), row('Aude')] };
    expect(await stored()).to.deep.equal({
      type: 'doc',
      content: [...paragraphs('Prévenir d’abord.').content, table, { type: 'paragraph' }],
    });
  });

  it('shows the toolbar of the section that is written, leads there and back, and never holds the keyboard', async () => {
    await page.goto(site.origin + address);
    const shown = () =>
      page.evaluate(
        `[...document.querySelectorAll('${bar} [role="toolbar"]')].filter((bar) => bar.checkVisibility()).map((bar) => bar.ariaLabel)`,
      );
    const focused = () => page.evaluate('document.activeElement.textContent');
    expect(await shown()).to.deep.equal([]);
    await page.focus(`${editor} [role="textbox"]`);
    expect(await shown()).to.deep.equal(['Mise en forme : Les orientations']);
    await page.keyboard.down('Alt');
    await page.keyboard.press('F10');
    await page.keyboard.up('Alt');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).to.equal('Italique');
    await page.keyboard.press('End');
    expect(await focused()).to.equal('Rétablir');
    await page.keyboard.press('Escape');
    expect(await focused()).to.equal('Prévenir d’abord.');
    await page.keyboard.press('Tab');
    expect(await shown()).to.deep.equal(['Mise en forme : Les crédits']);
    await page.keyboard.press('Tab');
    expect(await focused()).to.equal('Enregistrer');
  });

  it('writes a whole section by the keyboard alone: title, list, table, note, picture, reference', async () => {
    await page.goto(site.origin + address);
    expect(await writeByKeyboard(page, editor)).to.contain('Dites ce que montre l’image');
    expect(await faultsOf(page, '.es-workshop-text')).to.deep.equal([]);
    await saveAndWait();
    const text = JSON.stringify(await stored());
    for (const part of [
      '"heading"',
      '"bulletList"',
      '"tableHeader"',
      '"note"',
      '"crossReference"',
      '"image"',
    ])
      expect(text).to.contain(part);
    expect(text).to.contain('12\u202f000\u202f€');
  });

  it('works without JavaScript, as plain paragraphs', async () => {
    await page.setJavaScriptEnabled(false);
    await page.goto(site.origin + address);
    await page.focus('#texte-orientations');
    await page.keyboard.press('End');
    await page.keyboard.type(' Puis agir.');
    await Promise.all([page.waitForNavigation(), page.click('.es-save-bar button[type="submit"]')]);
    expect(await stored()).to.deep.equal(paragraphs('Prévenir d’abord. Puis agir.'));
    expect(take(await room.instructions.saveFields(room.people.claire, id, 3, {})).revision).to.equal(3);
  });
});
