import type { Visitor } from './visitor.ts';

// What the functions that run in the page use of it.
interface Pressed {
  click(): void;
  submit(): void;
  href: string;
  rel: string;
  onload(): void;
  onerror(): void;
}
declare const document: {
  querySelectorAll(selector: string): Iterable<Pressed>;
  createElement(name: string): Pressed;
  head: { append(element: Pressed): void };
};

const browserAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0.0.0 Safari/537.36';
/** Times that everything on a page is pressed, each time in another order. */
const rounds = 2;

/**
 * A mail gateway's robot, in a real browser that does not call itself a robot. On each page it lets every
 * script run, prefetches and opens every address of the page, submits every form as it stands, then presses
 * everything that can be pressed, in an order that the seed gives again. It types nothing.
 * @returns the status of each answer to a form, and how many addresses it opened.
 */
export async function scan(visitor: Visitor, paths: readonly string[], random: () => number) {
  const { page } = visitor;
  const answers: number[] = [];
  const addresses = new Set<string>();
  await page.setUserAgent({ userAgent: browserAgent });
  page.on('response', (response) => {
    if (response.request().method() === 'POST') answers.push(response.status());
  });
  // Whatever leads to another page is waited for: an answer that is on its way is not missed.
  const leaving = (act: () => Promise<unknown>) =>
    Promise.all([page.waitForNavigation({ waitUntil: 'load' }), act()]);

  for (const path of paths) {
    await visitor.open(path);
    const own = (await page.$$eval('a[href]', (links) => links.map(({ href }) => href)))
      .filter((href) => new URL(href).origin === new URL(page.url()).origin)
      .map((href) => href.replace(/#.*/, ''))
      // What stands at the foot of every page is opened once.
      .filter((href) => !addresses.has(href));
    await page.evaluate(prefetch, own);
    const forms = (await page.$$('form')).length;
    for (let at = 0; at < forms; at += 1) {
      await visitor.open(path);
      await leaving(() =>
        page.evaluate((each) => [...document.querySelectorAll('form')][each]?.submit(), at),
      );
    }
    for (let round = 0; round < rounds && forms > 0; round += 1) {
      await visitor.open(path);
      const seeds = Array.from({ length: 50 }, random);
      await leaving(() => page.evaluate(pressAll, seeds));
    }
    for (const href of new Set(own)) {
      // A file is refused by this browser, once it has been asked for.
      await page.goto(href).catch(() => undefined);
      addresses.add(href);
    }
  }
  return { answers, addresses: addresses.size };
}

/** In the page: what a browser does with addresses that it expects to be wanted. */
async function prefetch(addresses: string[]): Promise<void> {
  const load = (href: string) =>
    new Promise<void>((resolve) => {
      const link = document.createElement('link');
      Object.assign(link, { rel: 'prefetch', href, onload: resolve, onerror: resolve });
      document.head.append(link);
    });
  await Promise.all([...new Set(addresses)].map(load));
}

/** In the page: every button, radio and box, in the order of these numbers. */
function pressAll(order: number[]): void {
  const all = [...document.querySelectorAll('button, input:not([type=hidden]), summary, label')];
  const drawn = all.map((element, at) => ({ element, rank: order[at % order.length] ?? 0 }));
  for (const { element } of drawn.toSorted((one, other) => one.rank - other.rank)) element.click();
}
