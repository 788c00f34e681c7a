import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import {
  certificatePem,
  generateKeys,
  issueCertificate,
  privateKeyPem,
  type DistinguishedName,
} from './certificate-issuing.ts';
import { readPem } from './certificate-chain.ts';
import { demonstrationAddresses, openDemonstrationAuthority } from './demonstration-authority.ts';
import { createMemoryKeyHolder, type KeyHolder, type Mark } from './key-holder.ts';

/** Stands in every name of a demonstration's certificates, so that none passes for a real one. */
export const demonstrationMention = 'DÉMONSTRATION, sans valeur';

/** Read by anyone who opens a certificate: each name says what the certificate is worth. */
const subjects = {
  root: {
    country: 'FR',
    organization: `Estafette (${demonstrationMention})`,
    commonName: `Autorité racine Estafette (${demonstrationMention})`,
  },
  issuing: {
    country: 'FR',
    organization: `Estafette (${demonstrationMention})`,
    commonName: `Autorité de délivrance Estafette (${demonstrationMention})`,
  },
  // A natural person, as EN 319 412-2 names one: given name and surname.
  signatory: {
    country: 'FR',
    givenName: 'Signataire',
    surname: 'DÉMONSTRATION',
    commonName: `Signataire (${demonstrationMention})`,
  },
  // A body, as EN 319 412-3 names one: organisation and its identifier.
  seal: {
    country: 'FR',
    organization: `Estafette (${demonstrationMention})`,
    organizationIdentifier: 'NTRFR-000000000',
    commonName: `Cachet du service (${demonstrationMention})`,
  },
  timestamp: {
    country: 'FR',
    organization: `Estafette (${demonstrationMention})`,
    organizationIdentifier: 'NTRFR-000000000',
    commonName: `Horodatage (${demonstrationMention})`,
  },
} satisfies Record<string, DistinguishedName>;

/** Whether a demonstration's certificate is among these (PEM): a production trusts none by itself. */
export function holdsDemonstrationRoot(rootsPem: string): boolean {
  return readPem(rootsPem).some(({ name }) => name.includes(demonstrationMention));
}

const staleAfterMs = 60 * 60 * 1000;

/**
 * The keys of a demonstration: made in `folder` the first time, read again afterwards. A folder is
 * either complete or absent, whatever dies halfway and however many processes start together: it is
 * filled under another name, then renamed, and a rename never replaces a folder that holds something.
 * @throws AppError `unavailable` when the folder exists but is not complete: keys are never made twice.
 */
export async function openDemonstrationKeys(options: { folder: string; clock: Clock }) {
  const { folder, clock } = options;
  if (!existsSync(join(folder, 'root.pem'))) await makeFolder(folder, clock);
  await removeLeftovers(folder);
  const rootPath = join(folder, 'root.pem');
  try {
    const rootPem = await readFile(rootPath, 'utf8');
    const issuing = derOf(await readFile(join(folder, 'issuing.pem'), 'utf8'));
    return {
      signatory: await readHolder(folder, 'signature', 'signatory', issuing),
      seal: await readHolder(folder, 'seal', 'seal', issuing),
      rootPem,
      rootPath,
      authority: await openDemonstrationAuthority({ folder, clock }),
    };
  } catch (cause) {
    throw new AppError('unavailable', `the demonstration keys of ${folder} cannot be read`, {
      cause,
      messageKey: 'signing.keys.unreadable',
    });
  }
}

async function readHolder<Of extends Mark>(
  folder: string,
  mark: Of,
  name: string,
  issuing: Uint8Array,
): Promise<KeyHolder<Of>> {
  return createMemoryKeyHolder({
    mark,
    privateKeyPem: await readFile(join(folder, `${name}.key.pem`), 'utf8'),
    certificateDer: derOf(await readFile(join(folder, `${name}.pem`), 'utf8')),
    chainDer: [issuing],
  });
}

async function makeFolder(folder: string, clock: Clock): Promise<void> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  const draft = await mkdtemp(`${folder}.new-`);
  try {
    for (const [name, content] of await makeFiles(clock)) {
      await writeFile(join(draft, name), content, { mode: 0o600, flush: true });
    }
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was quicker: its keys are the keys.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function makeFiles(clock: Clock): Promise<[name: string, content: string][]> {
  // Valid from three years back: a demonstration also shows the instructions of past years.
  const notBefore = yearsFrom(clock.now(), -3);
  const [rootKeys, issuingKeys, signatoryKeys, sealKeys, timestampKeys] = await Promise.all([
    generateKeys('p256'),
    generateKeys('p256'),
    generateKeys('rsa'),
    generateKeys('p256'),
    generateKeys('p256'),
  ]);
  const issue = (
    name: keyof typeof subjects,
    request: Omit<Parameters<typeof issueCertificate>[0], 'subject' | 'notBefore' | 'notAfter'>,
    years: number,
  ) =>
    issueCertificate({
      ...request,
      subject: subjects[name],
      notBefore,
      notAfter: yearsFrom(clock.now(), years),
    });
  const root = await issue('root', { keys: rootKeys, pathLength: 1 }, 20);
  const rootIssuer = { certificate: root, keys: rootKeys };
  const above = { issuer: rootIssuer, revocation: demonstrationAddresses.root };
  const issuing = await issue('issuing', { keys: issuingKeys, ...above, pathLength: 0 }, 15);
  const issuer = { certificate: issuing, keys: issuingKeys };
  // A signer's certificate names the list alone: a reader that insists on OCSP would ask in vain, since
  // only this process answers. The timestamps' certificate names both.
  const { ocsp, crl } = demonstrationAddresses.issuing;
  const under = { issuer, revocation: { crl } };
  const signatory = await issue('signatory', { keys: signatoryKeys, ...under }, 10);
  const seal = await issue('seal', { keys: sealKeys, ...under }, 10);
  const stamping = { issuer, revocation: { ocsp, crl }, forTimestamps: true };
  const timestamp = await issue('timestamp', { keys: timestampKeys, ...stamping }, 12);
  return [
    ['root.pem', certificatePem(root)],
    ['root.key.pem', await privateKeyPem(rootKeys)],
    ['issuing.pem', certificatePem(issuing)],
    ['issuing.key.pem', await privateKeyPem(issuingKeys)],
    ['timestamp.pem', certificatePem(timestamp)],
    ['timestamp.key.pem', await privateKeyPem(timestampKeys)],
    ['signatory.pem', certificatePem(signatory)],
    ['signatory.key.pem', await privateKeyPem(signatoryKeys)],
    ['seal.pem', certificatePem(seal)],
    ['seal.key.pem', await privateKeyPem(sealKeys)],
  ];
}

/** What a process killed in the middle left beside the folder, once it cannot be at work any more. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(`${basename(folder)}.new-`)) continue;
    const path = join(dirname(folder), name);
    const age = await stat(path).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > staleAfterMs) await rm(path, { recursive: true, force: true });
  }
}

function derOf(pem: string): Uint8Array {
  return new X509Certificate(pem).raw;
}

function yearsFrom(instant: Date, years: number): Date {
  const moved = new Date(instant);
  moved.setUTCFullYear(moved.getUTCFullYear() + years);
  moved.setUTCMilliseconds(0);
  return moved;
}
