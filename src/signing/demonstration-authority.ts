import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { readPem } from './certificate-chain.ts';
import { answerOcsp, issueCrl, type RevokingAuthority } from './demonstration-revocation.ts';
import { answerTimestamp } from './demonstration-timestamps.ts';
import type { Exchange } from './http-exchange.ts';
import { createMemoryKeyHolder } from './key-holder.ts';

/**
 * Written in the demonstration's certificates. The domain `.invalid` exists nowhere (RFC 2606): these
 * addresses are answered inside the process, no port is opened and nothing ever leaves the machine.
 */
export const demonstrationAddresses = {
  timestamp: 'http://horodatage.estafette.invalid/',
  /** About the certificates that the root issued: by list alone, as is usual for authorities. */
  root: { crl: 'http://racine.estafette.invalid/liste.crl' },
  issuing: {
    ocsp: 'http://autorite.estafette.invalid/ocsp',
    crl: 'http://autorite.estafette.invalid/liste.crl',
  },
} as const;

export type DemonstrationAuthority = ReturnType<typeof createDemonstrationAuthority>;

/** The authority whose keys lie in the folder; undefined for a folder made before authorities kept theirs. */
export async function openDemonstrationAuthority(options: { folder: string; clock: Clock }) {
  const { folder, clock } = options;
  if (!existsSync(join(folder, 'timestamp.pem'))) return undefined;
  const read = async (name: string) => ({
    certificate: readPem(await readFile(join(folder, `${name}.pem`), 'utf8'))[0]!,
    keyPem: await readFile(join(folder, `${name}.key.pem`), 'utf8'),
  });
  const [root, issuing, timestamp] = await Promise.all([read('root'), read('issuing'), read('timestamp')]);
  return createDemonstrationAuthority({ clock, root, issuing, timestamp });
}

/**
 * The services of trust of a demonstration: timestamps, OCSP and revocation lists, as an exchange that
 * stands where the network would.
 * @param options.revoked serial numbers (hexadecimal) and when: what tests revoke.
 */
export function createDemonstrationAuthority(options: {
  clock: Clock;
  root: RevokingAuthority;
  issuing: RevokingAuthority;
  timestamp: RevokingAuthority;
  revoked?: ReadonlyMap<string, Date>;
}) {
  const { clock, root, issuing, timestamp, revoked = new Map<string, Date>() } = options;
  const stamper = createMemoryKeyHolder({
    mark: 'seal',
    privateKeyPem: timestamp.keyPem,
    certificateDer: timestamp.certificate.der,
    chainDer: [issuing.certificate.der],
  });
  const exchange: Exchange = async ({ url, body }) => {
    const now = clock.now();
    switch (url) {
      case demonstrationAddresses.timestamp:
        return answerTimestamp(body ?? new Uint8Array(), stamper, now);
      case demonstrationAddresses.issuing.ocsp:
        return answerOcsp(body ?? new Uint8Array(), issuing, revoked, now);
      case demonstrationAddresses.issuing.crl:
        return issueCrl(issuing, revoked, now);
      case demonstrationAddresses.root.crl:
        return issueCrl(root, new Map(), now);
      default:
        throw new AppError('unavailable', 'a demonstration asks no service outside itself', {
          messageKey: 'signing.service.silent',
          params: { host: new URL(url).host },
        });
    }
  };
  return { exchange, timestampUrl: demonstrationAddresses.timestamp };
}
