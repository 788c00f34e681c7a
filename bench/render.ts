import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import puppeteer from 'puppeteer';
import { systemClock } from '../src/kernel/clock.ts';
import { silentLog } from '../src/kernel/log.ts';
import { loadMessages } from '../src/kernel/messages.ts';
import type { PrintRequest } from '../src/render/browser.ts';
import { finishPdf } from '../src/render/conformance.ts';
import { memoryOfFamily } from '../src/render/process-memory.ts';
import { createRender, findBrowserPath, mayUseSandbox } from '../src/render/render.ts';
import { createSigning, openDemonstrationKeys } from '../src/signing/signing.ts';
import { longInstruction } from '../tests/render/long-instruction.ts';
import { commandOf, processesMarked } from '../tests/render/processes.ts';
import { createRealBrowser } from '../tests/render/real-browser.ts';
import type { Benchmark, Preparation, Prepared } from './measure.ts';
import { writePage } from './print.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const root = join(import.meta.dirname, '..');

/** The two prints of a document with a table of contents, beside one bare print of the same page. */
export const render: Benchmark = {
  name: 'render',
  about: 'some 16 pages with a table of contents, measured then printed, beside one bare page.pdf() of them',
  aim: { bound: 'at most', ratio: 1.5 },
  rounds: 15,

  async prepare(preparation): Promise<Prepared> {
    const { requests, pages, print, bare } = await openLongDocument(preparation);
    const facts = await watchMemory(requests.at(-1));
    return {
      ours: {
        run: async () => {
          for (const request of requests) await print(request);
        },
        facts: { pages, passes: requests.length, ...facts },
      },
      peer: { name: 'puppeteer page.pdf()', run: async () => void (await bare()), facts: { pages } },
    };
  },
};

/** What makes of a print a conformant and signed file, beside that print. */
export const finish: Benchmark = {
  name: 'render-finish',
  about: 'conformance and signature (B-B) of some 16 pages, beside one bare page.pdf() of them',
  aim: { bound: 'at most', ratio: 0.25 },
  rounds: 15,

  async prepare(preparation): Promise<Prepared> {
    const { requests, pages, print, bare } = await openLongDocument(preparation);
    const last = requests.at(-1);
    if (last === undefined) throw new Error('nothing was printed');
    const printed = await print(last);
    const folder = await openTemporaryFolder();
    preparation.atEnd(folder.remove);
    const keys = await openDemonstrationKeys({ folder: join(folder.path, 'keys'), clock: systemClock });
    const signing = createSigning({ clock: systemClock, ...keys, trust: keys.rootPem, log: silentLog });
    return {
      ours: {
        run: async () => {
          const { pdf } = await finishPdf(printed, aboutLongDocument);
          await signing.signAct(pdf, { signatoryName: 'Claude Vasseur', reason: 'Signature' });
        },
        facts: { pages },
      },
      peer: { name: 'puppeteer page.pdf()', run: async () => void (await bare()), facts: { pages } },
    };
  },
};

/** What is said of it in its metadata. */
export const aboutLongDocument = {
  lang: 'fr',
  title: 'Instruction',
  author: 'Estafette',
  files: [],
  destinations: new Map(),
};

/** The long document, rendered once to know what is given to the browser; ours and a bare one stay open. */
export async function openLongDocument({ atEnd }: Preparation) {
  const browser = createRealBrowser();
  atEnd(() => browser.close());
  const requests: PrintRequest[] = [];
  const room = createRender({
    browser: {
      ...browser,
      print(request) {
        requests.push(request);
        return browser.print(request);
      },
    },
    templates: join(root, 'templates/instructions'),
    messages: loadMessages(join(root, 'templates/messages')),
    log: silentLog,
  });
  const { pages } = await room.renderInstruction(longInstruction(room.getTemplate('chefs-de-projets')));
  const folder = await openTemporaryFolder();
  atEnd(folder.remove);
  const last = requests.at(-1);
  if (last === undefined) throw new Error('nothing was printed');
  const url = await writePage(folder.path, last);
  const chromium = await puppeteer.launch({
    executablePath: findBrowserPath(process.env),
    pipe: true,
    args: mayUseSandbox('auto') ? [] : ['--no-sandbox'],
  });
  atEnd(() => chromium.close());
  async function bare(): Promise<Uint8Array> {
    const page = await chromium.newPage();
    await page.goto(url, { waitUntil: 'load' });
    const pdf = await page.pdf({
      preferCSSPageSize: true,
      printBackground: true,
      tagged: true,
      outline: true,
    });
    await page.close();
    return pdf;
  }
  return { requests, pages, bare, print: (request: PrintRequest) => browser.print(request) };
}

/** Megabytes of a browser of its own after 20 documents and after 200, and its processes after its end. */
async function watchMemory(request: PrintRequest | undefined): Promise<Record<string, number>> {
  if (request === undefined) return {};
  const mark = `ESTAFETTE_BENCH_${randomUUID().replaceAll('-', '')}`;
  process.env[mark] = '1';
  const browser = createRealBrowser();
  const own = () => processesMarked(mark).filter((pid) => pid !== process.pid);
  const isMain = (pid: number) =>
    commandOf(pid).includes('--headless') && !commandOf(pid).includes('--type=');
  const megabytes = () => Math.round(memoryOfFamily(own().find(isMain) ?? 0) / 2 ** 20);
  const after: number[] = [];
  try {
    for (let count = 1; count <= 200; count += 1) {
      await browser.print(request);
      if (count === 20 || count === 200) after.push(megabytes());
    }
  } finally {
    await browser.close();
    delete process.env[mark];
  }
  const [few = 0, many = 0] = after;
  return {
    memoryAfter20Mb: few,
    memoryAfter200Mb: many,
    memoryRatio: Math.round((many / few) * 1000) / 1000,
    processesAfterStop: own().length,
  };
}
