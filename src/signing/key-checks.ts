import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { AppError } from '../kernel/errors.ts';
import { findAnchor, readPem } from './certificate-chain.ts';
import { readCertificate } from './certificates.ts';
import { demonstrationMention } from './demonstration-keys.ts';
import type { KeyAlgorithm } from './key-holder.ts';

const leastRsaBits = 3072;

/** Which fault a key has, each with its own French sentence (`signing.keys.…`) that names the file or token. */
export type KeyFault =
  | 'file'
  | 'scheme'
  | 'passphrase'
  | 'passphrase-absent'
  | 'kind'
  | 'not-its-key'
  | 'chain'
  | 'demonstration'
  | `token-${'not-installed' | 'uri' | 'module' | 'absent' | 'pin' | 'pin-locked' | 'silent' | 'key' | 'certificate' | 'failed'}`;

/** `where` is the file's path or the token's name: never a passphrase. */
export function keyRefusal(
  fault: KeyFault,
  where: string,
  options: { cause?: unknown; params?: Record<string, string | number> } = {},
): AppError {
  return new AppError('unavailable', `the key of ${where} cannot be used: ${fault}`, {
    cause: options.cause,
    messageKey: `signing.keys.${fault}`,
    params: { file: where, ...options.params },
  });
}

/** RSA of 3072 bits or more, or P-256 (ANSSI's guide asks for it until after 2030); undefined for any other. */
export function algorithmOf(key: KeyObject): KeyAlgorithm | undefined {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= leastRsaBits) return 'rsa-sha256';
  return key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1' ? 'ecdsa-sha256' : undefined;
}

/** The public key of a certificate, when it is of a kind that may sign here. Throws the refusal `kind`. */
export function signingAlgorithmOf(certificateDer: Uint8Array, where: string): KeyAlgorithm {
  const algorithm = algorithmOf(
    createPublicKey(new X509Certificate(certificateDer).publicKey.export({ type: 'spki', format: 'pem' })),
  );
  if (algorithm === undefined) throw keyRefusal('kind', where);
  return algorithm;
}

/** The certificates of a PEM text (DER). Throws when one cannot be read. */
export function readCertificates(pem: string): Uint8Array[] {
  return readPem(pem).map(({ der }) => der);
}

/** The certificates above `own` among those at hand, nearest first; what does not lead upwards is left out. */
export function chainAbove(own: Uint8Array, others: readonly Uint8Array[]): Uint8Array[] {
  const read = others.map((der) => new X509Certificate(der));
  const chain: X509Certificate[] = [];
  let top = new X509Certificate(own);
  for (;;) {
    const above = read.find((each) => !chain.includes(each) && isAbove(each, top));
    if (above === undefined) return chain.map(({ raw }) => new Uint8Array(raw));
    chain.push(above);
    top = above;
  }
}

/**
 * Refuses, at start, the certificate of a demonstration and a chain that no trusted root closes.
 * @throws AppError `unavailable`: `demonstration`, or `chain` with the name of the authority that is missing.
 */
export function checkCertificates(
  held: { certificateDer: Uint8Array; chainDer: readonly Uint8Array[] },
  options: { where: string; rootsPem: string; at: Date },
): void {
  const { where, rootsPem, at } = options;
  const signer = readCertificate(held.certificateDer);
  if (signer.name.includes(demonstrationMention)) throw keyRefusal('demonstration', where);
  const others = held.chainDer.map((der) => readCertificate(der));
  const found = findAnchor({ signer, others, anchors: readPem(rootsPem), at });
  if ('anchor' in found) return;
  const top = others.at(-1) ?? signer;
  throw keyRefusal('chain', where, { params: { authority: issuerName(top.x509) } });
}

function isAbove(issuer: X509Certificate, issued: X509Certificate): boolean {
  if (issuer.fingerprint256 === issued.fingerprint256) return false;
  return issued.checkIssued(issuer) && issued.verify(issuer.publicKey);
}

function issuerName({ issuer }: X509Certificate): string {
  return /^CN=(.+)$/m.exec(issuer)?.[1] ?? issuer.replaceAll('\n', ', ');
}
