import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExtraction } from '../../src/extraction/extraction.ts';
import { bombPdf, millionPagesPdf, pdfOf, textPdf } from './small-pdf.ts';

const path = process.env.PATH ?? '';
const extraction = createExtraction({ path });
const letter = textPdf(['Circulaire aux préfets', 'Les crédits de prévention', '']);

describe('the text of a PDF', () => {
  it('is given page by page, a page without any included', async () => {
    expect(await extraction.textOf(letter)).to.deep.equal({
      ok: true,
      pages: ['Circulaire aux préfets', 'Les crédits de prévention', ''],
      more: false,
    });
  });

  it('is that of the first 2 000 pages, and says that there are more', async () => {
    const read = await extraction.textOf(textPdf(Array<string>(2003).fill('x')));
    expect(read).to.include({ ok: true, more: true });
    expect(read.ok && read.pages.length).to.equal(2000);
  });

  it('leaves nothing on the disk, whatever happened', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'estafette-left-behind-'));
    const here = createExtraction({ path, folder });
    await Promise.all([here.textOf(letter), here.textOf(letter.subarray(0, 300))]);
    expect(readdirSync(folder)).to.deep.equal([]);
    rmSync(folder, { recursive: true });
  });

  it('cannot be had without pdftotext, which is said as such', async () => {
    const without = createExtraction({ path: '/nowhere' });
    const failure = await without.textOf(letter).catch((error: unknown) => error);
    expect(failure).to.include({ code: 'unavailable', messageKey: 'extraction.pdftotext-absent' });
  });
});

describe('a file that is not fit to be read', () => {
  async function reasonOf(bytes: Buffer, bounds = {}) {
    const read = await createExtraction({ path, bounds }).textOf(bytes);
    return read.ok ? read : read.reason;
  }

  it('is empty, or no PDF at all', async () => {
    expect(await reasonOf(Buffer.alloc(0))).to.equal('empty');
    expect(await reasonOf(Buffer.from('PK\u0003\u0004'))).to.equal('not-a-pdf');
  });

  it('is cut short', async () => {
    expect(await reasonOf(letter.subarray(0, 300))).to.equal('broken');
  });

  it('has a million pages that are one', async () => {
    expect(await reasonOf(millionPagesPdf())).to.equal('broken');
  });

  it('is nested by the hundred thousand, and complained of at every bracket', async () => {
    const deep = `<</Type/Catalog/X ${'['.repeat(200_000)}${']'.repeat(200_000)}>>`;
    expect(await reasonOf(pdfOf([deep]))).to.equal('broken');
  });

  it('unfolds into more than memory should hold', async () => {
    expect(await reasonOf(bombPdf(40, true), { memoryBytes: 100_000_000 })).to.equal('too-heavy');
  });

  it('unfolds for longer than anybody waits', async () => {
    expect(await reasonOf(bombPdf(100, false), { deadlineMs: 100 })).to.equal('too-long');
  });

  it('says more than anybody reads', async () => {
    expect(await reasonOf(letter, { outputBytes: 10 })).to.equal('too-much-text');
  });

  it('asks for a password', async () => {
    expect(await reasonOf(encrypted('secret'))).to.equal('encrypted');
  });

  it('is read all the same when a password only forbids changes', async () => {
    expect(await extraction.textOf(encrypted(''))).to.have.property('ok', true);
  });

  it('is read without a word of its scripts being run', async () => {
    const script = '/OpenAction<</S/JavaScript/JS(while\\(true\\)app.alert\\(1\\))>>';
    expect(await extraction.textOf(textPdf(['Malgré tout'], script))).to.deep.include({
      pages: ['Malgré tout'],
    });
  });
});

function encrypted(userPassword: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'estafette-encrypted-'));
  try {
    writeFileSync(join(folder, 'in.pdf'), letter);
    const command = ['--encrypt', userPassword, 'owner', '256', '--extract=n', '--', 'in.pdf', 'out.pdf'];
    execFileSync('qpdf', command, { cwd: folder });
    return readFileSync(join(folder, 'out.pdf'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
