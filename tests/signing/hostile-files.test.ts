import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { signPdf } from '../../src/signing/pades.ts';
import { createIsolatedVerification } from '../../src/signing/verification-process.ts';
import { createVerification } from '../../src/signing/verification.ts';
import { clock, demonstrationKeys, lastByteRange, lastSignature, letter, withByte } from './signed-files.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const files = Number(process.env['COUNT'] ?? 200);

/** A small generator of numbers (mulberry32), so that a failure can be seen again with its seed. */
function createRandom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const words = [
  '/Contents <00>',
  '/ByteRange [0 1 2 3]',
  '<<',
  '>>',
  '[',
  ')',
  'endobj',
  'stream',
  '9999999999',
  '%',
];

/** The file hurt in one to three places. */
function hurt(pdf: Uint8Array, random: (below: number) => number): Buffer {
  let changed: Buffer = Buffer.from(pdf);
  for (let times = 1 + random(3); times > 0; times--) {
    const at = random(changed.length);
    const length = 1 + random(40);
    const cut = (piece: Buffer | string, drop = 0) =>
      Buffer.concat([changed.subarray(0, at), Buffer.from(piece), changed.subarray(at + drop)]);
    const ways = [
      () => cut(Buffer.from([changed[at]! ^ (1 << random(8))]), 1),
      () => cut(String(random(10 ** 6)), length),
      () => cut('', length),
      () => cut(changed.subarray(random(at + 1)).subarray(0, length * 10)),
      () => cut(words[random(words.length)]!, random(2) * length),
      () => changed.subarray(0, at),
    ];
    changed = ways[random(ways.length)]!();
  }
  return changed;
}

describe('hostile files', function () {
  this.timeout(120_000);

  it(`${files} hurt files, seed ${seed}: never an exception, never “valid” once signed bytes have changed`, async () => {
    const { signatory, rootPem } = await demonstrationKeys();
    const { verify } = createVerification({ rootsPem: rootPem, clock });
    const options = { holder: signatory, signerName: 'A', reason: 'M', at: clock.now(), reserved: 3000 };
    const bases = [
      await signPdf(await letter(), options),
      await signPdf(await letter('Compact', { objectStreams: true }), options),
    ];
    const random = createRandom(seed);
    const seen = new Set<string>();
    for (let index = 0; index < files; index++) {
      const base = bases[index % 2]!;
      const changed = hurt(base, random);
      const report = await verify(changed);
      [...report.problems, ...report.signatures.flatMap((each) => each.reasons)].forEach((key) =>
        seen.add(key),
      );
      if (report.valid) expect(differsOnlyInCase(base, changed), `file ${index}`).to.equal(true);
    }
    // The harm is varied enough to reach every stage of the verification.
    expect(seen).to.include('signing.problem.damaged').and.to.include('signing.problem.digest');
  });

  it('no digit of the CMS can change, be it in a part that nothing signs', async () => {
    const { seal, rootPem } = await demonstrationKeys();
    const { verify } = createVerification({ rootsPem: rootPem, clock });
    const pdf = await signPdf(await letter(), {
      holder: seal,
      signerName: 'A',
      reason: 'M',
      at: clock.now(),
    });
    const [, length] = lastByteRange(pdf);
    const digits = 2 * lastSignature(pdf).cms.length;
    for (let digit = seed % 17; digit < digits; digit += 17) {
      const changed = withByte(pdf, length + 1 + digit, (byte) => {
        const value = parseInt(String.fromCharCode(byte), 16) ^ (1 << (digit % 4));
        return value.toString(16).charCodeAt(0);
      });
      expect((await verify(changed)).valid, `digit ${digit}, seed ${seed}`).to.equal(false);
    }
  });

  it('a file that unfolds into gigabytes, or takes too long, is given up and says so', async () => {
    const { rootPem } = await demonstrationKeys();
    const patient = createIsolatedVerification({
      rootsPem: rootPem,
      clock,
      log: silentLog,
      memoryBytes: 80_000_000,
    });
    const bomb = await patient.verify(unfolding(300_000_000));
    expect(bomb).to.deep.include({ verdict: 'indeterminate', problems: ['signing.problem.too-heavy'] });
    const hurried = createIsolatedVerification({ rootsPem: rootPem, clock, log: silentLog, deadlineMs: 1 });
    expect((await hurried.verify(await letter())).problems).to.deep.equal(['signing.problem.too-heavy']);
  });

  it('a line of files that is too long is refused, and empties', async () => {
    const { rootPem } = await demonstrationKeys();
    const line = createIsolatedVerification({ rootsPem: rootPem, clock, log: silentLog, mostWaiting: 1 });
    const first = line.verify(await letter());
    const refusal: unknown = await line.verify(await letter()).catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'unavailable', messageKey: 'signing.verify.busy' });
    expect((await first).problems).to.deep.equal(['signing.problem.no-signature']);
    expect((await line.verify(await letter())).problems).to.deep.equal(['signing.problem.no-signature']);
  });
});

/** True when only the case of the hexadecimal in `/Contents` changed: nothing else is left unsigned. */
function differsOnlyInCase(base: Uint8Array, changed: Uint8Array): boolean {
  const [, length, next] = lastByteRange(base);
  const parts = (bytes: Uint8Array) => [
    Buffer.from(bytes.subarray(0, length)).toString('latin1'),
    Buffer.from(bytes.subarray(length, next)).toString('latin1').toLowerCase(),
    Buffer.from(bytes.subarray(next)).toString('latin1'),
  ];
  return parts(base).every((part, index) => part === parts(changed)[index]);
}

/** A PDF whose cross-reference stream is a few kilobytes of zeros, wrapped so as to unfold into `size` bytes. */
function unfolding(size: number): Uint8Array {
  const packed = deflateSync(Buffer.alloc(size));
  const start = '%PDF-1.7\n';
  const dictionary = `<</Type/XRef/Size 2/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length ${packed.length}>>`;
  return Buffer.concat([
    Buffer.from(`${start}1 0 obj\n${dictionary}\nstream\n`),
    packed,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${start.length}\n%%EOF\n`),
  ]);
}
