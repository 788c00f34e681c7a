import { expect } from 'chai';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { findBrowserPath, mayUseSandbox } from '../../src/render/browser-path.ts';
import { openRoom, paragraphs, take, type Room } from '../drafts/drafting-room.ts';
import { openTestSite } from '../site.ts';

const address = '/instructions/2027-chefs-de-projets/texte';
const editor = '[data-editor="sections[orientations]"]';

describe('the text’s page, in a browser', function () {
  this.timeout(60_000);
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

  const press = (name: string) => page.click(`${editor} ::-p-aria(${name}[role="button"])`);

  async function stored(): Promise<unknown> {
    const { content } = await room.instructions.draftOf(id);
    return JSON.parse(content.sections['orientations'] ?? '');
  }

  async function saveAndWait(): Promise<void> {
    await Promise.all([page.waitForNavigation(), page.click('.es-save-bar button[type="submit"]')]);
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
    expect(await page.$eval(`${editor} [role="alert"]`, (alert) => alert.textContent)).to.contain(
      'adresse complète',
    );
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.type('https://www.drogues.gouv.fr/');
    await page.keyboard.press('Enter');
    await saveAndWait();
    expect(JSON.stringify(await stored())).to.contain('{"href":"https://www.drogues.gouv.fr/"}');
  });

  it('goes from the fields to the buttons and the text by the keyboard, and never holds it', async () => {
    await page.goto(site.origin + address);
    await page.focus(`${editor} [role="toolbar"] button`);
    await page.keyboard.press('ArrowRight');
    const focused = () => page.evaluate('document.activeElement.textContent');
    expect(await focused()).to.equal('Italique');
    await page.keyboard.press('Escape');
    expect(await focused()).to.equal('Prévenir d’abord.');
    await page.keyboard.press('Tab');
    expect(await focused()).to.equal('Gras');
  });

  it('works without JavaScript, as plain paragraphs', async () => {
    await page.setJavaScriptEnabled(false);
    await page.goto(site.origin + address);
    await page.focus('#texte-orientations');
    await page.keyboard.press('End');
    await page.keyboard.type(' Puis agir.');
    await saveAndWait();
    expect(await stored()).to.deep.equal(paragraphs('Prévenir d’abord. Puis agir.'));
    expect(take(await room.instructions.saveFields(room.people.claire, id, 3, {})).revision).to.equal(3);
  });
});
