import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './signed-files.ts';

const keyOptions = {
  'rsa:3072': ['-newkey', 'rsa:3072'],
  'rsa:4096': ['-newkey', 'rsa:4096'],
  'rsa:2048': ['-newkey', 'rsa:2048'],
  p384: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'rsa:1024': ['-newkey', 'rsa:1024'],
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
};

interface Issued {
  key: string;
  certificate: string;
}

/** A certification authority made by openssl, so that what we read was not written by us. */
export function createAuthority() {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  openssl(
    ...['req', '-x509', ...keyOptions.ec, '-nodes', '-days', '30', '-subj', '/CN=Racine'],
    ...['-keyout', at('root.key'), '-out', at('root.pem')],
  );
  let count = 0;

  /** Issues a certificate with the X.509 extensions given, under the root or under another issued one. */
  function issue(request: {
    algorithm?: keyof typeof keyOptions;
    extensions?: string;
    digest?: string;
    under?: Issued;
    subject?: string;
    /** More options of `openssl x509`, such as the padding that its issuer signs it with. */
    options?: string[];
  }): Issued {
    const name = `c${++count}`;
    const algorithm = keyOptions[request.algorithm ?? 'ec'];
    const extensions =
      request.extensions ?? 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature';
    writeFileSync(at(`${name}.ext`), extensions);
    const subject = request.subject ?? `/CN=Certificat ${count}`;
    const made = ['-nodes', '-subj', subject, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`)];
    openssl('req', '-new', ...algorithm, ...made);
    if (request.under !== undefined) {
      writeFileSync(at(`${name}.issuer.pem`), request.under.certificate);
      writeFileSync(at(`${name}.issuer.key`), request.under.key);
    }
    const issuer = request.under === undefined ? 'root' : `${name}.issuer`;
    openssl(
      ...[
        'x509',
        '-req',
        '-in',
        at(`${name}.csr`),
        '-CA',
        at(`${issuer}.pem`),
        '-CAkey',
        at(`${issuer}.key`),
      ],
      ...[`-${request.digest ?? 'sha256'}`, '-days', '30', '-set_serial', String(1000 + count)],
      ...['-extfile', at(`${name}.ext`), '-out', at(`${name}.pem`)],
      ...(request.options ?? []),
    );
    return {
      key: readFileSync(at(`${name}.key`), 'utf8'),
      certificate: readFileSync(at(`${name}.pem`), 'utf8'),
    };
  }

  return { root: readFileSync(at('root.pem'), 'utf8'), rootKey: readFileSync(at('root.key'), 'utf8'), issue };
}
