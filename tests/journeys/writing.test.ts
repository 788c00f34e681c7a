import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer';
import { connect } from '../../db/connect.ts';
import { findBrowserPath, mayUseSandbox } from '../../src/render/browser-path.ts';

const address = '/instructions/2027-chefs-de-projets/texte';
const editor = '[data-editor="sections[contexte]"] [role="textbox"]';
const child = new URL('writing-child.ts', import.meta.url).pathname;
const modules = new URL('../../node_modules/.cache/estafette', import.meta.url).pathname;

describe('writing a text, whatever happens to the product, to the browser or to the session', function () {
  this.timeout(120_000);
  this.bail(true);
  let folder: string;
  let product: ChildProcess;
  let origin: string;
  let browser: Browser;
  let page: Page;

  async function startProduct(port = '0'): Promise<void> {
    const env = { ...process.env, NODE_COMPILE_CACHE: modules };
    product = fork(child, [join(folder, 'data'), port], { silent: true, env });
    let complaint = '';
    product.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const ended = once(product, 'exit').then(() => Promise.reject(new Error(complaint)));
    ended.catch(() => undefined);
    const line = once(product.stdout as NodeJS.ReadableStream, 'data') as Promise<[Buffer]>;
    const [said] = await Promise.race([line, ended]);
    origin = said.toString().trim().replace('ready ', '');
  }

  async function killProduct(): Promise<void> {
    product.kill('SIGKILL');
    await once(product, 'exit');
  }

  async function startBrowser(): Promise<void> {
    browser = await puppeteer.launch({
      executablePath: findBrowserPath(process.env),
      pipe: true,
      userDataDir: join(folder, 'profile'),
      args: mayUseSandbox('auto') ? [] : ['--no-sandbox'],
    });
    page = await browser.newPage();
    page.setDefaultTimeout(60_000);
  }

  /** By the button of a person of the demonstration, on whatever page offers it. */
  async function enter(on: Page): Promise<void> {
    const button = await on.waitForSelector('form:has([name=login][value="claire.redon"]) button');
    await Promise.all([on.waitForNavigation(), button?.evaluate((one) => one.click())]);
  }

  async function goToEnd(): Promise<void> {
    await page.click(editor);
    await page.keyboard.down('Control');
    await page.keyboard.press('End');
    await page.keyboard.up('Control');
  }

  const isSaid = (words: string) =>
    page.waitForFunction(
      `document.querySelector('[data-writing-state]')?.textContent.includes(${JSON.stringify(words)})`,
    );
  const isWritten = (words: string) =>
    page.waitForFunction(
      `document.querySelector(${JSON.stringify(editor)})?.textContent.includes(${JSON.stringify(words)})`,
    );

  async function inDatabase<T>(ask: (database: ReturnType<typeof connect>) => Promise<T>): Promise<T> {
    const database = connect({ url: `sqlite:${join(folder, 'data/estafette.sqlite')}` });
    return ask(database).finally(() => database.destroy());
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafette-writing-'));
    await Promise.all([startProduct(), startBrowser()]);
    await page.goto(origin);
    await enter(page);
    await page.goto(origin + address);
  });
  after(async () => {
    await browser?.close();
    if (product?.exitCode === null && product.signalCode === null) await killProduct();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('keeps what is typed while the product is killed, and sends it when it is back', async () => {
    await goToEnd();
    await page.keyboard.type(' Avant la panne.');
    await isSaid('Brouillon conservé');
    const { port } = new URL(origin);
    const typing = page.keyboard.type(' Tapé pendant que le serveur est tué.', { delay: 15 });
    await pause(150);
    await Promise.all([killProduct(), typing]);
    await isSaid('Connexion perdue');
    await startProduct(port);
    await isSaid('Brouillon conservé');
    await page.goto(origin + address);
    await isWritten('Avant la panne. Tapé pendant que le serveur est tué.');
  });

  it('gives back, when the browser is opened again, what it had not sent when it was killed', async () => {
    await page.setOfflineMode(true);
    await goToEnd();
    await page.keyboard.type(' Tapé sans réseau.');
    await isSaid('Connexion perdue');
    const dead = new Promise((resolve) => browser.once('disconnected', resolve));
    browser.process()?.kill('SIGKILL');
    await dead;
    await startBrowser();
    await page.goto(origin + address);
    if (!page.url().endsWith(address)) await enter(page);
    await isWritten('Avant la panne. Tapé pendant que le serveur est tué. Tapé sans réseau.');
    expect(await page.$eval('[data-working-copy]', (told) => told.textContent)).to.contain(
      'Votre brouillon du',
    );
  });

  it('goes on where it was when the session, which had ended, is opened again', async () => {
    expect(await inDatabase((database) => database('sessions').del())).to.be.greaterThan(0);
    await goToEnd();
    await page.keyboard.type(' Session perdue.');
    await isSaid('Votre session a pris fin');
    const link = (await page.waitForSelector('[data-session-lost] a', { visible: true })) as ElementHandle;
    const opened = new Promise<Page>((resolve) => page.once('popup', (popup) => resolve(popup as Page)));
    await link.click();
    const signingIn = await opened;
    await enter(signingIn);
    expect(new URL(signingIn.url()).pathname).to.equal(`${address}/session`);
    await signingIn.close();
    await isSaid('Brouillon conservé');
    await page.waitForSelector('[data-session-lost]', { hidden: true });
    await page.keyboard.down('Control');
    await page.keyboard.press('s');
    await page.keyboard.up('Control');
    await isSaid('Enregistré à');
    const revisions = await inDatabase(
      async (database) => (await database('revisions').orderBy('number')) as { sections: string }[],
    );
    expect(revisions).to.have.length(2);
    expect(revisions[1]?.sections).to.contain(
      'Avant la panne. Tapé pendant que le serveur est tué. Tapé sans réseau. Session perdue.',
    );
  });
});
