import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import puppeteer, { type Browser, type ElementHandle } from 'puppeteer';
import { findBrowserPath, mayUseSandbox } from '../../src/render/render.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

// What the functions that run in the page use of it: the rest of the project is not typed for browsers.
interface PageElement {
  innerText: string;
  value: string;
  form: PageElement | null;
  checkVisibility(): boolean;
  click(): void;
  querySelector(selector: string): PageElement | null;
}
declare const document: { querySelectorAll(selector: string): Iterable<PageElement> };

export interface Violation {
  page: string;
  rule: string;
  where: string;
}

/** A real Chromium, clicking the pages as people do: by what they read on them. */
export async function openBrowser() {
  const browser = await puppeteer.launch({
    executablePath: findBrowserPath(process.env),
    pipe: true,
    env: { ...process.env, LANGUAGE: 'fr_FR' },
    args: [
      ...(mayUseSandbox('auto') ? [] : ['--no-sandbox']),
      '--disable-background-networking',
      '--lang=fr-FR',
    ],
  });
  const axe = await readFile(axePath, 'utf8');
  return {
    /** One person at their own computer: no cookie is shared with another. */
    visit: (origin: string, viewport = { width: 1440, height: 900 }) =>
      newVisitor(browser, axe, origin, viewport),
    close: () => browser.close(),
  };
}

export type Visitor = Awaited<ReturnType<typeof newVisitor>>;

async function newVisitor(
  browser: Browser,
  axe: string,
  origin: string,
  viewport: { width: number; height: number },
) {
  // What is downloaded is fetched below: a click leaves no file behind.
  const context = await browser.createBrowserContext({ downloadBehavior: { policy: 'deny' } });
  const page = await context.newPage();
  await page.setViewport(viewport);
  page.setDefaultTimeout(60_000);
  const scriptErrors: string[] = [];
  page.on('pageerror', (error) => scriptErrors.push(error instanceof Error ? error.message : String(error)));

  /** Runs what leads to another page, and waits for it. */
  async function following(act: () => Promise<unknown>): Promise<void> {
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), act()]);
  }

  const visitor = {
    page,
    scriptErrors,
    async open(path: string): Promise<number> {
      const response = await page.goto(new URL(path, origin).href, { waitUntil: 'load' });
      return response?.status() ?? 0;
    },
    path: () => new URL(page.url()).pathname,
    title: () => page.title(),
    text: () => page.$eval('body', (body) => (body as unknown as PageElement).innerText),
    /** Clicks the link or button with this text, and waits for the page it leads to. */
    async follow(text: string): Promise<void> {
      const element = await page.waitForFunction(findByText, {}, text);
      await following(async () => (element.asElement() as ElementHandle | null)?.click());
    },
    /** Clicks the button with this text, and waits for the words that the page then says. */
    async press(text: string, said: string): Promise<void> {
      const element = await page.waitForFunction(findByText, {}, text);
      await (element.asElement() as ElementHandle | null)?.click();
      await page.waitForFunction(says, {}, said);
    },
    /** Enters as one of the demonstration's people, from the first page, whoever was signed in before. */
    async enterAs(login: string): Promise<void> {
      await context.deleteCookie(...(await context.cookies()));
      await visitor.open('/');
      await following(() =>
        page.evaluate((wanted) => {
          const inputs = [...document.querySelectorAll('input[name=login]')];
          const input = inputs.findLast((candidate) => candidate.value === wanted);
          input?.form?.querySelector('button')?.click();
        }, login),
      );
    },
    /** Writes in the field of this name, as typed on a keyboard; what was there is replaced. */
    async fill(name: string, value: string): Promise<void> {
      await page.locator(`[name="${name}"]`).fill(value);
    },
    async check(selector: string): Promise<void> {
      // The design system draws its own box over the input: people click the label.
      await page.locator(`label[for="${selector}"]`).click();
    },
    async picture(path: string): Promise<void> {
      await page.screenshot({ path: path as `${string}.png` });
    },
    /** What axe finds wrong with the page as it stands, rules of WCAG 2.1 A and AA and good practice. */
    async violations(): Promise<Violation[]> {
      // Of a page without its scripts too: axe is one.
      const scripted = page.isJavaScriptEnabled();
      await page.setJavaScriptEnabled(true);
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        type Result = { violations: { id: string; nodes: { html: string }[] }[] };
        const runner = (globalThis as unknown as { axe: { run(options: object): Promise<Result> } }).axe;
        // Frames are other documents: the mail in its sandbox is not ours to judge. Neither what passes nor where
        // an element stands is looked at: both cost as much as the rules.
        const { violations } = await runner.run({
          iframes: false,
          resultTypes: ['violations'],
          selectors: false,
        });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => ({ rule: id, where: html.slice(0, 200) })),
        );
      });
      await page.setJavaScriptEnabled(scripted);
      return found.map((violation) => ({ page: visitor.path(), ...violation }));
    },
    /** Downloads with the person's own cookies. */
    async download(path: string): Promise<{ status: number; type: string; bytes: Buffer }> {
      const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
      const response = await fetch(new URL(path, origin), { headers: { cookie } });
      return {
        status: response.status,
        type: response.headers.get('content-type') ?? '',
        bytes: Buffer.from(await response.arrayBuffer()),
      };
    },
    leave: () => context.close(),
  };
  return visitor;
}

/** In the page: the link or button that reads exactly so, or else the only kind that holds these words. */
function findByText(text: string): PageElement | undefined {
  const shown = [...document.querySelectorAll('a:not(svg *), button')].filter((each) =>
    each.checkVisibility(),
  );
  const words = (each: PageElement) => each.innerText.replace(/\s+/g, ' ').trim();
  return shown.find((each) => words(each) === text) ?? shown.find((each) => words(each).includes(text));
}

/** In the page: whether it says these words, where people see them. */
function says(words: string): boolean {
  return [...document.querySelectorAll('body')].some((body) => body.innerText.includes(words));
}
