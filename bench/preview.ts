import { createGzip } from 'node:zlib';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import puppeteer from 'puppeteer';
import type { PrintRequest } from '../src/render/browser.ts';
import { findBrowserPath, mayUseSandbox, type DocumentInput } from '../src/render/render.ts';
import { buildAssets } from '../src/web/assets.ts';
import { createRealBrowser } from '../tests/render/real-browser.ts';
import type { Benchmark, Prepared } from './measure.ts';
import { openPreviewHouse } from './preview-house.ts';
import { writePage } from './print.ts';
import { openTemporaryFolder } from './temporary-folder.ts';
import { openWatchedRender } from './watched-render.ts';

const root = join(import.meta.dirname, '..');

/** From the save of what was just typed to the PDF that shows it, beside one bare page.pdf() of the same page. */
export const preview: Benchmark = {
  name: 'preview',
  about:
    'over HTTP, from the save of a keystroke to the PDF of some 16 pages that shows it, beside one bare page.pdf() of its HTML',
  aim: { bound: 'at most', ratio: 1.25 },
  also: [{ figure: 'editorKilobytes', aim: { bound: 'at most', ratio: 300 } }],
  rounds: 15,

  async prepare({ atEnd, say }): Promise<Prepared> {
    const folder = await openTemporaryFolder();
    atEnd(folder.remove);
    const house = await openPreviewHouse({ folder: folder.path });
    atEnd(house.close);
    const ours = await house.typeAndPreview(0);
    const url = await writePage(folder.path, await printedPageOf(await house.documentInput()));
    const args = mayUseSandbox('auto') ? [] : ['--no-sandbox'];
    const own = await puppeteer.launch({ executablePath: findBrowserPath(process.env), args, pipe: true });
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
    const pages = await pagesOf(ours);
    const barePages = await pagesOf(await bare());
    if (pages !== barePages) throw new Error(`${barePages} pages printed bare, ${pages} by us`);
    say('both print the same pages');
    const editorKilobytes = Math.round((await compressedBytes('editor.js')) / 1000);
    return {
      ours: {
        run: async (turn) => void (await house.typeAndPreview(turn + 1)),
        facts: { pages, editorKilobytes },
      },
      peer: {
        name: 'puppeteer page.pdf()',
        run: async () => void (await bare()),
        facts: { pages: barePages },
      },
    };
  },
};

const pagesOf = async (pdf: Uint8Array): Promise<number> =>
  (await PDFDocument.load(pdf, { updateMetadata: false })).getPageCount();

/** What Chromium is given of a text: the last print of its preview. */
async function printedPageOf(input: DocumentInput): Promise<PrintRequest> {
  const { room, lastAsked } = openWatchedRender(createRealBrowser());
  try {
    await room.previewInstruction(input);
  } finally {
    await room.close();
  }
  const asked = lastAsked();
  if (asked === undefined) throw new Error('nothing was printed');
  return asked;
}

/** Of what the text's page loads, the PDF viewer aside, as it travels. */
async function compressedBytes(name: string): Promise<number> {
  const assets = await buildAssets({ folder: join(root, 'src/web/browser') });
  const bytes = assets.find(assets.address(name))?.bytes ?? new Uint8Array();
  const gzip = createGzip({ level: 9 });
  gzip.end(bytes);
  let size = 0;
  for await (const chunk of gzip) size += (chunk as Buffer).length;
  return size;
}
