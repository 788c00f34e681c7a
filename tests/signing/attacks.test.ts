import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { PDF } from '@libpdf/core';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { buildCms } from '../../src/signing/cms.ts';
import { openDemonstrationKeys } from '../../src/signing/demonstration-keys.ts';
import { digestOf, signPdf, type ByteRange } from '../../src/signing/pades.ts';
import { createSigning } from '../../src/signing/signing.ts';
import { createVerification } from '../../src/signing/verification.ts';
import {
  clock,
  demonstrationKeys,
  lastByteRange,
  lastSignature,
  letter,
  objectText,
  pdfsig,
  temporaryFolder,
  withByte,
  withRevision,
} from './signed-files.ts';

const messages = loadMessages(new URL('../../templates/messages', import.meta.url).pathname);

async function signed(text?: string): Promise<Uint8Array> {
  const { signatory } = await demonstrationKeys();
  return signPdf(await letter(text), {
    holder: signatory,
    signerName: 'A'.repeat(80),
    reason: 'Motif',
    at: clock.now(),
  });
}

/** The problems found, each of which must have its French sentence. */
async function problemsOf(pdf: Uint8Array): Promise<string[]> {
  const { rootPem } = await demonstrationKeys();
  const report = await createVerification({ rootsPem: rootPem, clock }).verify(pdf);
  const problems = [...report.problems, ...report.signatures.flatMap((each) => each.reasons)];
  problems.concat(report.notChecked).forEach((key) => messages(key));
  expect(report.valid).to.equal(problems.length === 0);
  return problems.map((key) => key.replace('signing.problem.', ''));
}

/** The same file with another range and another text, signed again with the real key: only its form is wrong. */
async function signedAgain(pdf: Uint8Array, range: ByteRange, from: string, to: string): Promise<Uint8Array> {
  const { signatory } = await demonstrationKeys();
  const [, length, next] = lastByteRange(pdf);
  const text = Buffer.from(pdf).toString('latin1');
  const rangeText = /\/ByteRange \[[\d ]+\] */g;
  const written = [...text.matchAll(rangeText)].at(-1)![0];
  const changed = text
    .replace(written, `/ByteRange [${range.join(' ')}]`.padEnd(written.length))
    .replace(from, to.padEnd(from.length));
  const bytes = Buffer.from(changed, 'latin1');
  const cms = Buffer.from(await buildCms(digestOf(bytes, range), signatory)).toString('hex');
  bytes.write(cms.padEnd(next - length - 2, '0'), length + 1, 'latin1');
  return bytes;
}

describe('a verifier', function () {
  this.timeout(180_000);

  it('finds nothing wrong with a signed file, then sealed', async () => {
    const keys = await demonstrationKeys();
    const room = createSigning({ clock, ...keys, trust: keys.rootPem, log: silentLog });
    const sealed = await room.seal(await signed(), { reason: 'Cachet' });
    const report = await room.verify(sealed.pdf);
    expect(report.signatures.map(({ kind, level, additions }) => ({ kind, level, additions }))).to.deep.equal(
      [
        { kind: 'signature', level: 'B-B', additions: ['seal'] },
        { kind: 'seal', level: 'B-B', additions: [] },
      ],
    );
    expect([report.verdict, report.pages]).to.deep.equal(['valid-with-additions', 1]);
    expect(report.notChecked).to.include.members([
      'signing.not-checked.revocation',
      'signing.not-checked.time',
    ]);
  });

  it('says that a file bears no signature, is encrypted, or is no PDF', async () => {
    expect(await problemsOf(await letter())).to.deep.equal(['no-signature']);
    expect(await problemsOf(new TextEncoder().encode('MZ'))).to.deep.equal(['not-a-pdf']);
    expect(await problemsOf(new Uint8Array())).to.deep.equal(['not-a-pdf']);
  });

  it('refuses a text changed by a revision appended after signing, which pdfsig calls valid', async () => {
    const file = await PDF.load(await signed());
    file.getPage(0)!.drawText('Montant : 9 999 999', { x: 50, y: 50 });
    const changed = await file.save({ incremental: true });
    expect(pdfsig(changed)).to.contain('Signature is Valid').and.to.contain('Not total document signed');
    expect(await problemsOf(changed)).to.deep.equal(['content-after']);
  });

  it('refuses a title, a page or a catalog changed after signing', async () => {
    const pdf = await signed();
    const page = objectText(pdf, /\/Type \/Page\b/);
    const catalog = objectText(pdf, /\/Type \/Catalog/);
    for (const { number, text } of [
      { ...page, text: page.text.replace('>>', '/Rotate 180 >>') },
      { ...catalog, text: catalog.text.replace('>>', '/OpenAction << /S /Named /N /Print >> >>') },
      { ...objectText(pdf, /\/Title/), text: '<< /Title (Autre) >>' },
    ]) {
      expect(text).not.to.equal(objectText(pdf, /./).text);
      expect(await problemsOf(withRevision(pdf, { [number]: text }))).to.deep.equal(['content-after']);
    }
  });

  it('refuses another title by way of the trailer, and a form that gains anything but a field', async () => {
    const pdf = await signed();
    const retitled = withRevision(pdf, { 60: '<< /Title (Autre) >>' }, (trailer) =>
      trailer.replace(/\/Info \d+ 0 R/, '/Info 60 0 R'),
    );
    const form = objectText(pdf, /\/SigFlags/);
    const withData = withRevision(pdf, {
      [form.number]: form.text.replace('/SigFlags', '/XFA (x) /SigFlags'),
    });
    for (const changed of [retitled, withData]) {
      expect(await problemsOf(changed)).to.deep.equal(['content-after']);
    }
  });

  it('allows validation data after a signature, unless it drags a changed page along', async () => {
    const pdf = await signed();
    const catalog = objectText(pdf, /\/Type \/Catalog/);
    const page = objectText(pdf, /\/Type \/Page\b/);
    const withData = (certificates: string) => ({
      [catalog.number]: catalog.text.replace('>>', '/DSS 70 0 R >>'),
      70: `<< /Type /DSS /Certs [${certificates}] >>`,
      71: '<< /Length 3 >>\nstream\nabc\nendstream',
    });
    expect(await problemsOf(withRevision(pdf, withData('71 0 R')))).to.deep.equal([]);
    const dragged = {
      ...withData(`71 0 R ${page.number} 0 R`),
      [page.number]: page.text.replace('>>', '/Rotate 90 >>'),
    };
    expect(await problemsOf(withRevision(pdf, dragged))).to.deep.equal(['content-after']);
  });

  it('refuses validation data that a page shows too, and an entry that no validation data has', async () => {
    const base = await letter('Version anodine');
    const page = objectText(base, /\/Type \/Page\b/);
    const catalog = objectText(base, /\/Type \/Catalog/);
    const [, shown] = /\/Contents \[?\s*(\d+ 0 R)/.exec(page.text)!;
    const shared = withRevision(base, {
      [page.number]: page.text.replace(/\/Contents (\[.*?\]|\d+ 0 R)/, '/Contents 71 0 R'),
      [catalog.number]: catalog.text.replace('>>', '/DSS << /Type /DSS /Certs 71 0 R >> >>'),
      71: `[${shown}]`,
    });
    const { signatory: holder } = await demonstrationKeys();
    const pdf = await signPdf(shared, { holder, signerName: 'A', reason: 'M', at: clock.now() });
    expect(await problemsOf(pdf)).to.deep.equal([]);
    const other = { 71: '[90 0 R]', 90: '<< /Length 3 >>\nstream\nq Q\nendstream' };
    expect(await problemsOf(withRevision(pdf, other))).to.deep.equal(['content-after']);
    const signedCatalog = objectText(pdf, /\/Type \/Catalog/);
    const withScript = signedCatalog.text.replace('/Type /DSS', '/Type /DSS /JS (x)');
    expect(withScript).not.to.equal(signedCatalog.text);
    expect(await problemsOf(withRevision(pdf, { [signedCatalog.number]: withScript }))).to.deep.equal([
      'content-after',
    ]);
  });

  it('refuses a page hidden before signing and shown after it', async () => {
    const base = await letter('Version anodine');
    const content = objectText(base, /\/Length/);
    const { signatory } = await demonstrationKeys();
    const shadow = withRevision(base, { 40: content.text });
    const pdf = await signPdf(shadow, { holder: signatory, signerName: 'A', reason: 'M', at: clock.now() });
    expect(await problemsOf(pdf)).to.deep.equal([]);
    const page = objectText(pdf, /\/Type \/Page\b/);
    const shown = page.text.replace(/\/Contents (\[.*?\]|.*? R)/, '/Contents 40 0 R');
    expect(shown).not.to.equal(page.text);
    expect(await problemsOf(withRevision(pdf, { [page.number]: shown }))).to.deep.equal(['content-after']);
  });

  it('refuses a visible field, or a signature’s own words, added after signing', async () => {
    const pdf = await signed();
    const form = objectText(pdf, /\/SigFlags/);
    const value = objectText(pdf, /\/Type \/Sig\b/);
    const withField = form.text.replace(/\/Fields \[(.*?)\]/, '/Fields [$1 50 0 R]');
    for (const rectangle of ['[0 0 500 800]', '[0 0 0 0] /AP << /N 3 0 R >>']) {
      const field = `<< /FT /Sig /T (x) /V 51 0 R /Subtype /Widget /Rect ${rectangle} >>`;
      const objects = { [form.number]: withField, 50: field, 51: value.text };
      expect(await problemsOf(withRevision(pdf, objects))).to.include('content-after');
    }
    const renamed = value.text.replace('/Name (A', '/Name (B');
    expect(await problemsOf(withRevision(pdf, { [value.number]: renamed }))).to.include('content-after');
  });

  it('refuses bytes left after the end, be it a line break', async () => {
    const pdf = await signed();
    for (const tail of ['\n', 'PK\u0003\u0004', '\nstartxref\n9\n%%EOF\n']) {
      const longer = Buffer.concat([pdf, Buffer.from(tail)]);
      expect(await problemsOf(longer), JSON.stringify(tail)).not.to.deep.equal([]);
    }
  });

  it('refuses a gap that holds more than the signature, even signed with the right key', async () => {
    const pdf = await signed();
    const [start, length, next] = lastByteRange(pdf);
    const wider: ByteRange = [start, length, next + 30, pdf.length - next - 30];
    const changed = await signedAgain(pdf, wider, 'Motif', 'MOTIF');
    expect(pdfsig(changed)).to.contain('Signature is Valid');
    expect(await problemsOf(changed)).to.include('gap');
  });

  it('refuses a moved, reversed or overflowing byte range', async () => {
    const pdf = await signed();
    const [start, length, next, nextLength] = lastByteRange(pdf);
    const ranges: ByteRange[] = [
      [1, length - 1, next, nextLength],
      [start, length, next, nextLength - 6],
      [start, length, length, nextLength],
      [start, length, next, nextLength + 10],
      [start, 0, next, nextLength],
    ];
    for (const range of ranges) {
      const changed = await signedAgain(pdf, range, 'Motif', 'MOTIF');
      expect(await problemsOf(changed), range.join()).to.satisfy(
        (problems: string[]) => problems.includes('byte-range') || problems.includes('content-after'),
      );
    }
  });

  it('refuses two /Contents, even if one hides behind an escape', async () => {
    const pdf = await signed();
    const name = `/Name (${'A'.repeat(80)})`;
    for (const second of [
      '/Contents <00>',
      '/Cont#65nts <00>',
      `/ByteRange [${lastByteRange(pdf).join(' ')}]`,
    ]) {
      const changed = await signedAgain(pdf, lastByteRange(pdf), name, second);
      expect(await problemsOf(changed), second).to.include('several-contents');
    }
  });

  it('refuses an empty, truncated, lengthened or foreign CMS', async () => {
    const pdf = await signed();
    const [, length, next] = lastByteRange(pdf);
    const { cms } = lastSignature(pdf);
    const holding = (hex: string) => {
      const changed = Buffer.from(pdf);
      changed.write(hex.padEnd(next - length - 2, '0'), length + 1, 'latin1');
      return changed;
    };
    const hex = cms.toString('hex');
    expect(await problemsOf(holding(''))).to.deep.equal(['cms-empty']);
    expect(await problemsOf(holding(hex.slice(0, 400)))).to.have.length.greaterThan(0);
    expect(await problemsOf(holding(`3083ffffff${hex.slice(10)}`))).to.deep.equal(['cms-truncated']);
    expect(await problemsOf(holding('dead'))).to.deep.equal(['cms-unreadable']);
    expect(await problemsOf(withByte(pdf, next - 2, () => 0x31))).to.deep.equal(['padding']);
    const other = lastSignature(await signed('Un autre texte')).cms.toString('hex');
    expect(await problemsOf(holding(other))).to.deep.equal(['digest']);
    expect(await problemsOf(holding(hex.toUpperCase()))).to.deep.equal([]);
  });

  it('refuses a chain that anyone could have made under the same names', async () => {
    const { signatory } = await openDemonstrationKeys({ folder: `${temporaryFolder()}/keys`, clock });
    const options = { holder: signatory, signerName: 'A', reason: 'M', at: clock.now() };
    expect(await problemsOf(await signPdf(await letter(), options))).to.deep.equal(['unknown-authority']);
  });

  it('refuses a claimed time in the future, or before the certificate', async () => {
    const { signatory: holder } = await demonstrationKeys();
    for (const [year, problem] of [
      [2090, 'future-time'],
      [1990, 'time-outside-certificate'],
    ] as const) {
      const at = new Date(Date.UTC(year, 0, 1));
      const pdf = await signPdf(await letter(), { holder, signerName: 'A', reason: 'M', at });
      expect(await problemsOf(pdf)).to.deep.equal([problem]);
    }
  });

  it('has a sentence for each problem that its source can name', () => {
    const files = [
      ...['verification', 'verification-entry', 'verification-proof', 'verification-process'],
      ...['timestamp-token', 'byte-range', 'cms-reading', 'cms-signer', 'certificate-chain', 'signing'],
      ...['revocation-ocsp', 'revocation-crl'],
    ];
    for (const file of files) {
      const source = readFileSync(new URL(`../../src/signing/${file}.ts`, import.meta.url), 'utf8');
      const keys = [...source.matchAll(/'(signing\.[a-z-]+\.[a-z-]+)'/g)].map((found) => found[1]!);
      keys.forEach((key) => expect(messages(key)).to.match(/\.$/));
    }
  });
});
