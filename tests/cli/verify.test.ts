import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { signPdf } from '../../src/signing/pades.ts';
import { createAuthority } from '../signing/authority.ts';
import { clock, demonstrationKeys, letter, withByte } from '../signing/signed-files.ts';
import { runCli } from './run-cli.ts';

const keysOfJson = ['verdict', 'signatures', 'known', 'notChecked'];

describe('estafette verify', function () {
  this.timeout(180_000);
  let folder: string;
  let production: Record<string, string>;
  const at = (name: string) => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafette-verify-test-'));
    const { signatory: holder, rootPem } = await demonstrationKeys();
    const signed = await signPdf(await letter(), { holder, signerName: 'A', reason: 'M', at: clock.now() });
    await writeFile(at('signed.pdf'), signed);
    await writeFile(
      at('changed.pdf'),
      withByte(signed, 600, (byte) => byte ^ 1),
    );
    await writeFile(at('demonstration.pem'), rootPem);
    await writeFile(at('real.pem'), createAuthority().root);
    production = {
      NATURE: 'production',
      DATA_DIR: at('data'),
      SMTP_URL: 'smtps://relais.example:465',
      PUBLIC_URL: 'https://estafette.example/',
      SIGNATORY_KEY_FILE: at('none.pem'),
      SEAL_KEY_FILE: at('none.pem'),
      TRUST_FILE: at('real.pem'),
    };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function verify(file: string, options: string[] = [], environment = production) {
    const { code, stdout, stderr } = await runCli(['verify', at(file), '--json', ...options], {
      environment,
    });
    return { code, stderr, json: stdout === '' ? undefined : JSON.parse(stdout) };
  }

  it('trusts a demonstration only when it is told to', async () => {
    const alone = await verify('signed.pdf');
    expect([alone.code, alone.json.verdict]).to.deep.equal([1, 'indeterminate']);
    expect(alone.json.signatures[0]).to.include({ intact: true, trusted: false });
    const told = await verify('signed.pdf', ['--trust', at('demonstration.pem')]);
    expect([told.code, told.json.verdict, told.json.known]).to.deep.equal([0, 'valid', null]);
    expect(Object.keys(told.json)).to.deep.equal(keysOfJson);
  });

  it('lets no production trust a demonstration for good', async () => {
    const refused = await verify('signed.pdf', [], { ...production, TRUST_FILE: at('demonstration.pem') });
    expect([refused.code, refused.json]).to.deep.equal([1, undefined]);
    expect(refused.stderr).to.contain('démonstration').and.to.contain('--trust');
  });

  it('answers 1 to a changed file, and says why in French', async () => {
    const changed = await verify('changed.pdf', ['--trust', at('demonstration.pem')]);
    expect([changed.code, changed.json.verdict]).to.deep.equal([1, 'invalid']);
    expect(changed.json.signatures[0].reasons).to.deep.equal(['digest']);
    const said = await runCli(['verify', at('changed.pdf'), '--trust', at('demonstration.pem')], {
      environment: production,
    });
    expect(said.stdout).to.contain('Ne vous fiez pas').and.to.contain('n’est pas celui qui a été signé');
  });
});
