import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { createExtraction } from '../src/extraction/extraction.ts';
import { createJournal } from '../src/journal/journal.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { createTurnstile } from '../src/kernel/turnstile.ts';
import { createPastCirculars, type PastCirculars } from '../src/past-circulars/past-circulars.ts';
import { createRealBrowser } from '../tests/render/real-browser.ts';
import type { Benchmark, Preparation, Prepared } from './measure.ts';
import { createWriter } from './synthetic-text.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const files = 40;
const pagesOfFile = 10;
const run = promisify(execFile);
const path = process.env['PATH'] ?? '';

/** A folder of circulars imported: read, hashed, their text extracted, everything kept with its journal. */
export const importCirculars: Benchmark = {
  name: 'import',
  about: `a folder of ${files} PDFs of ${pagesOfFile} pages imported, beside pdftotext alone on the same files`,
  aim: { bound: 'at most', ratio: 2 },
  rounds: 5,

  async prepare(preparation): Promise<Prepared> {
    const folder = await openTemporaryFolder();
    preparation.atEnd(folder.remove);
    const source = join(folder.path, 'circulars');
    await mkdir(source);
    preparation.say(`printing ${files} PDFs`);
    await printFiles(source);
    const names = (await readdir(source)).sort();
    const csv = Buffer.from(
      ['fichier;titre;année', ...names.map((name, index) => `${name};Circulaire ${index};2009`)].join('\n'),
    );
    // Each turn in an empty base: a file that is there already would cost nothing.
    const rooms = await Promise.all(
      Array.from({ length: preparation.rounds + 1 }, (_turn, turn) =>
        openRoom(join(folder.path, `${turn}.sqlite`), preparation),
      ),
    );
    const bytes = (await Promise.all(names.map((name) => readFile(join(source, name))))).reduce(
      (sum, { length }) => sum + length,
      0,
    );
    return {
      ours: {
        facts: { files, bytes },
        async run(turn) {
          const room = rooms[turn];
          if (room === undefined) throw new Error('no base for this turn');
          const { ends } = await room.importFolder('bench', {
            csv,
            folder: { names, read: (name) => readFile(join(source, name)) },
          });
          const pages = ends.reduce((sum, end) => sum + (end.end === 'imported' ? end.pages : 0), 0);
          if (pages !== files * pagesOfFile) throw new Error(`${pages} pages were imported`);
        },
      },
      peer: {
        name: 'pdftotext (Poppler), two files at a time as ours, their text in memory',
        async run() {
          const turnstile = createTurnstile(2);
          const read = (name: string) =>
            run('pdftotext', ['-enc', 'UTF-8', join(source, name), '-'], { maxBuffer: 20_000_000 });
          await Promise.all(names.map((name) => turnstile.run(() => read(name))));
        },
      },
    };
  },
};

/** Each of its own words, printed by Chromium with its fonts embedded, as today's circulars are. */
async function printFiles(folder: string): Promise<void> {
  const writer = createWriter({ seed: 2009 });
  const browser = createRealBrowser();
  try {
    for (let number = 1; number <= files; number += 1) {
      const pages = Array.from({ length: pagesOfFile }, () => {
        const paragraphs = writer.paragraphs(5).map((text) => `<p>${text}</p>`);
        return `<section>${paragraphs.join('')}</section>`;
      });
      const style =
        '@page { size: A4; margin: 25mm } section + section { break-before: page } p { font: 11px serif }';
      const html = `<!DOCTYPE html><html lang="fr"><title>${number}</title><style>${style}</style>${pages.join('')}</html>`;
      const pdf = await browser.print({ html, assets: new Map() });
      await writeFile(join(folder, `circulaire-${String(number).padStart(2, '0')}.pdf`), pdf);
    }
  } finally {
    await browser.close();
  }
}

async function openRoom(file: string, { atEnd }: Preparation): Promise<PastCirculars> {
  const database = connect({ url: `sqlite:${file}` });
  atEnd(() => database.destroy());
  await migrate(database);
  const journal = createJournal({ clock: systemClock, readDatabase: database });
  const extraction = createExtraction({ path });
  return createPastCirculars({ database, readDatabase: database, journal, clock: systemClock, extraction });
}
