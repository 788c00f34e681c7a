import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readPem } from '../../src/signing/certificate-chain.ts';
import { createMemoryKeyHolder } from '../../src/signing/key-holder.ts';
import { signPdf } from '../../src/signing/pades.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { createAuthority } from '../signing/authority.ts';
import { openSigner } from '../signing/levelled-files.ts';
import {
  asFile,
  demonstrationKeys,
  lastByteRange,
  lastSignature,
  letter,
  withRevision,
  objectText,
} from '../signing/signed-files.ts';
import type { Base } from './verifier-mutations.ts';

/** Honest files of several makers, the cheapest to verify first, and the roots that vouch for them. */
export async function verifierBases(): Promise<{ bases: Base[]; rootsPem: string; now: Date }> {
  const { signatory, seal, rootPem } = await demonstrationKeys();
  const authority = createAuthority();
  const { key, certificate } = authority.issue({});
  // The certificates of openssl begin now, later than the moment the tests' clock stopped at.
  const now = new Date(Date.now() + 60_000);
  const levelled = await openSigner(createFixedClock(now.toISOString()));
  const said = { signerName: 'A', reason: 'M', at: now, reserved: 3000 };
  const own = await signPdf(await letter(), { ...said, holder: seal });
  const compact = await signPdf(await letter('Compact', { objectStreams: true }), {
    ...said,
    holder: signatory,
  });
  const holder = createMemoryKeyHolder({
    mark: 'seal',
    privateKeyPem: key,
    certificateDer: readPem(certificate)[0]!.der,
    chainDer: [],
  });
  const foreign = await signPdf(await letter('Ailleurs'), { ...said, holder });
  const catalog = objectText(own, /\/Type \/Catalog/);
  const withData = withRevision(own, {
    [catalog.number]: catalog.text.replace('>>', '/DSS 70 0 R >>'),
    70: '<< /Type /DSS /Certs [71 0 R] >>',
    71: '<< /Length 3 >>\nstream\nabc\nendstream',
  });
  const bases = [
    { name: 'seal', pdf: own },
    { name: 'compact signature', pdf: compact },
    { name: 'openssl', pdf: withOpenssl(foreign, certificate, key, []) },
    { name: 'openssl, indefinite lengths', pdf: withOpenssl(foreign, certificate, key, ['-stream']) },
    { name: 'validation data', pdf: withData },
    { name: 'B-T', pdf: await levelled.sign('B-T') },
    { name: 'two signatures', pdf: await signPdf(own, { ...said, holder: signatory }) },
    { name: 'B-LT', pdf: await levelled.sign('B-LT') },
    { name: 'B-LTA', pdf: await levelled.sign('B-LTA') },
  ];
  return { bases, rootsPem: rootPem + authority.root + levelled.rootPem, now };
}

/** The same file, its CMS made by openssl over the same bytes. */
function withOpenssl(pdf: Uint8Array, certificate: string, key: string, options: string[]): Uint8Array {
  const out = asFile('');
  execFileSync(
    'openssl',
    [
      ...['cms', '-sign', '-cades', '-binary', '-in', asFile(lastSignature(pdf).signedBytes)],
      ...['-signer', asFile(certificate), '-inkey', asFile(key), '-outform', 'DER', '-out', out, ...options],
    ],
    { stdio: 'ignore' },
  );
  const [, length, next] = lastByteRange(pdf);
  const changed = Buffer.from(pdf);
  const hex = readFileSync(out).toString('hex');
  changed.write(hex.padEnd(next - length - 2, '0'), length + 1, 'latin1');
  return changed;
}
