import { X509Certificate } from 'node:crypto';
import { BitString } from 'asn1js';
import * as pki from 'pkijs';
import { sha256Hex } from '../kernel/hash.ts';
import type { Mark } from './key-holder.ts';
import { schemeOf } from './signature-algorithm.ts';

/** What a verifier asks of a certificate, read once. */
export interface ReadCertificate {
  der: Uint8Array;
  x509: X509Certificate;
  /** DER of the names, and the serial number, as CMS refers to them. */
  issuer: string;
  subject: string;
  serialNumber: string;
  /** The subject's common name, else its organisation. */
  name: string;
  mark: Mark;
  validFrom: Date;
  validTo: Date;
  isAuthority: boolean;
  pathLength: number | undefined;
  /** The first byte of keyUsage; absent when the extension is. */
  keyUsage: number | undefined;
  extendedKeyUsage: string[] | undefined;
  hasUnknownCriticalExtension: boolean;
  /** Signed with SHA-2 by RSA or ECDSA, on a key of a size still accepted. */
  isStrong: boolean;
  fingerprint: string;
}

const extensionOids = {
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
};
const understood = new Set([
  ...Object.values(extensionOids),
  '2.5.29.14',
  '2.5.29.35',
  '2.5.29.32',
  '2.5.29.17',
]);

const alreadyRead = new Map<string, ReadCertificate>();
const mostKept = 200;

/**
 * Reads a certificate; the same few are met over and over in one file, and reading takes a millisecond.
 * @throws anything, on bytes that are not a certificate.
 */
export function readCertificate(der: Uint8Array): ReadCertificate {
  const fingerprint = sha256Hex(der);
  const known = alreadyRead.get(fingerprint);
  if (known !== undefined) return known;
  const read = readNew(new Uint8Array(der), fingerprint);
  if (alreadyRead.size >= mostKept) alreadyRead.clear();
  alreadyRead.set(fingerprint, read);
  return read;
}

function readNew(der: Uint8Array, fingerprint: string): ReadCertificate {
  const x509 = new X509Certificate(der);
  const parsed = pki.Certificate.fromBER(der);
  const extensions = new Map((parsed.extensions ?? []).map((each) => [each.extnID, each]));
  const constraints = extensions.get(extensionOids.basicConstraints)?.parsedValue as
    pki.BasicConstraints | undefined;
  const usage = extensions.get(extensionOids.keyUsage)?.parsedValue as BitString | undefined;
  const extended = extensions.get(extensionOids.extendedKeyUsage)?.parsedValue as pki.ExtKeyUsage | undefined;
  const pathLength = constraints?.pathLenConstraint;
  return {
    der,
    x509,
    issuer: nameKey(parsed.issuer),
    subject: nameKey(parsed.subject),
    serialNumber: integerKey(parsed.serialNumber),
    name: subjectPart(parsed, '2.5.4.3') ?? subjectPart(parsed, '2.5.4.10') ?? '',
    mark: markOf(parsed),
    validFrom: parsed.notBefore.value,
    validTo: parsed.notAfter.value,
    isAuthority: constraints?.cA === true,
    pathLength: typeof pathLength === 'number' ? pathLength : undefined,
    keyUsage: usage === undefined ? undefined : (usage.valueBlock.valueHexView[0] ?? 0),
    extendedKeyUsage: extended?.keyPurposes,
    hasUnknownCriticalExtension: [...extensions.values()].some(
      (each) => each.critical && !understood.has(each.extnID),
    ),
    isStrong: isStrongSignature(parsed.signatureAlgorithm) && isStrongKey(x509),
    fingerprint,
  };
}

/** A name as a key: its DER, in hexadecimal. */
export function nameKey(name: pki.RelativeDistinguishedNames): string {
  return Buffer.from(name.toSchema().toBER()).toString('hex');
}

export function integerKey(number: { valueBlock: { valueHexView: Uint8Array } }): string {
  return Buffer.from(number.valueBlock.valueHexView).toString('hex');
}

/**
 * A certificate made out to a person carries a given name or a surname (EN 319 412-2, 4.2.4). Without
 * either, whatever else it says, it is taken for a body's: a seal is never shown as a signature.
 */
function markOf(certificate: pki.Certificate): Mark {
  const isPerson = ['2.5.4.42', '2.5.4.4'].every((oid) => subjectPart(certificate, oid));
  return isPerson && !subjectPart(certificate, '2.5.4.97') ? 'signature' : 'seal';
}

function subjectPart(certificate: pki.Certificate, type: string): string | undefined {
  const found = certificate.subject.typesAndValues.find((each) => each.type === type);
  const value: unknown = found?.value.valueBlock.value;
  return typeof value === 'string' ? value : undefined;
}

function isStrongSignature(algorithm: pki.AlgorithmIdentifier): boolean {
  const scheme = schemeOf(algorithm);
  return scheme !== undefined && scheme.digest !== 'any';
}

function isStrongKey(x509: X509Certificate): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = x509.publicKey;
  if (type === 'rsa' || type === 'rsa-pss') return (details?.modulusLength ?? 0) >= 2048;
  return type === 'ec' && ['prime256v1', 'secp384r1', 'secp521r1'].includes(details?.namedCurve ?? '');
}
