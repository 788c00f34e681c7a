import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as pki from 'pkijs';
import { silentLog } from '../../src/kernel/log.ts';
import { readPem } from '../../src/signing/certificate-chain.ts';
import { generateKeys, issueCertificate, privateKeyPem } from '../../src/signing/certificate-issuing.ts';
import { readCertificate } from '../../src/signing/certificates.ts';
import {
  createDemonstrationAuthority,
  demonstrationAddresses,
} from '../../src/signing/demonstration-authority.ts';
import { openDemonstrationKeys } from '../../src/signing/demonstration-keys.ts';
import type { Exchange } from '../../src/signing/http-exchange.ts';
import type { Level } from '../../src/signing/level.ts';
import { createSigning } from '../../src/signing/signing.ts';
import { createVerification } from '../../src/signing/verification.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { temporaryFolder } from './signed-files.ts';

/** Keys made at the same instant are the same: making them takes a while. */
const folders = new Map<string, string>();
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };

/** Rooms over the same keys whose clock moves through the years; services as the authority has them then. */
export async function openYears(clock = createFixedClock('2026-11-22T10:00:00.000Z')) {
  const made = clock.now().toISOString();
  const shared = folders.get(made) ?? join(temporaryFolder(), 'keys');
  folders.set(made, shared);
  const keys = await openDemonstrationKeys({ folder: shared, clock });
  const folder = dirname(keys.rootPath);
  const party = (name: string) => ({
    certificate: readPem(readFileSync(join(folder, `${name}.pem`), 'utf8'))[0]!,
    keyPem: readFileSync(join(folder, `${name}.key.pem`), 'utf8'),
  });
  const [root, issuing] = [party('root'), party('issuing')];

  const roomWith = (exchange: Exchange, asked?: Level) =>
    createSigning({
      clock,
      signatory: keys.signatory,
      seal: keys.seal,
      trust: keys.rootPem,
      services: {
        exchange,
        timestampUrl: keys.authority!.timestampUrl,
        asked,
        onFailure: 'refuse',
      },
      log: silentLog,
    });

  return {
    clock,
    rootPem: keys.rootPem,
    /** In this process: the process apart that hostile files ask for is not what is tested. */
    verify: (pdf: Uint8Array) => createVerification({ rootsPem: keys.rootPem, clock }).verify(pdf),
    issuingPem: issuing.certificate.x509.toString(),
    roomWith,
    usual: keys.authority!.exchange,
    /** The same authority, once it has given itself a new timestamp certificate. */
    async withNewStamper(notBefore: Date, notAfter: Date): Promise<Exchange> {
      const stamperKeys = await generateKeys('p256');
      const privateKey = createPrivateKey(issuing.keyPem);
      const importKey = (format: 'pkcs8' | 'spki', der: Buffer, use: 'sign' | 'verify') =>
        webcrypto.subtle.importKey(format, der, ecdsa, true, [use]);
      const certificate = await issueCertificate({
        subject: { commonName: 'Horodatage suivant' },
        keys: stamperKeys,
        issuer: {
          certificate: pki.Certificate.fromBER(issuing.certificate.der),
          keys: {
            privateKey: await importKey('pkcs8', privateKey.export({ type: 'pkcs8', format: 'der' }), 'sign'),
            publicKey: await importKey(
              'spki',
              createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
              'verify',
            ),
          },
        },
        notBefore,
        notAfter,
        revocation: demonstrationAddresses.issuing,
        forTimestamps: true,
      });
      const timestamp = {
        certificate: readCertificate(new Uint8Array(certificate.toSchema(true).toBER())),
        keyPem: await privateKeyPem(stamperKeys),
      };
      return createDemonstrationAuthority({ clock, root, issuing, timestamp }).exchange;
    },
  };
}
