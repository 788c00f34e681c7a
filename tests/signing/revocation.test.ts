import { expect } from 'chai';
import { readPem } from '../../src/signing/certificate-chain.ts';
import { checkCrl } from '../../src/signing/revocation-crl.ts';
import { checkOcspResponse } from '../../src/signing/revocation-ocsp.ts';
import type { RevocationFinding } from '../../src/signing/revocation.ts';
import { createAuthority } from './authority.ts';
import { opensslRegister, responderExtensions } from './openssl-services.ts';
import { withByte } from './signed-files.ts';

const day = 24 * 60 * 60 * 1000;
const read = (pem: string) => readPem(pem)[0]!;

describe('an authority’s answer about a certificate', function () {
  this.timeout(180_000);
  const authority = createAuthority();
  const ca = { key: authority.rootKey, certificate: authority.root };
  const [good, revoked, unlisted] = [authority.issue({}), authority.issue({}), authority.issue({})];
  const responder = authority.issue({ extensions: responderExtensions });
  const register = opensslRegister(ca, [
    { certificate: good.certificate },
    { certificate: revoked.certificate, revoked: true },
  ]);
  const now = () => new Date(Date.now() + 2000);

  function about(certificate: string, at = now(), present = at, issuer = authority.root) {
    return { certificate: read(certificate), issuer: read(issuer), at, now: present };
  }
  const verdictOf = (finding: RevocationFinding) =>
    'problem' in finding ? finding.problem.replace('signing.problem.revocation-', '') : finding.status;

  it('by OCSP is good, revoked or unknown, signed by the authority or by its responder', () => {
    for (const signer of [ca, responder]) {
      for (const [{ certificate }, verdict] of [
        [good, 'good'],
        [revoked, 'revoked'],
        [unlisted, 'unknown'],
      ] as const) {
        const answer = register.ocsp(certificate, signer);
        expect(verdictOf(checkOcspResponse(answer, about(certificate)))).to.equal(verdict);
      }
    }
  });

  it('by list is good or revoked', () => {
    const list = register.crl();
    expect(verdictOf(checkCrl(list, about(good.certificate)))).to.equal('good');
    const finding = checkCrl(list, about(revoked.certificate));
    expect(finding).to.deep.include({ status: 'revoked', revokedAt: new Date('2025-01-01T00:00:00Z') });
  });

  it('says good of an instant before the revocation, and tells the revocation', () => {
    const before = about(revoked.certificate, new Date('2024-06-01'), now());
    for (const finding of [
      checkCrl(register.crl(), before),
      checkOcspResponse(register.ocsp(revoked.certificate, responder), before),
    ]) {
      expect(finding).to.deep.include({ status: 'good', revokedAt: new Date('2025-01-01T00:00:00Z') });
    }
  });

  it('is no answer about another certificate, or another authority’s', () => {
    const answer = register.ocsp(good.certificate, responder);
    expect(verdictOf(checkOcspResponse(answer, about(unlisted.certificate)))).to.equal('other-certificate');
    const stranger = createAuthority();
    const theirs = about(good.certificate, now(), now(), stranger.root);
    expect(verdictOf(checkOcspResponse(answer, theirs))).to.equal('signature');
    expect(verdictOf(checkCrl(register.crl(), theirs))).to.equal('signature');
  });

  it('is refused from who was not appointed: a signer, a responder of another authority', () => {
    const stranger = createAuthority();
    for (const impostor of [good, stranger.issue({ extensions: responderExtensions })]) {
      const answer = register.ocsp(good.certificate, impostor);
      expect(verdictOf(checkOcspResponse(answer, about(good.certificate)))).to.equal('signature');
    }
  });

  it('is refused once its successor was due, or before its time', () => {
    const answer = register.ocsp(good.certificate, responder);
    const unannounced = register.ocsp(good.certificate, responder, []);
    for (const [at, verdict] of [
      [Date.now() + 6 * day, 'good'],
      [Date.now() + 8 * day, 'stale'],
      [Date.now() - day, 'stale'],
    ] as const) {
      const question = about(good.certificate, new Date(at));
      expect(verdictOf(checkOcspResponse(answer, question))).to.equal(verdict);
      expect(verdictOf(checkCrl(register.crl(), question))).to.equal(verdict);
    }
    const later = about(good.certificate, new Date(Date.now() + 2 * day));
    expect(verdictOf(checkOcspResponse(unannounced, later))).to.equal('stale');
  });

  it('never holds once a byte has changed in what is signed, and never throws', () => {
    const answer = register.ocsp(good.certificate, ca);
    const list = register.crl();
    for (const [bytes, check] of [
      [answer, checkOcspResponse],
      [list, checkCrl],
    ] as const) {
      for (let at = 60; at < bytes.length - 90; at += 3) {
        const finding = check(
          withByte(bytes, at, (byte) => byte ^ 4),
          about(revoked.certificate),
        );
        expect(verdictOf(finding)).to.not.equal('good');
      }
      for (let length = 0; length < bytes.length; length += 5) {
        expect(check(bytes.slice(0, length), about(good.certificate))).to.have.property('problem');
      }
    }
  });
});
