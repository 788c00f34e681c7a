import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PDFDocument } from '@cantoo/pdf-lib';
import puppeteer from 'puppeteer';
import { findBrowserPath, mayUseSandbox } from '../src/render/render.ts';
import type { PrintRequest } from '../src/render/browser.ts';
import type { Benchmark, Prepared } from './measure.ts';
import { openSampleDocument } from './sample-document.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

/** What our chain (template, closed browser, conformance to PDF/A and PDF/UA) costs over a bare print. */
export const print: Benchmark = {
  name: 'print',
  about: 'an instruction from its template to its finished PDF/A, beside a bare page.pdf() of its HTML',
  aim: { bound: 'at most', ratio: 1.6 },
  rounds: 15,

  async prepare({ atEnd }): Promise<Prepared> {
    const folder = await openTemporaryFolder();
    atEnd(folder.remove);
    const document = openSampleDocument();
    atEnd(document.close);
    const { pdf, pages } = await document.render();
    const url = await writePage(folder.path, document.printedPage());
    const chromium = await launch();
    atEnd(() => chromium.close());
    const printed = await printBare(chromium, url);
    const barePages = (await PDFDocument.load(printed, { updateMetadata: false })).getPageCount();
    if (barePages !== pages) throw new Error(`${barePages} pages printed bare, ${pages} by us`);
    return {
      ours: {
        run: async () => void (await document.render()),
        facts: { pages, bytes: pdf.byteLength },
      },
      peer: {
        name: 'puppeteer page.pdf()',
        run: async () => void (await printBare(chromium, url)),
        facts: { pages: barePages, bytes: printed.byteLength },
      },
    };
  },
};

/** The page and its fonts as files side by side, which is how one prints with puppeteer alone. */
export async function writePage(folder: string, page: PrintRequest): Promise<string> {
  const path = join(folder, 'document.html');
  await writeFile(path, page.html);
  for (const [address, { bytes }] of page.assets) {
    await mkdir(dirname(join(folder, address)), { recursive: true });
    await writeFile(join(folder, address), bytes);
  }
  return pathToFileURL(path).href;
}

/** A second Chromium, kept warm as ours is. */
function launch() {
  return puppeteer.launch({
    executablePath: findBrowserPath(process.env),
    pipe: true,
    args: mayUseSandbox('auto') ? [] : ['--no-sandbox'],
  });
}

async function printBare(chromium: Awaited<ReturnType<typeof launch>>, url: string): Promise<Uint8Array> {
  const page = await chromium.newPage();
  await page.goto(url, { waitUntil: 'load' });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
  await page.close();
  return pdf;
}
