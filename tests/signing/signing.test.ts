import { expect } from 'chai';
import { AppError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createSigning } from '../../src/signing/signing.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import {
  asFile,
  clock,
  demonstrationKeys,
  lastByteRange,
  lastSignature,
  letter,
  nssFolderTrusting,
  opensslAccepts,
  pdfsig,
  run,
  withByte,
} from './signed-files.ts';

const said = { signatoryName: 'Camille (de) Saint-Éloi', reason: 'Signature de l’instruction \\ 2027' };

async function signing(at = clock) {
  const keys = await demonstrationKeys();
  return createSigning({ clock: at, ...keys, trust: keys.rootPem, log: silentLog });
}

async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(AppError);
  return error as AppError;
}

describe('a signed act', function () {
  this.timeout(180_000);

  it('is the frozen bytes, then the signature, and nothing else', async () => {
    for (const objectStreams of [false, true]) {
      const frozen = await letter('Texte figé', { objectStreams });
      const { pdf } = await (await signing()).signAct(frozen, said);
      expect(Buffer.from(pdf.subarray(0, frozen.length)).equals(frozen)).to.equal(true);
      const [start, length, next, nextLength] = lastByteRange(pdf);
      expect([start, next + nextLength]).to.deep.equal([0, pdf.length]);
      expect(length).to.be.greaterThan(frozen.length);
    }
  });

  it('is valid for openssl and for pdfsig, with the person’s key and with the seal', async () => {
    const { rootPem } = await demonstrationKeys();
    const signed = await (await signing()).signAct(await letter(), said);
    expect(opensslAccepts(signed.pdf, rootPem)).to.equal(true);
    const sealed = await (await signing()).seal(signed.pdf, { reason: 'Cachet du service' });
    expect(opensslAccepts(sealed.pdf, rootPem)).to.equal(true);
    const words = pdfsig(sealed.pdf);
    expect(words.match(/Signature is Valid/g)).to.have.length(2);
    expect(words).to.contain('ETSI.CAdES.detached').and.to.contain('Total document signed');
    expect([signed.mark, sealed.mark]).to.deep.equal(['signature', 'seal']);
  });

  it('is trusted by pdfsig once it trusts the root', async function () {
    const { rootPem } = await demonstrationKeys();
    const roots = nssFolderTrusting(rootPem);
    if (roots === undefined) this.skip();
    const { pdf } = await (await signing()).signAct(await letter(), said);
    expect(pdfsig(pdf, roots)).to.contain('Certificate is Trusted');
  });

  it('is no longer valid for either once a byte has changed, in the text or in the CMS', async () => {
    const { rootPem } = await demonstrationKeys();
    const { pdf } = await (await signing()).signAct(await letter(), said);
    const [, length] = lastByteRange(pdf);
    const { cms } = lastSignature(pdf);
    const inSignatureValue = length + 1 + 2 * (cms.length - 20);
    for (const [at, change] of [
      [600, (byte: number) => byte ^ 1],
      [inSignatureValue, (byte: number) => (byte === 0x31 ? 0x32 : 0x31)],
    ] as const) {
      const changed = withByte(pdf, at, change);
      expect(opensslAccepts(changed, rootPem)).to.equal(false);
      expect(pdfsig(changed)).to.match(/Digest Mismatch|Signature is Invalid/);
      expect((await (await signing()).verify(changed)).valid).to.equal(false);
    }
  });

  it('carries signing-certificate-v2 and no signing-time, its attributes in DER order', async () => {
    const { pdf } = await (await signing()).signAct(await letter(), said);
    const path = asFile(lastSignature(pdf).cms);
    const printed = run('openssl', 'cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in', path);
    expect(printed).to.contain('id-smime-aa-signingCertificateV2').and.not.to.contain('signingTime');
    const tree = run('openssl', 'asn1parse', '-inform', 'DER', '-in', path);
    const lengths = [...tree.matchAll(/contentType|messageDigest|signingCertificateV2/g)].map(String);
    expect(lengths).to.deep.equal(['contentType', 'messageDigest', 'signingCertificateV2']);
  });

  it('keeps what was said as it was said, and passes qpdf', async () => {
    const { pdf } = await (await signing()).signAct(await letter(), said);
    expect(run('qpdf', '--check', asFile(pdf))).to.contain('No syntax or stream encoding errors found');
    const report = await (await signing()).verify(pdf);
    expect(report.signatures[0]).to.include({
      claimedName: said.signatoryName,
      claimedReason: said.reason,
      claimedAt: `${clock.now().toISOString().slice(0, 19)}.000Z`,
    });
    expect(run('qpdf', '--json', asFile(pdf))).to.contain('"/TU": "u:Signature de l’instruction \\\\ 2027"');
  });

  it('tells who, with what, and how to recognise the file', async () => {
    const signed = await (await signing()).signAct(await letter(), said);
    const { signatory } = (await signing()).identities();
    expect(signed.sha256).to.equal(run('sha256sum', asFile(signed.pdf)).slice(0, 64));
    expect(signed).to.include({ level: 'B-B', certificateSha256: signatory.certificateSha256 });
    expect(signed.signerName).to.contain('DÉMONSTRATION, sans valeur');
  });
});

describe('signing refuses', function () {
  this.timeout(180_000);

  it('a certificate that has expired or is not valid yet', async () => {
    for (const [day, key] of [
      ['2060-01-01T00:00:00.000Z', 'signing.refusal.certificate-expired'],
      ['2001-01-01T00:00:00.000Z', 'signing.refusal.certificate-not-yet-valid'],
    ] as const) {
      const late = await signing(createFixedClock(day));
      expect((await refusalOf(late.signAct(await letter(), said))).messageKey).to.equal(key);
    }
  });

  it('a file that is not a PDF, a name on two lines, an empty reason', async () => {
    const room = await signing();
    const noPdf = room.signAct(new TextEncoder().encode('bonjour'), said);
    expect((await refusalOf(noPdf)).messageKey).to.equal('signing.refusal.file');
    for (const words of [
      { ...said, signatoryName: 'A\nB' },
      { ...said, reason: ' ' },
    ]) {
      expect((await refusalOf(room.signAct(await letter(), words))).messageKey).to.equal(
        'signing.refusal.words',
      );
    }
  });

  it('a file whose earlier signature does not hold', async () => {
    const room = await signing();
    const { pdf } = await room.signAct(await letter(), said);
    const refusal = await refusalOf(
      room.seal(
        withByte(pdf, 600, (byte) => byte ^ 1),
        { reason: 'Cachet' },
      ),
    );
    expect(['signing.refusal.not-verifiable', 'signing.refusal.file']).to.include(refusal.messageKey);
  });

  it('to start with the two keys exchanged', async () => {
    const { signatory, seal, rootPem } = await demonstrationKeys();
    const others = { clock, trust: rootPem, log: silentLog };
    // @ts-expect-error the types already forbid it: a seal’s holder is not a person’s
    expect(() => createSigning({ ...others, signatory: seal, seal })).to.throw('was given to make');
    // @ts-expect-error and a person’s key seals no receipt, no annex, no list
    expect(() => createSigning({ ...others, signatory, seal: signatory })).to.throw('was given to make');
  });

  it('at its dry run, keys that the trusted roots do not vouch for', async () => {
    const keys = await demonstrationKeys();
    await (await signing()).dryRun();
    const stranger = createSigning({ clock, ...keys, trust: '', log: silentLog });
    expect((await refusalOf(stranger.dryRun())).details).to.deep.equal({
      problems: ['signing.problem.unknown-authority'],
    });
  });
});
