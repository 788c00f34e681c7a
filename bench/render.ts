import { join } from 'node:path';
import puppeteer from 'puppeteer';
import { systemClock } from '../src/kernel/clock.ts';
import { silentLog } from '../src/kernel/log.ts';
import type { PrintRequest } from '../src/render/browser.ts';
import { finishPdf } from '../src/render/conformance.ts';
import { unpaintedId } from '../src/render/page-numbers.ts';
import { findBrowserPath, mayUseSandbox } from '../src/render/render.ts';
import { createSigning, openDemonstrationKeys } from '../src/signing/signing.ts';
import { longInstruction } from '../tests/render/long-instruction.ts';
import { createRealBrowser } from '../tests/render/real-browser.ts';
import { watchMemory } from './browser-memory.ts';
import { openJsReport } from './jsreport.ts';
import type { Benchmark, Preparation, Prepared } from './measure.ts';
import { writePage } from './print.ts';
import { openTemporaryFolder } from './temporary-folder.ts';
import { openWatchedRender } from './watched-render.ts';

/** Our prints of a long document, and what makes of one a conformant and signed file, beside a bare print. */
export const render: Benchmark = {
  name: 'render',
  about:
    'some 16 pages: print, print with a table of contents, conformance and B-B, beside one bare page.pdf()',
  aim: { bound: 'at most', ratio: 1.15 },
  also: [
    { figure: 'contentsMs', name: 'contentsRatio', aim: { bound: 'at most', ratio: 1.5 } },
    { figure: 'finishMs', name: 'finishRatio', aim: { bound: 'at most', ratio: 0.25 } },
    { figure: 'memoryRatio', aim: { bound: 'at most', ratio: 1.1 } },
    { figure: 'processesAfterStop', aim: { bound: 'at most', ratio: 0 } },
  ],
  rounds: 15,

  async prepare(preparation): Promise<Prepared> {
    const { plain, whole, pages, print, bare, url, folder } = await openLongDocument(preparation);
    const { sign } = await openSigning(preparation);
    const jsreport = await openJsReport({ url, folder, ...chromium() });
    if (jsreport !== undefined) preparation.atEnd(jsreport.close);
    preparation.say(
      `jsreport is ${jsreport === undefined ? 'not installed: it is not measured' : 'measured too'}`,
    );
    const memory = await watchMemory(plain, (done, all) =>
      preparation.say(`memory: ${done} of ${all} prints`),
    );
    const printed = await print(whole);
    return {
      ours: {
        async run() {
          const ms = await timeOf(() => print(plain));
          const contentsMs = await timeOf(() => print(whole));
          const finishMs = await timeOf(async () => sign((await finishPdf(printed, aboutLongDocument)).pdf));
          const jsreportMs = jsreport === undefined ? {} : { jsreportMs: await timeOf(jsreport.print) };
          return { ms, contentsMs, finishMs, ...jsreportMs };
        },
        facts: {
          pages,
          ...memory,
          jsreport: jsreport === undefined ? 'not installed' : 'installed',
        },
      },
      peer: { name: 'puppeteer page.pdf()', run: async () => void (await bare()), facts: { pages } },
    };
  },
};

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The demonstration's signatory, level B-B. */
async function openSigning({ atEnd }: Preparation) {
  const folder = await openTemporaryFolder();
  atEnd(folder.remove);
  const keys = await openDemonstrationKeys({ folder: join(folder.path, 'keys'), clock: systemClock });
  const signing = createSigning({ clock: systemClock, ...keys, trust: keys.rootPem, log: silentLog });
  const said = { signatoryName: 'Claude Vasseur', reason: 'Signature' };
  return { sign: (pdf: Uint8Array) => signing.signAct(pdf, said) };
}

function chromium() {
  return {
    executablePath: findBrowserPath(process.env),
    args: mayUseSandbox('auto') ? [] : ['--no-sandbox'],
  };
}

/** What is said of it in its metadata. */
export const aboutLongDocument = {
  lang: 'fr',
  title: 'Instruction',
  author: 'Estafette',
  files: [],
  destinations: new Map(),
};

const unpainted = new RegExp(`<style id="${unpaintedId}">.*?</style>`);

/**
 * The long document, rendered once to know what is given to the browser: `whole` with its table of contents,
 * `plain` to be printed at once. Ours and a bare browser stay open.
 */
export async function openLongDocument({ atEnd }: Preparation) {
  const browser = createRealBrowser();
  atEnd(() => browser.close());
  const { room, lastAsked } = openWatchedRender(browser);
  const { pages } = await room.renderInstruction(longInstruction(room.getTemplate('chefs-de-projets')));
  const folder = await openTemporaryFolder();
  atEnd(folder.remove);
  const asked = lastAsked();
  if (asked?.numbers === undefined) throw new Error('the document has no table of contents');
  const whole: PrintRequest = asked;
  const plain: PrintRequest = { html: whole.html.replace(unpainted, ''), assets: whole.assets };
  const url = await writePage(folder.path, plain);
  const own = await puppeteer.launch({ ...chromium(), pipe: true });
  atEnd(() => own.close());
  async function bare(): Promise<Uint8Array> {
    const page = await own.newPage();
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
  return {
    plain,
    whole,
    pages,
    bare,
    url,
    folder: folder.path,
    print: (request: PrintRequest) => browser.print(request),
  };
}
