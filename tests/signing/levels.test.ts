import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { levels, reaches, type Level } from '../../src/signing/level.ts';
import { readPdf } from '../../src/signing/pdf-file.ts';
import { dictionaryOf, resolve } from '../../src/signing/pdf-values.ts';
import { everyToolAccepts, revisionsOf } from './every-tool.ts';
import { demonstrationParty, trustedSigning } from './trusted-signing.ts';
import { asFile, demonstrationKeys, letter, opensslAccepts, run } from './signed-files.ts';

const said = { signatoryName: 'Camille Roy', reason: 'Signature de l’instruction 2027' };
const marks = ['signature', 'seal'] as const;

async function signTo(asked: Level | undefined, mark: (typeof marks)[number], pdf?: Uint8Array) {
  const room = await trustedSigning({ asked });
  const given = pdf ?? (await letter());
  return mark === 'seal' ? room.seal(given, { reason: 'Cachet' }) : room.signAct(given, said);
}

/** The streams of a list of the security store. */
async function storeOf(pdf: Uint8Array, name: string): Promise<Uint8Array[]> {
  const file = await readPdf(pdf);
  const get = (reference: string) => file.get(reference);
  const store = dictionaryOf(resolve(get, dictionaryOf(file.get(file.root))?.get('DSS')));
  const list = resolve(get, store?.get(name));
  return (Array.isArray(list) ? list : []).map(
    (each) => (resolve(get, each) as unknown as { data: Uint8Array }).data,
  );
}

describe('a signature’s level', function () {
  this.timeout(180_000);

  for (const level of levels) {
    for (const mark of marks) {
      it(`is ${level} with the ${mark === 'seal' ? 'P-256 seal' : 'RSA-3072 signature'}, for every tool`, async () => {
        const frozen = await letter();
        const signed = await signTo(level, mark, frozen);
        expect(signed).to.include({ level, mark }).and.to.not.have.property('loweredBy');
        expect(Buffer.from(signed.pdf.subarray(0, frozen.length)).equals(frozen)).to.equal(true);
        expect(await everyToolAccepts(signed.pdf)).to.deep.equal({
          signatures: 1,
          signatureTimestamps: reaches(level, 'B-T') ? 1 : 0,
          documentTimestamps: level === 'B-LTA' ? 1 : 0,
        });
        const report = await (await trustedSigning()).verify(signed.pdf);
        expect(report.valid).to.equal(true);
        expect(report.signatures[0]).to.include({ level, kind: mark });
      });
    }
  }

  it('is by default the highest that the services allow', async () => {
    expect((await signTo(undefined, 'signature')).level).to.equal('B-LTA');
    const room = await trustedSigning({ timestampUrl: undefined });
    expect((await room.signAct(await letter(), said)).level).to.equal('B-B');
  });

  it('is kept by an act that is signed, then sealed', async () => {
    const signed = await signTo('B-LTA', 'signature');
    const sealed = await signTo('B-LTA', 'seal', signed.pdf);
    expect(Buffer.from(sealed.pdf.subarray(0, signed.pdf.length)).equals(signed.pdf)).to.equal(true);
    const report = await (await trustedSigning()).verify(sealed.pdf);
    expect(report.valid).to.equal(true);
    expect(report.signatures.map(({ kind, level }) => [kind, level])).to.deep.equal([
      ['signature', 'B-LTA'],
      ['timestamp', null],
      ['seal', 'B-LTA'],
      ['timestamp', null],
    ]);
    const rootPem = (await demonstrationKeys()).rootPem;
    const [act, , seal] = revisionsOf(sealed.pdf);
    expect([act, seal].map((each) => opensslAccepts(each!, rootPem))).to.deep.equal([true, true]);
  });

  it('B-LT keeps a proof that openssl accepts for every certificate but the root', async () => {
    const { pdf } = await signTo('B-LT', 'signature');
    const { rootPem } = await demonstrationKeys();
    const pemOf = (der: Uint8Array, kind: string) =>
      `-----BEGIN ${kind}-----\n${Buffer.from(der).toString('base64')}\n-----END ${kind}-----\n`;
    const lists = (await storeOf(pdf, 'CRLs')).map((der) => pemOf(der, 'X509 CRL')).join('');
    const [signatory, issuing, timestamp] = await Promise.all(
      (['signatory', 'issuing', 'timestamp'] as const).map(async (name) =>
        pemOf((await demonstrationParty(name)).certificate.der, 'CERTIFICATE'),
      ),
    );
    const trusted = ['-CAfile', asFile(rootPem), '-untrusted', asFile(issuing!)];
    expect(
      run('openssl', 'verify', '-crl_check_all', '-CRLfile', asFile(lists), ...trusted, asFile(signatory!)),
    ).to.contain('OK');
    const [answer] = await storeOf(pdf, 'OCSPs');
    const about = ['-issuer', asFile(issuing!), '-cert', asFile(timestamp!, 'timestamp.pem')];
    const heard = spawnSync(
      'openssl',
      ['ocsp', '-respin', asFile(answer!), ...about, ...trusted.slice(0, 2)],
      {
        encoding: 'utf8',
      },
    );
    expect(heard.stdout + heard.stderr)
      .to.contain('timestamp.pem: good')
      .and.to.contain('verify OK');
    expect(await storeOf(pdf, 'Certs')).to.have.length(4);
  });
});
