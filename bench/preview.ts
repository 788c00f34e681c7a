import { createGzip } from 'node:zlib';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import puppeteer from 'puppeteer';
import { silentLog } from '../src/kernel/log.ts';
import { loadMessages } from '../src/kernel/messages.ts';
import type { PrintRequest } from '../src/render/browser.ts';
import {
  createRender,
  findBrowserPath,
  mayUseSandbox,
  type DocumentInput,
  type PreviewedDocument,
} from '../src/render/render.ts';
import { buildAssets } from '../src/web/assets.ts';
import { longInstruction } from '../tests/render/long-instruction.ts';
import { createRealBrowser } from '../tests/render/real-browser.ts';
import type { Benchmark, Prepared } from './measure.ts';
import { writePage } from './print.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const root = join(import.meta.dirname, '..');

/** From what was just typed to the PDF that shows it, beside one bare page.pdf() of the same page. */
export const preview: Benchmark = {
  name: 'preview',
  about: 'the preview of some 16 pages after a keystroke, beside one bare page.pdf() of its HTML',
  aim: { bound: 'at most', ratio: 1.25 },
  also: [{ figure: 'editorKilobytes', aim: { bound: 'at most', ratio: 300 } }],
  rounds: 15,

  async prepare({ atEnd, say }): Promise<Prepared> {
    const real = createRealBrowser();
    atEnd(() => real.close());
    let asked: PrintRequest | undefined;
    const room = createRender({
      browser: {
        ...real,
        print(request) {
          asked = request;
          return real.print(request);
        },
      },
      templates: join(root, 'templates/instructions'),
      messages: loadMessages(join(root, 'templates/messages')),
      log: silentLog,
    });
    const document = longInstruction(room.getTemplate('chefs-de-projets'));
    let last: PreviewedDocument | undefined;
    /** Each turn types one more word at the end of the first section. */
    async function typeAndPreview(turn: number): Promise<void> {
      last = await room.previewInstruction(withWords(document, turn), last);
    }
    await typeAndPreview(0);
    if (asked === undefined || last === undefined) throw new Error('nothing was printed');
    const folder = await openTemporaryFolder();
    atEnd(folder.remove);
    const url = await writePage(folder.path, asked);
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
    const { pages } = last;
    const barePages = (await PDFDocument.load(await bare(), { updateMetadata: false })).getPageCount();
    if (pages !== barePages) throw new Error(`${barePages} pages printed bare, ${pages} by us`);
    say('both print the same pages');
    const editorKilobytes = (await compressedBytes('editor.js')) / 1000;
    return {
      ours: { run: typeAndPreview, facts: { pages, editorKilobytes: Math.round(editorKilobytes) } },
      peer: {
        name: 'puppeteer page.pdf()',
        run: async () => void (await bare()),
        facts: { pages: barePages },
      },
    };
  },
};

function withWords(input: DocumentInput, count: number): DocumentInput {
  const typed = `<p>${'mot '.repeat(count + 1)}</p>`;
  return {
    ...input,
    sections: input.sections.map((section, index) =>
      index === 0 ? { ...section, html: `${section.html}${typed}` } : section,
    ),
  };
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
