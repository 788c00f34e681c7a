import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBrowser, type Browser } from '../../src/render/browser.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { until } from '../until.ts';
import { askTool, textOfPages } from './pdf-tools.ts';
import { commandOf, isAlive, processesMarked } from './processes.ts';
import { createRealBrowser } from './real-browser.ts';

const nothing = new Map<string, never>();

function pageOf(body: string, head = ''): string {
  return `<!doctype html><html lang="fr"><head><title>Page</title>${head}</head><body>${body}</body></html>`;
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).to.be.instanceOf(AppError);
  return failure as AppError;
}

describe('the browser that prints', function () {
  this.timeout(180_000);
  let browser: Browser;
  before(() => {
    browser = createRealBrowser();
  });
  after(() => browser.close());

  it('prints a tagged PDF with its outline, title and language', async () => {
    const pdf = await browser.print({ html: pageOf('<h1>Un titre</h1><p>Un texte</p>'), assets: nothing });
    const information = await askTool(pdf, 'pdfinfo', 'FILE');
    expect(information)
      .to.match(/Title:\s+Page/)
      .and.to.match(/Tagged:\s+yes/);
    expect(await askTool(pdf, 'pdfinfo', '-struct-text', 'FILE')).to.match(/H1[\s\S]*Un titre/);
    expect(Buffer.from(pdf).toString('latin1')).to.contain('/Outlines').and.to.contain('/Lang (fr)');
  });

  it('gives a page the assets it was given', async () => {
    const css = { bytes: Buffer.from('p::after { content: "style chargé" }'), type: 'image/svg+xml' };
    const square =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="red"/></svg>';
    const image = { bytes: Buffer.from(square), type: 'image/svg+xml' };
    const html = pageOf('<p>ici</p><img src="images/square.svg" alt="carré">');
    const without = await browser.print({ html, assets: new Map([['autre.css', css]]) });
    const withImage = await browser.print({ html, assets: new Map([['images/square.svg', image]]) });
    const paints = async (pdf: Uint8Array) =>
      (await askTool(pdf, 'qpdf', '--qdf', 'FILE', '-')).includes('1 0 0 rg');
    expect(await paints(withImage)).to.equal(true);
    expect(await paints(without)).to.equal(false);
  });

  it('runs no script of a page', async () => {
    const html = pageOf(
      '<p id="text">intact</p><img src="x:" onerror="document.body.innerHTML=\'changed\'">' +
        '<script>document.getElementById("text").textContent = "changed"</script><noscript>no script</noscript>',
    );
    const [text] = await textOfPages(await browser.print({ html, assets: nothing }));
    expect(text).to.contain('intact').and.to.contain('no script').and.not.to.contain('changed');
  });

  describe('a page that asks for what it was not given', () => {
    let server: Server;
    let asked: string[];
    let address: string;
    before(async () => {
      asked = [];
      server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end('stolen');
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => server.close());

    it('reaches no network, in any way a page can ask', async () => {
      const head =
        `<link rel="stylesheet" href="${address}/sheet"><link rel="preload" as="image" href="${address}/preload">` +
        `<link rel="preconnect" href="${address}"><meta http-equiv="refresh" content="0; url=${address}/refresh">` +
        `<style>@import url("${address}/import"); @font-face { font-family: F; src: url("${address}/font") }` +
        ` p { font-family: F; background: url("${address}/background") }</style>`;
      const body =
        `<p>texte</p><img src="${address}/image"><img srcset="${address}/srcset 1x"><iframe src="${address}/frame"></iframe>` +
        `<object data="${address}/object"></object><embed src="${address}/embed"><video src="${address}/video" autoplay></video>` +
        `<svg><image href="${address}/svg"/><use href="${address}/use#a"/></svg><input type="image" src="${address}/input">`;
      const [text] = await textOfPages(await browser.print({ html: pageOf(body, head), assets: nothing }));
      expect(asked).to.deep.equal([]);
      expect(text).to.contain('texte').and.not.to.contain('stolen');
      // The counter itself can count.
      await fetch(`${address}/counted`);
      expect(asked).to.deep.equal(['/counted']);
    });

    it('reads no file', async () => {
      const file = fileURLToPath(import.meta.url);
      const html = pageOf(
        `<p>texte</p><iframe src="file://${file}" width="600" height="600"></iframe><object data="file://${file}"></object>`,
      );
      const [text] = await textOfPages(await browser.print({ html, assets: nothing }));
      expect(text).to.contain('texte').and.not.to.contain('import');
    });
  });
});

describe('the life of the browser', function () {
  this.timeout(180_000);
  const simple = { html: pageOf('<p>texte</p>'), assets: nothing };
  let browser: Browser | undefined;
  let mark: string;

  beforeEach(function () {
    if (!existsSync('/proc/self/environ')) this.skip();
    // Every process that starts from here on carries it (a shell script on the way keeps only plain names).
    mark = `ESTAFETTE_TEST_${randomUUID().replaceAll('-', '')}`;
    process.env[mark] = '1';
  });
  afterEach(async () => {
    delete process.env[mark];
    await browser?.close();
    browser = undefined;
  });

  const own = (): number[] => processesMarked(mark).filter((pid) => pid !== process.pid);
  const mains = (): number[] =>
    own().filter((pid) => commandOf(pid).includes('--headless') && !commandOf(pid).includes('--type='));
  const main = (): number => mains()[0] ?? 0;
  const pages = (): number[] => own().filter((pid) => commandOf(pid).includes('--type=renderer'));

  it('starts it at the first print, not before', async () => {
    browser = createRealBrowser();
    expect(own()).to.deep.equal([]);
    await browser.print(simple);
    expect(own()).not.to.deep.equal([]);
  });

  it('leaves no process after its end, and prints no more', async () => {
    browser = createRealBrowser();
    await browser.print(simple);
    await browser.close();
    await until(() => own().length === 0);
    expect(await failureOf(browser.print(simple))).to.include({
      code: 'unavailable',
      messageKey: 'render.browser-closed',
    });
  });

  it('leaves no process when ours is killed', async () => {
    const script = fileURLToPath(new URL('browser-owner.ts', import.meta.url));
    const owner = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(owner.stdout, 'data');
    const owned = own();
    expect(owned.filter((pid) => commandOf(pid).includes('--type='))).not.to.deep.equal([]);
    owner.kill('SIGKILL');
    await until(() => !owned.some(isAlive) && own().length === 0);
  });

  it('leaves no folder behind, not even after having been killed', async () => {
    const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('estafette-chromium-'));
    const own = () => folders().filter((name) => name.startsWith(`estafette-chromium-${process.pid}-`));
    // What a program that no longer runs left: no process has this number on any Linux (pid_max is 2^22).
    const abandoned = join(tmpdir(), `estafette-chromium-${2 ** 22 + 1}-x`);
    mkdirSync(abandoned);
    browser = createRealBrowser();
    await browser.print(simple);
    expect(existsSync(abandoned)).to.equal(false);
    expect(own()).to.have.length(1);
    process.kill(main(), 'SIGKILL');
    await browser.print(simple);
    await browser.close();
    expect(own()).to.deep.equal([]);
  });

  it('starts it again after a crash', async () => {
    browser = createRealBrowser();
    await browser.print(simple);
    const first = main();
    process.kill(first, 'SIGKILL');
    expect(await textOfPages(await browser.print(simple))).to.have.length(1);
    expect(main()).not.to.equal(first);
  });

  it('prints all the same when the browser crashes under the print', async () => {
    browser = createRealBrowser();
    await browser.print(simple);
    const crashed = main();
    process.kill(crashed, 'SIGSTOP');
    const printing = browser.print(simple);
    process.kill(crashed, 'SIGKILL');
    expect(await textOfPages(await printing)).to.have.length(1);
  });

  it('prints all the same when the page’s own process crashes', async () => {
    const running = createRealBrowser();
    browser = running;
    await running.print(simple);
    let crashes = 0;
    // The page asks for its image while it is being read: the first time, its process dies of it.
    class FatalOnce extends Map<string, never> {
      override get(address: string): undefined {
        if (address !== 'a.png') return;
        crashes += 1;
        if (crashes === 1) for (const pid of pages()) process.kill(pid, 'SIGKILL');
      }
    }
    const request = { html: pageOf('<p>texte</p><img src="a.png" alt="">'), assets: new FatalOnce() };
    const first = main();
    expect((await textOfPages(await running.print(request)))[0]).to.contain('texte');
    expect(crashes).to.equal(2);
    expect(main()).to.equal(first);
  });

  it('ends a print at its deadline, and the next one goes through', async () => {
    // Several times what starting and printing take here and now: a slow machine meets no deadline by itself.
    const unbounded = createRealBrowser();
    const startedAt = performance.now();
    await unbounded.print(simple);
    const usualMs = performance.now() - startedAt;
    await unbounded.close();
    browser = createRealBrowser({ deadlineMs: Math.max(3_000, 6 * usualMs) });
    await browser.print(simple);
    process.kill(main(), 'SIGSTOP');
    expect(await failureOf(browser.print(simple))).to.include({
      code: 'unavailable',
      messageKey: 'render.print-too-long',
    });
    expect(await textOfPages(await browser.print(simple))).to.have.length(1);
  });

  it('prints many at a time in one browser', async () => {
    browser = createRealBrowser({ concurrency: 2 });
    const prints = ['un', 'deux', 'trois', 'quatre', 'cinq'].map((word) =>
      browser?.print({ html: pageOf(`<p>${word}</p>`), assets: nothing }),
    );
    const texts = await Promise.all(
      prints.map(async (pdf) => (await textOfPages((await pdf) as Uint8Array))[0]?.trim()),
    );
    expect(texts).to.deep.equal(['un', 'deux', 'trois', 'quatre', 'cinq']);
    expect(mains()).to.have.length(1);
  });

  it('says so when there is no browser to start', async () => {
    browser = createBrowser({ executablePath: () => '/nowhere/chromium', sandbox: true, log: silentLog });
    expect(await failureOf(browser.print(simple))).to.include({
      messageKey: 'render.browser-does-not-start',
    });
  });
});
