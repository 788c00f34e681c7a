import { join } from 'node:path';
import { systemClock } from '../src/kernel/clock.ts';
import { silentLog } from '../src/kernel/log.ts';
import { finishPdf } from '../src/render/conformance.ts';
import { createSigning, openDemonstrationKeys, type Level } from '../src/signing/signing.ts';
import { median } from './figures.ts';
import type { Benchmark, Prepared } from './measure.ts';
import { aboutLongDocument, openLongDocument } from './render.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const said = { signatoryName: 'Claude Vasseur', reason: 'Signature de l’instruction' };
const basicRounds = 9;

/** What it takes to sign a finished document up to B-LTA, beside what it took to print it. */
export const sign: Benchmark = {
  name: 'sign',
  about:
    'signAct of some 16 pages to B-LTA with services in this process, beside one bare page.pdf() of them',
  aim: { bound: 'at most', ratio: 1 },
  rounds: 15,

  async prepare(preparation): Promise<Prepared> {
    const { whole, pages, print, bare } = await openLongDocument(preparation);
    const { pdf } = await finishPdf(await print(whole), aboutLongDocument);
    const folder = await openTemporaryFolder();
    preparation.atEnd(folder.remove);
    const keys = await openDemonstrationKeys({ folder: join(folder.path, 'keys'), clock: systemClock });
    const { authority } = keys;
    if (authority === undefined) throw new Error('these keys have no services');
    const signingTo = (asked: Level) =>
      createSigning({
        clock: systemClock,
        ...keys,
        trust: keys.rootPem,
        services: { ...authority, asked, onFailure: 'refuse' },
        log: silentLog,
      });
    const lasting = signingTo('B-LTA');
    const { level, pdf: signed } = await lasting.signAct(pdf, said);
    if (level !== 'B-LTA') throw new Error(`the level is ${level}`);
    return {
      ours: {
        run: async () => void (await lasting.signAct(pdf, said)),
        facts: {
          pages,
          bytes: pdf.byteLength,
          signedBytes: signed.byteLength,
          basicMs: await medianMs(() => signingTo('B-B').signAct(pdf, said)),
        },
      },
      peer: { name: 'puppeteer page.pdf()', run: async () => void (await bare()), facts: { pages } },
    };
  },
};

/** The same to B-B, for the record: the median of a few, after one to warm up. */
async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= basicRounds; round += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return Number(median(times.slice(1)).toFixed(2));
}
