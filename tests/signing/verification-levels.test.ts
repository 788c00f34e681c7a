import { expect } from 'chai';
import { readPem } from '../../src/signing/certificate-chain.ts';
import { issueCrl } from '../../src/signing/demonstration-revocation.ts';
import { levels, type Level } from '../../src/signing/level.ts';
import { signPdf, stampPdf } from '../../src/signing/pades.ts';
import { appendSecurityStore } from '../../src/signing/pdf-appending.ts';
import { verificationJson } from '../../src/signing/verification-report.ts';
import { createVerification } from '../../src/signing/verification.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { createAuthority } from './authority.ts';
import { openSigner } from './levelled-files.ts';
import { opensslToken, stampingExtensions } from './openssl-services.ts';
import { letter, withByte } from './signed-files.ts';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const signedOn = '2026-11-20T09:00:00.000Z';

describe('what is proven of a signature', function () {
  this.timeout(180_000);
  let signer: Awaited<ReturnType<typeof openSigner>>;
  const files = new Map<Level, Uint8Array>();

  before(async () => {
    signer = await openSigner(createFixedClock(signedOn));
    for (const level of levels) files.set(level, await signer.sign(level));
  });

  const verify = (pdf: Uint8Array, on = signedOn, rootsPem = signer.rootPem) =>
    createVerification({ rootsPem, clock: createFixedClock(on) }).verify(pdf);

  it('is its level, no more and no less', async () => {
    const found = [];
    for (const level of levels) {
      const report = await verify(files.get(level)!);
      const { revocation, proof, additions } = report.signatures[0]!;
      found.push([report.signatures[0]!.level, report.verdict, revocation, proof, additions]);
    }
    expect(found).to.deep.equal([
      ['B-B', 'valid', 'not-checked', 'none', []],
      ['B-T', 'valid', 'not-checked', 'signature-timestamp', []],
      ['B-LT', 'valid-with-additions', 'good', 'signature-timestamp', ['validation-data']],
      ['B-LTA', 'valid-with-additions', 'good', 'signature-timestamp', ['timestamp', 'validation-data']],
    ]);
  });

  it('is told to outsiders in one shape', async () => {
    const json = verificationJson(await verify(files.get('B-LTA')!), null);
    expect(json).to.deep.equal({
      verdict: 'valid-with-additions',
      signatures: [
        {
          kind: 'signature',
          signer: 'Signataire (DÉMONSTRATION, sans valeur)',
          level: 'B-LTA',
          at: signedOn,
          intact: true,
          trusted: true,
          revocation: 'good',
          coversWholeFile: false,
          additions: ['timestamp', 'validation-data'],
          reasons: [],
        },
        {
          kind: 'timestamp',
          signer: 'Horodatage (DÉMONSTRATION, sans valeur)',
          level: null,
          at: signedOn,
          intact: true,
          trusted: true,
          revocation: 'good',
          coversWholeFile: true,
          additions: [],
          reasons: [],
        },
      ],
      known: null,
      notChecked: ['unsigned-parts'],
    });
  });

  it('holds after its certificate expired, if a timestamp shows that it is older', async () => {
    const verdicts = [];
    for (const level of levels)
      verdicts.push((await verify(files.get(level)!, '2037-06-01T00:00:00Z')).verdict);
    expect(verdicts).to.deep.equal([
      'indeterminate',
      'valid',
      'valid-with-additions',
      'valid-with-additions',
    ]);
    const expired = await verify(files.get('B-B')!, '2037-06-01T00:00:00Z');
    expect(expired.signatures[0]!.reasons).to.include('signing.problem.certificate-expired');
  });

  it('cannot be told once the whole chain has expired, unless it was changed', async () => {
    const long = '2070-01-01T00:00:00Z';
    for (const level of levels) {
      const { verdict, signatures } = await verify(files.get(level)!, long);
      expect(verdict, level).to.equal('indeterminate');
      expect(signatures[0]!.reasons).to.include('signing.problem.authority-expired');
    }
    const changed = await verify(
      withByte(files.get('B-LTA')!, 700, (byte) => byte ^ 1),
      long,
    );
    expect(changed.verdict).to.equal('invalid');
  });

  it('holds after the timestamp’s own certificate expired, if another was added before', async () => {
    const archived = files.get('B-LTA')!;
    const after = '2039-06-01T00:00:00Z';
    expect((await verify(archived, after)).verdict).to.equal('indeterminate');
    const renewal = await openSigner(createFixedClock('2037-06-01T00:00:00Z'));
    const stamp = async (digest: Uint8Array) => (await renewal.timestamps.stamp(digest)).token;
    const renewed = await stampPdf(archived, { tooltip: 'Renouvelé', stamp });
    const report = await verify(renewed, after, signer.rootPem + renewal.rootPem);
    expect(report.verdict).to.equal('valid-with-additions');
    expect(report.signatures.map(({ kind, level }) => [kind, level])).to.deep.equal([
      ['signature', 'B-LTA'],
      ['timestamp', null],
      ['timestamp', null],
    ]);
    // A new timestamp that nobody trusts renews nothing.
    expect((await verify(renewed, after)).verdict).to.equal('indeterminate');
  });

  it('is lost when the certificate was revoked before, and kept when it was revoked later', async () => {
    const [certificate] = readPem((await signerFile('signatory')).replaceAll('\r', ''));
    const issuing = {
      certificate: readPem(await signerFile('issuing'))[0]!,
      keyPem: await signerFile('issuing.key'),
    };
    const withCrl = async (level: Level, revokedOn: string) => {
      const revoked = new Map([[certificate!.serialNumber, new Date(revokedOn)]]);
      const crl = await issueCrl(issuing, revoked, new Date('2026-11-25T00:00:00Z'));
      const data = { certificates: [], ocsps: [], crls: [crl] };
      return verify(await appendSecurityStore(files.get(level)!, data), '2026-11-26T00:00:00Z');
    };
    const [before, later] = ['2026-11-01T00:00:00Z', '2026-11-24T00:00:00Z'];
    expect((await withCrl('B-T', before)).signatures[0]).to.deep.include({
      revocation: 'revoked',
      reasons: ['signing.problem.revoked'],
    });
    expect((await withCrl('B-T', before)).verdict).to.equal('invalid');
    expect((await withCrl('B-T', later)).verdict).to.equal('valid-with-additions');
    // Without a timestamp, nothing shows that the signature is older than the revocation.
    expect((await withCrl('B-B', later)).verdict).to.equal('invalid');
  });

  const signerFile = (name: string) => readFile(join(dirname(signer.rootPath), `${name}.pem`), 'utf8');

  it('is lost when its timestamp vouches for something else', async () => {
    const stamp = () => signer.timestamps.stamp(new Uint8Array(32)).then(({ token }) => token);
    const said = { holder: signer.signatory, signerName: 'A', reason: 'M', at: new Date(signedOn) };
    const report = await verify(await signPdf(await letter(), { ...said, stamp }));
    expect(report.verdict).to.equal('invalid');
    expect(report.signatures[0]!.reasons).to.deep.equal(['signing.problem.timestamp-imprint']);
    const over = await verify(await stampPdf(files.get('B-B')!, { tooltip: 'T', stamp }));
    expect(over.verdict).to.equal('invalid');
    expect(over.signatures[1]).to.deep.include({
      intact: false,
      reasons: ['signing.problem.timestamp-imprint'],
    });
  });

  it('takes the timestamps of openssl, and cannot tell when their root is not trusted', async () => {
    const now = new Date(Date.now() + 60_000).toISOString();
    const today = await openSigner(createFixedClock(now));
    const pdf = await today.sign('B-B');
    const authority = createAuthority();
    const stamper = authority.issue({ extensions: stampingExtensions });
    const verdictOf = async (rootsPem: string) => {
      const stamped = await stampPdf(pdf, {
        tooltip: 'T',
        stamp: async (digest) => opensslToken(stamper, { digest }),
      });
      return (await verify(stamped, now, rootsPem)).verdict;
    };
    const both = today.rootPem + authority.root;
    expect(await verdictOf(both)).to.equal('valid-with-additions');
    expect(await verdictOf(today.rootPem)).to.equal('indeterminate');
  });

  it('is not known when no trusted root leads to it', async () => {
    const stranger = await openSigner(createFixedClock(signedOn));
    for (const level of levels) {
      const report = await verify(files.get(level)!, signedOn, stranger.rootPem);
      expect(report.verdict, level).to.equal('indeterminate');
      expect(report.signatures[0]).to.include({ intact: true, trusted: false, level: null });
    }
  });
});
