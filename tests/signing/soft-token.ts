import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asFile, run, temporaryFolder } from './signed-files.ts';

const libraries = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/lib/pkcs11/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
];

export const pin = '4321';

/** A SoftHSM of its own, with the tokens and keys that it is given; the process's environment leads to it. */
export function createSoftToken() {
  const folder = temporaryFolder();
  const modulePath = libraries.find((path) => existsSync(path)) ?? '';
  mkdirSync(join(folder, 'tokens'));
  const configuration = join(folder, 'softhsm2.conf');
  writeFileSync(configuration, `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`);
  process.env['SOFTHSM2_CONF'] = configuration;
  const pkcs11Tool = (token: string, ...args: string[]) =>
    execFileSync(
      'pkcs11-tool',
      ['--module', modulePath, '--token-label', token, '--login', '--pin', pin, ...args],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );

  return {
    folder,
    modulePath,
    uri: (token: string, object: string) =>
      `pkcs11:token=${encodeURIComponent(token)};object=${object}?module-path=${modulePath}`,

    addToken(token: string): void {
      run('softhsm2-util', '--init-token', '--free', '--label', token, '--pin', pin, '--so-pin', '8765');
    },

    /** Puts a PEM key, and unless it is left out its certificate, under a name. */
    addKey(token: string, object: string, id: string, pair: { key: string; certificate?: string }): void {
      const key = ['--import', asFile(pair.key), '--pin', pin, '--label', object, '--id', id];
      run('softhsm2-util', ...key, '--token', token);
      if (pair.certificate !== undefined) this.addCertificate(token, object, id, pair.certificate);
    },

    addCertificate(token: string, object: string, id: string, pem: string): void {
      const der = join(temporaryFolder(), 'certificate.der');
      run('openssl', 'x509', '-in', asFile(pem), '-outform', 'DER', '-out', der);
      pkcs11Tool(token, '--write-object', der, '--type', 'cert', '--label', object, '--id', id);
    },

    removeToken: (token: string) => run('softhsm2-util', '--delete-token', '--token', token),
  };
}
