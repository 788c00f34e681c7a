import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { readPem } from '../../src/signing/certificate-chain.ts';
import { checkTimestamp, readTimestampToken } from '../../src/signing/timestamp-token.ts';
import { createAuthority } from './authority.ts';
import { opensslToken, stampingExtensions } from './openssl-services.ts';
import { withByte } from './signed-files.ts';

const bytes = new TextEncoder().encode('ce qui est horodaté');
const digestOf = (algorithm: string) => createHash(algorithm).update(bytes).digest();

describe('a timestamp token that openssl made', function () {
  this.timeout(180_000);
  let authority: ReturnType<typeof createAuthority>;
  let stamper: ReturnType<typeof authority.issue>;
  before(() => {
    authority = createAuthority();
    stamper = authority.issue({ extensions: stampingExtensions, subject: '/CN=Horodatage' });
  });

  function problemsOf(
    token: Uint8Array,
    expected: Partial<Parameters<typeof checkTimestamp>[1]> = {},
    root = authority.root,
  ): string[] {
    const reading = readTimestampToken(token);
    if ('problem' in reading) return [reading.problem.replace('signing.problem.timestamp-', '')];
    return checkTimestamp(reading, { digestOf, anchors: readPem(root), ...expected }).problems.map((key) =>
      key.replace('signing.problem.timestamp-', ''),
    );
  }

  it('holds for the bytes that were stamped, whatever the digest, and says when and by whom', () => {
    for (const digest of ['-sha256', '-sha384', '-sha512']) {
      const token = opensslToken(stamper, bytes, [digest]);
      expect(problemsOf(token), digest).to.deep.equal([]);
      const reading = readTimestampToken(token);
      if ('problem' in reading) throw new Error(reading.problem);
      expect(Math.abs(reading.at.getTime() - Date.now())).to.be.lessThan(60_000);
      expect(reading).to.deep.include({ policy: '1.2.3.4.1', serialNumber: '02' });
      expect(reading.signer.name).to.equal('Horodatage');
    }
  });

  it('is refused for other bytes, for another nonce, or with SHA-1', () => {
    const token = opensslToken(stamper, bytes);
    expect(problemsOf(token, { digestOf: () => new Uint8Array(32) })).to.deep.equal(['imprint']);
    expect(problemsOf(token, { nonce: '0102' })).to.deep.equal(['nonce']);
    expect(problemsOf(opensslToken(stamper, bytes, ['-no_nonce']), { nonce: '01' })).to.deep.equal(['nonce']);
    expect(problemsOf(opensslToken(stamper, bytes, ['-sha1']))).to.deep.equal(['algorithm']);
  });

  it('is refused under another root, and once its certificate has expired', () => {
    const token = opensslToken(stamper, bytes);
    expect(problemsOf(token, {}, createAuthority().root)).to.deep.equal(['authority']);
    expect(problemsOf(token, { at: new Date('2090-01-01') })).to.deep.equal([
      'certificate-dates',
      'authority',
    ]);
  });

  it('is refused from a certificate that may do something else than stamp', () => {
    const token = opensslToken(stamper, bytes);
    const reading = readTimestampToken(token);
    if ('problem' in reading) throw new Error(reading.problem);
    for (const extensions of [
      'keyUsage=critical,digitalSignature',
      'keyUsage=critical,digitalSignature\nextendedKeyUsage=timeStamping',
      'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping,codeSigning',
      'keyUsage=critical,keyEncipherment\nextendedKeyUsage=critical,timeStamping',
    ]) {
      const signer = readPem(authority.issue({ extensions }).certificate)[0]!;
      const { problems } = checkTimestamp(
        { ...reading, signer },
        { digestOf, anchors: readPem(authority.root) },
      );
      expect(problems, extensions).to.include('signing.problem.timestamp-usage');
    }
  });

  it('says nothing else once a byte has changed, and never throws', () => {
    const token = opensslToken(stamper, bytes);
    const saidBy = (changed: Uint8Array) => {
      const reading = readTimestampToken(changed);
      if ('problem' in reading) return undefined;
      const { problems } = checkTimestamp(reading, { digestOf, anchors: readPem(authority.root) });
      const { at, policy, serialNumber, nonce, imprint, signer } = reading;
      return problems.length > 0
        ? undefined
        : JSON.stringify([at, policy, serialNumber, nonce, imprint, signer.fingerprint]);
    };
    const said = saidBy(token);
    expect(said).to.be.a('string');
    // A few bytes repeat, outside what is signed, what the signed part says: they may change, it may not.
    for (let at = 0; at < token.length; at += 3) {
      const changed = saidBy(withByte(token, at, (byte) => byte ^ 1));
      if (changed !== undefined) expect(changed).to.equal(said);
    }
    for (let length = 0; length < token.length; length += 7) {
      expect(readTimestampToken(token.slice(0, length))).to.have.property('problem');
    }
  });
});
