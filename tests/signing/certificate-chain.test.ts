import { expect } from 'chai';
import { findAnchor, readPem, signerProblems } from '../../src/signing/certificate-chain.ts';
import { createAuthority } from './authority.ts';

// Certificates made during the tests begin after this file is read.
const now = new Date(Date.now() + 60 * 60 * 1000);
const caExtensions = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign';

function read(pem: string) {
  return readPem(pem)[0]!;
}

describe('a certificate', function () {
  this.timeout(180_000);
  let authority: ReturnType<typeof createAuthority>;
  before(() => (authority = createAuthority()));

  /** The problem of the path from the first certificate, the others being at hand. */
  function pathProblem(signer: string, others: string[] = [], at = now): string | undefined {
    const found = findAnchor({
      signer: read(signer),
      others: others.map(read),
      anchors: readPem(authority.root),
      at,
    });
    return 'problem' in found ? found.problem.replace('signing.problem.', '') : undefined;
  }

  it('may sign when its usages say so, and only then', () => {
    const usages = (extensions: string) =>
      signerProblems(read(authority.issue({ extensions }).certificate), now).map((key) =>
        key.split('.').at(-1),
      );
    const leaf = 'basicConstraints=CA:FALSE\n';
    expect(usages(`${leaf}keyUsage=critical,nonRepudiation`)).to.deep.equal([]);
    expect(usages(`${leaf}keyUsage=digitalSignature\nextendedKeyUsage=emailProtection`)).to.deep.equal([]);
    expect(usages(`${leaf}keyUsage=digitalSignature\nextendedKeyUsage=1.3.6.1.5.5.7.3.36`)).to.deep.equal([]);
    for (const wrong of [
      `${leaf}keyUsage=critical,keyEncipherment`,
      `${leaf}keyUsage=digitalSignature\nextendedKeyUsage=serverAuth`,
      `${leaf}keyUsage=digitalSignature\n1.2.3.4=critical,ASN1:NULL`,
      `${leaf}subjectKeyIdentifier=hash`,
      caExtensions,
    ]) {
      expect(usages(wrong), wrong).to.deep.equal(['key-usage']);
    }
  });

  it('is refused when it has expired, is to come, is short or rests on SHA-1', () => {
    const signer = read(authority.issue({}).certificate);
    expect(signerProblems(signer, new Date('2001-01-01'))).to.deep.equal([
      'signing.problem.certificate-not-yet-valid',
    ]);
    expect(signerProblems(signer, new Date('2090-01-01'))).to.deep.equal([
      'signing.problem.certificate-expired',
    ]);
    for (const weak of [authority.issue({ algorithm: 'rsa:1024' }), authority.issue({ digest: 'sha1' })]) {
      expect(signerProblems(read(weak.certificate), now)).to.deep.equal(['signing.problem.weak-algorithm']);
    }
  });

  it('reaches a trusted root through the authorities at hand, in any order', () => {
    const upper = authority.issue({ extensions: caExtensions });
    const lower = authority.issue({ extensions: caExtensions, under: upper });
    const signer = authority.issue({ under: lower });
    expect(pathProblem(signer.certificate, [lower.certificate, upper.certificate])).to.equal(undefined);
    expect(
      pathProblem(signer.certificate, [upper.certificate, signer.certificate, lower.certificate]),
    ).to.equal(undefined);
    expect(pathProblem(signer.certificate, [upper.certificate])).to.equal('unknown-authority');
    expect(pathProblem(signer.certificate, [], now)).to.equal('unknown-authority');
  });

  it('is refused under a certificate that is no authority, or has used up its path', () => {
    const noAuthority = authority.issue({});
    const short = authority.issue({
      extensions: `${caExtensions}\n`.replace('CA:TRUE', 'CA:TRUE,pathlen:0'),
    });
    const below = authority.issue({ extensions: caExtensions, under: short });
    const underNone = authority.issue({ under: noAuthority }).certificate;
    expect(pathProblem(underNone, [noAuthority.certificate])).to.equal('authority-unfit');
    const underBelow = authority.issue({ under: below }).certificate;
    expect(pathProblem(underBelow, [below.certificate, short.certificate])).to.equal('authority-unfit');
  });

  it('is told apart under an authority that has expired, if that is all that is wrong', () => {
    const longAfter = new Date('2090-01-01');
    expect(pathProblem(authority.issue({}).certificate, [], longAfter)).to.equal('authority-expired');
    expect(pathProblem(authority.issue({}).certificate, [], new Date('2001-01-01'))).to.equal(
      'authority-unfit',
    );
    const noAuthority = authority.issue({});
    const underNone = authority.issue({ under: noAuthority }).certificate;
    expect(pathProblem(underNone, [noAuthority.certificate], longAfter)).to.equal('authority-unfit');
  });

  it('is refused under an authority that only bears the trusted root’s name', () => {
    const impostor = createAuthority();
    expect(pathProblem(impostor.issue({}).certificate, [impostor.root])).to.equal('unknown-authority');
  });

  it('makes a seal unless it names a person', () => {
    const markOf = (subject: string) => read(authority.issue({ subject }).certificate).mark;
    expect(markOf('/GN=Camille/SN=Roy/CN=Camille Roy')).to.equal('signature');
    for (const subject of ['/CN=Camille Roy', '/O=Service/CN=Cachet', '/GN=Camille/CN=Camille']) {
      expect(markOf(subject), subject).to.equal('seal');
    }
  });
});
