import { createHash } from 'node:crypto';
import { ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import * as pki from 'pkijs';
import { integerKey, nameKey, readCertificate, type ReadCertificate } from './certificates.ts';
import { oid } from './cms.ts';
import { digestAlgorithms, holds, schemeOf, type SignatureScheme } from './signature-algorithm.ts';

/** The one signer of a SignedData (RFC 5652), its own signature checked; the content is not compared here. */
export interface SignerReading {
  signer: ReadCertificate;
  /** The other certificates it carries: nothing protects them, they only help to find a path. */
  others: ReadCertificate[];
  /** As node:crypto names it. */
  digestAlgorithm: string;
  messageDigest: Uint8Array;
  /** The signed attributes by type, one value each. */
  attributes: Map<string, unknown>;
  problems: string[];
}

const mostCertificates = 20;

/**
 * Reads the only signer: its certificate, algorithms, signed attributes, signature and the ESS attribute
 * that names its certificate.
 * @param contentType what the signed attributes must say that the content is.
 * @returns the problem's key when nothing more can be said.
 */
export function readSigner(signed: pki.SignedData, contentType: string): SignerReading | { problem: string } {
  const [info] = signed.signerInfos;
  if (info === undefined || signed.signerInfos.length > 1)
    return { problem: 'signing.problem.several-signers' };
  const certificates = (signed.certificates ?? [])
    .filter((each) => each instanceof pki.Certificate)
    .slice(0, mostCertificates)
    .map((each) => readCertificate(new Uint8Array(each.toSchema().toBER())));
  const signer = certificates.find((each) => isNamedBy(info.sid, each));
  if (signer === undefined) return { problem: 'signing.problem.no-signer-certificate' };
  const digestAlgorithm = digestAlgorithms[info.digestAlgorithm.algorithmId];
  const scheme = schemeOf(info.signatureAlgorithm);
  if (digestAlgorithm === undefined || !['any', digestAlgorithm].includes(scheme?.digest ?? '')) {
    return { problem: 'signing.problem.unsupported-algorithm' };
  }
  const attributes = readAttributes(info, contentType);
  if (attributes === undefined) return { problem: 'signing.problem.signed-attributes' };
  const problems = [];
  if (!isSigned(info, signer, { ...scheme, digest: digestAlgorithm }))
    problems.push('signing.problem.signature-value');
  if (!namesCertificate(attributes, signer)) problems.push('signing.problem.signing-certificate');
  return {
    signer,
    others: certificates.filter((each) => each !== signer),
    digestAlgorithm,
    messageDigest: (attributes.get(oid.messageDigest) as OctetString).valueBlock.valueHexView,
    attributes,
    problems,
  };
}

/** The signed attributes by type; undefined when the two that must be there are not, or when one is repeated. */
function readAttributes(info: pki.SignerInfo, expected: string): Map<string, unknown> | undefined {
  const attributes = new Map<string, unknown>();
  for (const { type, values } of info.signedAttrs?.attributes ?? []) {
    if (attributes.has(type) || values.length !== 1) return undefined;
    attributes.set(type, values[0]);
  }
  const contentType = attributes.get(oid.contentType);
  const isExpected =
    contentType instanceof ObjectIdentifier && contentType.valueBlock.toString() === expected;
  return isExpected && attributes.get(oid.messageDigest) instanceof OctetString ? attributes : undefined;
}

function isSigned(info: pki.SignerInfo, signer: ReadCertificate, scheme: SignatureScheme): boolean {
  const bytes = new Uint8Array(info.signedAttrs!.encodedValue);
  const signature = info.signature.valueBlock.valueHexView;
  return holds(scheme, { bytes, key: signer.x509.publicKey, signature });
}

function isNamedBy(sid: unknown, certificate: ReadCertificate): boolean {
  return (
    sid instanceof pki.IssuerAndSerialNumber &&
    nameKey(sid.issuer) === certificate.issuer &&
    integerKey(sid.serialNumber) === certificate.serialNumber
  );
}

/** The first ESSCertIDv2 (RFC 5035), else ESSCertID (RFC 2634), must hash this very certificate. */
function namesCertificate(attributes: Map<string, unknown>, certificate: ReadCertificate): boolean {
  const second = attributes.get(oid.signingCertificateV2);
  const [list] = partsOf(second ?? attributes.get(oid.signingCertificate));
  const [first] = partsOf(list);
  const [declared, hash] = partsOf(first);
  if (second === undefined) return declared instanceof OctetString && hashes(declared, 'sha1', certificate);
  // SHA-256 is the default, and DER omits defaults.
  if (declared instanceof OctetString) return hashes(declared, 'sha256', certificate);
  const [algorithm] = partsOf(declared);
  const name =
    algorithm instanceof ObjectIdentifier ? digestAlgorithms[algorithm.valueBlock.toString()] : undefined;
  return name !== undefined && hash instanceof OctetString && hashes(hash, name, certificate);
}

function partsOf(value: unknown): unknown[] {
  return value instanceof Sequence ? value.valueBlock.value : [];
}

function hashes(hash: OctetString, algorithm: string, certificate: ReadCertificate): boolean {
  const expected = createHash(algorithm).update(certificate.der).digest();
  return Buffer.compare(hash.valueBlock.valueHexView, expected) === 0;
}
