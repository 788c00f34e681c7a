import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { findAnchor, readPem } from '../../src/signing/certificate-chain.ts';
import { createMemoryKeyHolder } from '../../src/signing/key-holder.ts';
import { signPdf } from '../../src/signing/pades.ts';
import { checkCrl } from '../../src/signing/revocation-crl.ts';
import { checkOcspResponse } from '../../src/signing/revocation-ocsp.ts';
import { readTimestampToken } from '../../src/signing/timestamp-token.ts';
import { createVerification } from '../../src/signing/verification.ts';
import { createAuthority } from './authority.ts';
import { opensslRegister, opensslToken, stampingExtensions } from './openssl-services.ts';
import { asFile, lastByteRange, lastSignature, letter } from './signed-files.ts';

const pss = (option: string, digest = 'sha256', salt = '32') => [
  ...[option, 'rsa_padding_mode:pss', option, `rsa_pss_saltlen:${salt}`],
  ...(digest === 'sha256' ? [] : [option, `rsa_mgf1_md:${digest}`]),
];

/** A CMS as `openssl cms` makes it, RSASSA-PSS, over bytes that it carries or not. */
function opensslCms(content: Uint8Array, pair: { key: string; certificate: string }, ...options: string[]) {
  const out = asFile('');
  const signer = ['-signer', asFile(pair.certificate), '-inkey', asFile(pair.key)];
  execFileSync(
    'openssl',
    [
      'cms',
      '-sign',
      '-cades',
      '-binary',
      '-in',
      asFile(content),
      ...signer,
      '-outform',
      'DER',
      '-out',
      out,
      ...options,
    ],
    { stdio: 'ignore' },
  );
  return new Uint8Array(readFileSync(out));
}

describe('RSASSA-PSS, which several authorities sign with', function () {
  this.timeout(180_000);
  const authority = createAuthority();
  const issuing = authority.issue({
    algorithm: 'rsa:2048',
    extensions:
      'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign,digitalSignature',
    subject: '/CN=Delivrance PSS',
  });
  const own = authority.issue({ algorithm: 'rsa:3072', under: issuing, options: pss('-sigopt') });
  const register = opensslRegister(issuing, [{ certificate: own.certificate }]);
  const [certificate, issuer] = [own, issuing].map((pair) => readPem(pair.certificate)[0]!);
  const anchors = readPem(authority.root);
  // Read by each test: openssl dates what it makes by the machine's clock, minutes after this file was read.
  const soon = () => new Date(Date.now() + 60_000);
  const question = (now = soon()) => ({ certificate: certificate!, issuer: issuer!, at: now, now });

  it('is accepted on a certificate, with SHA-256 and above', () => {
    expect(certificate!.isStrong).to.equal(true);
    const found = findAnchor({ signer: certificate!, others: [issuer!], anchors, at: soon() });
    expect('anchor' in found).to.equal(true);
    const weak = authority.issue({ under: issuing, digest: 'sha1', options: pss('-sigopt', 'sha1', '20') });
    expect(readPem(weak.certificate)[0]!.isStrong).to.equal(false);
  });

  it('is accepted on a revocation list and on an OCSP answer', () => {
    expect(checkCrl(register.crl(...pss('-sigopt')), question())).to.include({
      status: 'good',
      source: 'crl',
    });
    for (const [digest, salt] of [
      ['sha256', '32'],
      ['sha512', '64'],
    ] as const) {
      const options = ['-ndays', '7', '-rmd', digest, ...pss('-rsigopt', digest, salt)];
      expect(checkOcspResponse(register.ocsp(own.certificate, issuing, options), question())).to.include({
        status: 'good',
        source: 'ocsp',
      });
    }
  });

  it('is refused on an answer when one of its bytes changed', () => {
    const list = register.crl(...pss('-sigopt'));
    list[list.length - 20]! ^= 1;
    expect(checkCrl(list, question())).to.deep.equal({ problem: 'signing.problem.revocation-signature' });
  });

  it('is accepted on a timestamp', () => {
    const stamper = authority.issue({ algorithm: 'rsa:3072', extensions: stampingExtensions });
    const token = opensslToken(stamper, 'un texte');
    const content = asFile('');
    execFileSync(
      'openssl',
      ['cms', '-verify', '-noverify', '-inform', 'DER', '-in', asFile(token), '-out', content],
      { stdio: 'ignore' },
    );
    const options = ['-nodetach', '-econtent_type', 'id-smime-ct-TSTInfo', ...pss('-keyopt')];
    const reading = readTimestampToken(opensslCms(readFileSync(content), stamper, ...options));
    expect(reading).to.deep.include({ problems: [] });
  });

  it('is accepted on a document, below the baseline only for what openssl adds to it', async () => {
    const holder = createMemoryKeyHolder({
      ...{ mark: 'seal', privateKeyPem: own.key, certificateDer: certificate!.der },
      chainDer: [issuer!.der],
    });
    const now = soon();
    const pdf = await signPdf(await letter(), { holder, signerName: 'A', reason: 'M', at: now });
    const chain = ['-certfile', asFile(issuing.certificate)];
    const cms = opensslCms(lastSignature(pdf).signedBytes, own, ...chain, ...pss('-keyopt'));
    const [, length, next] = lastByteRange(pdf);
    const changed = Buffer.from(pdf);
    changed.write(
      Buffer.from(cms)
        .toString('hex')
        .padEnd(next - length - 2, '0'),
      length + 1,
      'latin1',
    );
    const verification = createVerification({ rootsPem: authority.root, clock: { now: () => now } });
    const report = await verification.verify(changed);
    expect([report.verdict, report.signatures[0]?.remarks]).to.deep.equal([
      'valid',
      ['signing.remark.signing-time'],
    ]);
  });
});
