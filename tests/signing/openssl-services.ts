import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asFile, temporaryFolder } from './signed-files.ts';

interface Pair {
  key: string;
  certificate: string;
}

export const stampingExtensions =
  'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping';
export const responderExtensions =
  'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=OCSPSigning\nnoCheck=ignored';

const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });

/** What `openssl ts` answers about some bytes, or their SHA-256, as a token (DER) with its certificate. */
export function opensslToken(
  stamper: Pair,
  what: Uint8Array | string | { digest: Uint8Array },
  options: string[] = [],
): Uint8Array {
  const about =
    typeof what === 'object' && 'digest' in what
      ? ['-digest', Buffer.from(what.digest).toString('hex'), '-sha256']
      : ['-data', asFile(what)];
  const query = asFile('');
  openssl('ts', '-query', ...about, '-cert', '-out', query, ...options);
  return opensslReply(stamper, query, ['-token_out']);
}

/** The answer of `openssl ts` to a query, whole unless the options ask for its token alone. */
export function opensslReply(stamper: Pair, queryFile: string, options: string[] = []): Uint8Array {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  writeFileSync(at('serial'), '01\n');
  writeFileSync(
    at('ts.cnf'),
    [
      '[tsa]',
      'default_tsa = own',
      '[own]',
      `serial = ${at('serial')}`,
      'signer_digest = sha256',
      'default_policy = 1.2.3.4.1',
      'digests = sha256, sha384, sha512, sha1',
      'accuracy = secs:1',
      'ess_cert_id_alg = sha256',
      'ess_cert_id_chain = no',
    ].join('\n'),
  );
  openssl(
    ...['ts', '-reply', '-config', at('ts.cnf'), '-queryfile', queryFile, '-out', at('answer'), ...options],
    ...['-signer', asFile(stamper.certificate), '-inkey', asFile(stamper.key)],
  );
  return new Uint8Array(readFileSync(at('answer')));
}

/** An authority's register, as `openssl ca` and `openssl ocsp` read it: one line a certificate. */
export function opensslRegister(ca: Pair, entries: { certificate: string; revoked?: boolean }[]) {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  const lines = entries.map(({ certificate, revoked }) => {
    const serial = openssl('x509', '-noout', '-serial', '-in', asFile(certificate))
      .toString()
      .trim()
      .slice(7);
    return `${revoked ? 'R' : 'V'}\t490101000000Z\t${revoked ? '250101000000Z' : ''}\t${serial}\tunknown\t/CN=${serial}\n`;
  });
  writeFileSync(at('index.txt'), lines.join(''));
  writeFileSync(at('crlnumber'), '01\n');
  writeFileSync(
    at('ca.cnf'),
    [
      '[ca]',
      'default_ca = own',
      '[own]',
      `database = ${at('index.txt')}`,
      `crlnumber = ${at('crlnumber')}`,
      'default_md = sha256',
      'default_crl_days = 7',
      'crl_extensions = crl',
      '[crl]',
      'authorityKeyIdentifier = keyid',
    ].join('\n'),
  );

  return {
    /** The revocation list (DER), as `openssl ca -gencrl` makes it. */
    crl(...options: string[]): Uint8Array {
      openssl(
        ...[
          'ca',
          '-gencrl',
          '-config',
          at('ca.cnf'),
          '-cert',
          asFile(ca.certificate),
          '-keyfile',
          asFile(ca.key),
        ],
        ...['-out', at('crl.pem'), ...options],
      );
      return new Uint8Array(openssl('crl', '-in', at('crl.pem'), '-outform', 'DER'));
    },
    /** What `openssl ocsp` answers to a request made by another. */
    ocspAnswer(request: Uint8Array, responder: Pair): Uint8Array {
      openssl(
        ...['ocsp', '-index', at('index.txt'), '-CA', asFile(ca.certificate), '-reqin', asFile(request)],
        ...['-rsigner', asFile(responder.certificate), '-rkey', asFile(responder.key)],
        ...['-respout', at('reply'), '-ndays', '7', '-noverify'],
      );
      return new Uint8Array(readFileSync(at('reply')));
    },
    /** What `openssl ocsp` answers about a certificate (DER), signed by the responder given. */
    ocsp(
      certificate: string,
      responder: Pair,
      options = ['-ndays', '7'],
      issuer = ca.certificate,
    ): Uint8Array {
      openssl(
        ...[
          'ocsp',
          '-index',
          at('index.txt'),
          '-CA',
          asFile(ca.certificate),
          '-rsigner',
          asFile(responder.certificate),
        ],
        ...['-rkey', asFile(responder.key), '-issuer', asFile(issuer), '-cert', asFile(certificate)],
        ...['-respout', at('answer'), '-noverify', '-no_nonce', ...options],
      );
      return new Uint8Array(readFileSync(at('answer')));
    },
  };
}
