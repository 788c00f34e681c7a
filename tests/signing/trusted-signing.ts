import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { silentLog } from '../../src/kernel/log.ts';
import { readPem } from '../../src/signing/certificate-chain.ts';
import { createDemonstrationAuthority } from '../../src/signing/demonstration-authority.ts';
import type { Exchange } from '../../src/signing/http-exchange.ts';
import { createSigning, type TrustServices } from '../../src/signing/signing.ts';
import { clock, demonstrationKeys } from './signed-files.ts';

/** The certificate and the key of one of the demonstration's parties. */
export async function demonstrationParty(name: 'root' | 'issuing' | 'timestamp' | 'seal' | 'signatory') {
  const folder = dirname((await demonstrationKeys()).rootPath);
  return {
    certificate: readPem(readFileSync(join(folder, `${name}.pem`), 'utf8'))[0]!,
    keyPem: readFileSync(join(folder, `${name}.key.pem`), 'utf8'),
  };
}

/** The demonstration's authority, but for what a test changes in it. */
export async function demonstrationExchange(
  changes: Partial<Parameters<typeof createDemonstrationAuthority>[0]> = {},
): Promise<Exchange> {
  const [root, issuing, timestamp] = await Promise.all(
    (['root', 'issuing', 'timestamp'] as const).map(demonstrationParty),
  );
  return createDemonstrationAuthority({
    clock,
    root: root!,
    issuing: issuing!,
    timestamp: timestamp!,
    ...changes,
  }).exchange;
}

/** The room with the demonstration's keys and services, but for what a test changes in them. */
export async function trustedSigning(changes: Partial<TrustServices> = {}, at = clock) {
  const { authority, signatory, seal, rootPem } = await demonstrationKeys();
  const services = { ...authority!, asked: undefined, onFailure: 'refuse' as const, ...changes };
  return createSigning({ clock: at, signatory, seal, trust: rootPem, services, log: silentLog });
}
