import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { connect } from '../../db/connect.ts';
import { findBrowserPath, mayUseSandbox } from '../../src/render/browser-path.ts';

const address = '/instructions/2027-chefs-de-projets/texte';
const editor = '[data-editor="sections[orientations]"] [role="textbox"]';
const child = new URL('writing-child.ts', import.meta.url).pathname;

describe('writing a text, whatever happens', function () {
  this.timeout(90_000);
  let folder: string;
  let server: ChildProcess;
  let origin: string;
  let browser: Browser;
  let page: Page;

  async function startServer(port = '0'): Promise<void> {
    server = fork(child, [join(folder, 'texts.sqlite'), port], { silent: true });
    const [line] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    origin = line.toString().trim().replace('ready ', '');
  }

  async function killServer(): Promise<void> {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  async function startBrowser(): Promise<void> {
    browser = await puppeteer.launch({
      executablePath: findBrowserPath(process.env),
      pipe: true,
      userDataDir: join(folder, 'profile'),
      args: mayUseSandbox('auto') ? [] : ['--no-sandbox'],
    });
    page = await browser.newPage();
    await signIn('a-session-token-for-tests');
  }

  const signIn = (value: string) =>
    browser.setCookie({ name: 'estafette-session', value, domain: '127.0.0.1', path: '/' });

  async function write(words: string): Promise<void> {
    await page.click(editor);
    await page.keyboard.down('Control');
    await page.keyboard.press('End');
    await page.keyboard.up('Control');
    await page.keyboard.type(words);
  }

  const isSaid = (words: string) =>
    page.waitForFunction(
      `document.querySelector('[data-writing-state]')?.textContent.includes(${JSON.stringify(words)})`,
    );
  const written = () => page.$eval(editor, (element) => element.textContent);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafette-writing-'));
    await startServer();
    await startBrowser();
    await page.goto(origin + address);
  });
  after(async () => {
    await browser.close();
    await killServer();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('keeps what is typed while the server is dead, and sends it when it is back', async () => {
    await write('Avant la panne. ');
    await isSaid('Brouillon conservé');
    const { port } = new URL(origin);
    await killServer();
    await write('Pendant la panne. ');
    await isSaid('Connexion perdue');
    await startServer(port);
    await isSaid('Brouillon conservé');
    await page.goto(origin + address);
    expect(await written()).to.equal('Avant la panne. Pendant la panne. ');
  });

  it('gives back, when the browser is opened again, what a dead server and a dead browser had not exchanged', async () => {
    const { port } = new URL(origin);
    await killServer();
    await write('Tapé sans serveur. ');
    await isSaid('Connexion perdue');
    const dead = new Promise((resolve) => browser.once('disconnected', resolve));
    browser.process()?.kill('SIGKILL');
    await dead;
    await startServer(port);
    await startBrowser();
    await page.goto(origin + address);
    await page.waitForFunction(
      `document.querySelector('${editor.replaceAll('"', '\\"')}')?.textContent.includes('Tapé sans serveur.')`,
    );
    expect(await page.$eval('[data-working-copy]', (told) => told.textContent)).to.contain(
      'Votre brouillon du',
    );
  });

  it('goes on where it was when the session, which had ended, is opened again', async () => {
    await browser.deleteCookie(...(await browser.cookies()));
    await write('Session perdue. ');
    await isSaid('Votre session a pris fin');
    expect(await page.$eval('[data-session-lost]', (alert) => alert.hasAttribute('hidden'))).to.equal(false);
    await signIn('another-session-token-for-tests');
    await isSaid('Brouillon conservé');
    expect(await page.$eval('[data-session-lost]', (alert) => alert.hasAttribute('hidden'))).to.equal(true);
    await page.keyboard.down('Control');
    await page.keyboard.press('s');
    await page.keyboard.up('Control');
    await isSaid('Enregistré à');
    const database = connect({ url: `sqlite:${join(folder, 'texts.sqlite')}`, readOnly: true });
    const revisions: { sections: string }[] = await database('revisions')
      .orderBy('number')
      .select('sections');
    await database.destroy();
    expect(revisions).to.have.length(2);
    const words = 'Avant la panne. Pendant la panne. Tapé sans serveur. Session perdue.';
    expect(revisions[1]?.sections).to.contain(words);
  });
});
