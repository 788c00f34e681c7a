import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExtraction, isTextless } from '../../src/extraction/extraction.ts';
import { scannedPdf, textPdf } from './small-pdf.ts';

const path = process.env.PATH ?? '';
const sentence = 'Circulaire relative à la prévention des conduites addictives';

describe('a page that was scanned', () => {
  it('has no text of its own', async () => {
    const read = await createExtraction({ path }).textOf(scan());
    expect(read.ok && read.pages.map(isTextless)).to.deep.equal([true]);
  });

  it('is read in French by tesseract', async function () {
    const extraction = createExtraction({ path });
    if (!(await extraction.canRecognise())) {
      console.log('      tesseract and its French (tesseract-ocr-fra) are not installed here');
      this.skip();
    }
    this.timeout(180_000);
    const found = await extraction.recognise(scan(), [1]);
    expect(found.get(1)).to.equal(sentence);
  });

  it('is not read where tesseract is not installed', async () => {
    expect(await createExtraction({ path: '/nowhere' }).canRecognise()).to.equal(false);
  });

  it('is left out when it cannot be drawn', async () => {
    const broken = scan().subarray(0, 200);
    expect(await createExtraction({ path }).recognise(broken, [1])).to.have.property('size', 0);
  });
});

/** The sentence as a photograph of its print: pdftoppm draws what the scanner would see. */
function scan(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'estafette-scan-'));
  try {
    writeFileSync(join(folder, 'typed.pdf'), textPdf([sentence]));
    execFileSync(
      'pdftoppm',
      [
        '-singlefile',
        '-gray',
        '-jpeg',
        '-r',
        '150',
        '-scale-to-x',
        '1240',
        '-scale-to-y',
        '1754',
        'typed.pdf',
        'page',
      ],
      { cwd: folder },
    );
    return scannedPdf(readFileSync(join(folder, 'page.jpg')), 1240, 1754);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
