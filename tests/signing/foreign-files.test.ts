import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createVerification } from '../../src/signing/verification.ts';
import { createAuthority } from './authority.ts';
import {
  asFile,
  demonstrationKeys,
  letter,
  nssFolderTrusting,
  objectText,
  run,
  temporaryFolder,
  withByte,
  withRevision,
} from './signed-files.ts';
import { signPdf } from '../../src/signing/pades.ts';

describe('a file that pdfsig signed', function () {
  this.timeout(180_000);
  let sign: (pdf: Uint8Array) => Uint8Array;
  let roots: string;
  // pdfsig signs by the machine's clock, minutes after this file was read: a standing clock would be behind.
  const clock = { now: () => new Date(Date.now() + 60_000) };
  const verify = (pdf: Uint8Array, rootsPem = roots) => createVerification({ rootsPem, clock }).verify(pdf);

  before(async function () {
    const authority = createAuthority();
    const nss = nssFolderTrusting(authority.root);
    if (nss === undefined || spawnSync('pk12util', ['-H']).error !== undefined) this.skip();
    const { key, certificate } = authority.issue({
      algorithm: 'rsa:3072',
      subject: '/CN=Dominique Renard/GN=Dominique/SN=Renard',
    });
    const p12 = join(temporaryFolder(), 'signer.p12');
    const names = ['-name', 'signer', '-passout', 'pass:p', '-out', p12];
    run('openssl', 'pkcs12', '-export', '-inkey', asFile(key), '-in', asFile(certificate), ...names);
    run('pk12util', '-i', p12, '-d', `sql:${nss}`, '-W', 'p', '-K', '');
    roots = authority.root + (await demonstrationKeys()).rootPem;
    sign = (pdf) => {
      const out = join(temporaryFolder(), 'signed.pdf');
      const args = ['-nssdir', `sql:${nss}`, asFile(pdf), out, '-add-signature', '-nick', 'signer'];
      spawnSync('pdfsig', args, { env: { ...process.env, HOME: temporaryFolder() } });
      return new Uint8Array(readFileSync(out));
    };
  });

  it('is valid, outside the baseline, which is said', async () => {
    const report = await verify(sign(await letter()));
    expect([report.verdict, report.signatures.length]).to.deep.equal(['valid', 1]);
    const [{ kind, signer, level, intact, trusted, remarks }] = report.signatures as [
      (typeof report.signatures)[0],
    ];
    expect({ kind, signer, level, intact, trusted }).to.deep.equal({
      ...{ kind: 'signature', signer: 'Dominique Renard', level: null },
      ...{ intact: true, trusted: true },
    });
    expect(remarks).to.deep.equal(['signing.remark.older-form', 'signing.remark.cms-encoding']);
  });

  it('is valid twice, alone or after a signature of ours', async () => {
    const { signatory: holder } = await demonstrationKeys();
    const ours = await signPdf(await letter(), { holder, signerName: 'A', reason: 'M', at: clock.now() });
    for (const first of [sign(await letter()), ours]) {
      const report = await verify(sign(first));
      expect(report.verdict).to.equal('valid-with-additions');
      expect(report.signatures.map(({ additions }) => additions)).to.deep.equal([['signature'], []]);
    }
  });

  it('is not valid once a byte has changed, or its page', async () => {
    const pdf = sign(await letter());
    const changed = withByte(pdf, 300, (byte) => byte ^ 1);
    expect((await verify(changed)).verdict).to.equal('invalid');
    const page = objectText(pdf, /\/Type \/Page\b/);
    const turned = withRevision(pdf, {
      [page.number]: page.text.replace('/Type /Page', '/Type /Page /Rotate 90'),
    });
    expect((await verify(turned)).signatures[0]!.additions).to.deep.equal(['content']);
    const without = page.text.replace(/\/Annots \[.*?\]/, '');
    expect((await verify(withRevision(pdf, { [page.number]: without }))).verdict).to.equal('invalid');
  });

  it('cannot be told from a self-made one when its root is not trusted', async () => {
    const report = await verify(sign(await letter()), (await demonstrationKeys()).rootPem);
    expect(report.verdict).to.equal('indeterminate');
    expect(report.signatures[0]!.reasons).to.deep.equal(['signing.problem.unknown-authority']);
  });
});
