import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { signPdf } from '../../src/signing/pades.ts';
import { createIsolatedVerification } from '../../src/signing/verification-process.ts';
import { createVerification } from '../../src/signing/verification.ts';
import { tortureVerifier } from '../torture/verifier.ts';
import { verifierBases } from '../torture/verifier-bases.ts';
import { faultOf } from '../torture/verifier-fault.ts';
import { clock, demonstrationKeys, lastByteRange, lastSignature, letter, withByte } from './signed-files.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const files = Number(process.env['COUNT'] ?? 200);

describe('hostile files', function () {
  this.timeout(120_000);

  it(`${files} hurt files, seed ${seed}: never an exception, never “valid” once signed bytes have changed`, async () => {
    const result = await tortureVerifier({ ...(await verifierBases()), seed, count: files, threads: 1 });
    expect(result.problems).to.deep.equal([]);
    expect(result.files).to.equal(files);
    // The harm is varied enough to reach several stages of the verification.
    expect(result.reasons).to.include.keys('signing.problem.damaged', 'signing.problem.content-after');
  });

  it('the harm would show: a verifier that trusts what it reads calls a changed file valid', async () => {
    const { bases, rootsPem, now } = await verifierBases();
    // The base that the verifier is held against is another file: each honest file is then a fault.
    const strangers = bases.map(({ name, pdf }) => ({ name, pdf: withByte(pdf, 20, (byte) => byte ^ 1) }));
    const news = faultOf(
      await createVerification({ rootsPem, clock: { now: () => now } }).verify(bases[0]!.pdf),
      {
        pdf: bases[0]!.pdf,
        bases: strangers,
      },
    );
    expect(news).to.contain('a signed byte has changed');
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
    // Starting takes more than that: as a file that keeps the processor busy, and one that only waits.
    for (const limit of [{ processorMs: 1 }, { deadlineMs: 1 }]) {
      const hurried = createIsolatedVerification({ rootsPem: rootPem, clock, log: silentLog, ...limit });
      expect((await hurried.verify(await letter())).problems).to.deep.equal(['signing.problem.too-heavy']);
    }
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
