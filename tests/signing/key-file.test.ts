import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDemonstrationKeys } from '../../src/signing/demonstration-keys.ts';
import { openKeyFile } from '../../src/signing/key-file.ts';
import { signPdf } from '../../src/signing/pades.ts';
import { createAuthority } from './authority.ts';
import { asFile, clock, letter, opensslAccepts, temporaryFolder } from './signed-files.ts';

async function refusalOf(content: string) {
  const path = asFile(content);
  return openKeyFile({ path, mark: 'seal' }).catch((error: unknown) => error);
}

describe('a key file', function () {
  this.timeout(20_000);

  it('signs with the key and the chain that it holds, made by openssl, RSA or P-256', async () => {
    const authority = createAuthority();
    for (const algorithm of ['rsa:2048', 'ec'] as const) {
      const { key, certificate } = authority.issue({ algorithm });
      const holder = await openKeyFile({
        path: asFile(key + certificate + authority.root),
        mark: 'signature',
      });
      const signed = await signPdf(await letter(), { holder, signerName: 'A', reason: 'M', at: clock.now() });
      expect(opensslAccepts(signed, authority.root)).to.equal(true);
    }
  });

  it('is refused without a key, without a certificate, with another’s key, with a weak one', async () => {
    const authority = createAuthority();
    const [one, other] = [authority.issue({}), authority.issue({})];
    const weak = authority.issue({ algorithm: 'rsa:1024' });
    for (const content of [
      '',
      one.certificate,
      one.key,
      other.key + one.certificate,
      weak.key + weak.certificate,
    ]) {
      expect(await refusalOf(content)).to.include({ code: 'unavailable', messageKey: 'signing.keys.file' });
    }
  });

  it('is refused in production when its key is a demonstration’s', async () => {
    const folder = join(temporaryFolder(), 'keys');
    await openDemonstrationKeys({ folder, clock });
    const content = ['seal.key.pem', 'seal.pem']
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
    expect(await refusalOf(content)).to.include({ messageKey: 'signing.keys.demonstration' });
  });
});
