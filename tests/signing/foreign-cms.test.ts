import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { createMemoryKeyHolder } from '../../src/signing/key-holder.ts';
import { readPem } from '../../src/signing/certificate-chain.ts';
import { signPdf } from '../../src/signing/pades.ts';
import { createVerification, type VerificationReport } from '../../src/signing/verification.ts';
import { createAuthority } from './authority.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { asFile, lastByteRange, lastSignature, letter } from './signed-files.ts';

describe('a CMS that openssl made', function () {
  this.timeout(180_000);
  let read: (pdf: Uint8Array) => Promise<VerificationReport>;
  let verify: (pdf: Uint8Array) => Promise<string[]>;
  let signWith: (...options: string[]) => Promise<Uint8Array>;
  let other: string[];

  before(async () => {
    const authority = createAuthority();
    const [{ key, certificate }, second] = [authority.issue({}), authority.issue({})];
    other = ['-signer', asFile(second.certificate), '-inkey', asFile(second.key)];
    // The certificates begin now, which is after the common clock stopped.
    const clock = createFixedClock(new Date(Date.now() + 60_000).toISOString());
    const certificateDer = readPem(certificate)[0]!.der;
    const holder = createMemoryKeyHolder({ mark: 'seal', privateKeyPem: key, certificateDer, chainDer: [] });
    const pdf = await signPdf(await letter(), { holder, signerName: 'A', reason: 'M', at: clock.now() });
    read = createVerification({ rootsPem: authority.root, clock }).verify;
    verify = async (signed) => {
      const { valid, signatures } = await read(signed);
      const problems = signatures.flatMap((each) => each.reasons.map((key) => key.split('.').at(-1)!));
      expect(valid).to.equal(problems.length === 0);
      return problems;
    };
    expect(await verify(pdf)).to.deep.equal([]);

    /** The same file, its CMS made anew by openssl over the same bytes. */
    signWith = async (...options) => {
      const content = asFile(lastSignature(pdf).signedBytes);
      const signer = ['-signer', asFile(certificate), '-inkey', asFile(key)];
      const out = asFile('');
      const args = [
        'cms',
        '-sign',
        '-binary',
        '-in',
        content,
        ...signer,
        '-outform',
        'DER',
        '-out',
        out,
        ...options,
      ];
      execFileSync('openssl', args, { stdio: 'ignore' });
      const [, length, next] = lastByteRange(pdf);
      const changed = Buffer.from(pdf);
      changed.write(
        readFileSync(out)
          .toString('hex')
          .padEnd(next - length - 2, '0'),
        length + 1,
        'latin1',
      );
      return changed;
    };
  });

  it('is valid outside the baseline, for its signing-time and for want of signing-certificate-v2', async () => {
    for (const [options, remarks] of [
      [['-cades'], ['signing-time']],
      [[], ['signing-certificate', 'signing-time']],
    ] as const) {
      const report = await read(await signWith(...options));
      expect(report.verdict).to.equal('valid');
      expect(report.signatures[0]).to.include({ level: null, intact: true, trusted: true });
      const found = report.signatures[0]!.remarks.map((key) => key.split('.').at(-1));
      expect(found).to.deep.equal(remarks);
    }
  });

  it('is refused when it carries its own content, has two signers, or no signed attribute', async () => {
    expect(await verify(await signWith('-cades', '-nodetach'))).to.include('content-inside');
    expect(await verify(await signWith('-cades', ...other))).to.include('several-signers');
    expect(await verify(await signWith('-noattr'))).to.include('signed-attributes');
  });

  it('is refused without the signer’s certificate, or with SHA-1', async () => {
    expect(await verify(await signWith('-cades', '-nocerts'))).to.include('no-signer-certificate');
    expect(await verify(await signWith('-cades', '-md', 'sha1'))).to.include('unsupported-algorithm');
  });
});
