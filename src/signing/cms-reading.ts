import { createHash, verify } from 'node:crypto';
import { fromBER, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import * as pki from 'pkijs';
import { integerKey, nameKey, readCertificate, type ReadCertificate } from './certificates.ts';
import { oid } from './cms.ts';

/** What the CMS of a signature says, its own signature checked; the document's digest is not compared here. */
export interface CmsReading {
  signer: ReadCertificate;
  /** The other certificates it carries: nothing protects them, they only help to find a path. */
  others: ReadCertificate[];
  digestAlgorithm: string;
  messageDigest: Uint8Array;
  hasTimestamp: boolean;
  problems: string[];
}

const digestAlgorithms: Record<string, string> = {
  [oid.sha256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** Which digest each signature algorithm goes with; plain rsaEncryption goes with any. */
const signatureAlgorithms: Record<string, string> = {
  '1.2.840.113549.1.1.1': 'any',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
const mostCertificates = 20;

/** Reads what `/Contents` holds: one DER structure, then zeros. The problem's key when it is not a CMS. */
export function readCms(contents: Uint8Array): CmsReading | { problem: string } {
  if (contents.every((byte) => byte === 0)) return { problem: 'signing.problem.cms-empty' };
  const length = derLength(contents);
  if (length === undefined) return { problem: 'signing.problem.cms-unreadable' };
  if (length > contents.length) return { problem: 'signing.problem.cms-truncated' };
  try {
    const reading = readSignedData(contents.slice(0, length));
    if ('problem' in reading) return reading;
    if (contents.subarray(length).some((byte) => byte !== 0))
      reading.problems.push('signing.problem.padding');
    return reading;
  } catch {
    return { problem: 'signing.problem.cms-unreadable' };
  }
}

function readSignedData(der: Uint8Array): CmsReading | { problem: string } {
  const decoded = fromBER(der);
  if (decoded.offset !== der.length) return { problem: 'signing.problem.cms-unreadable' };
  const content = new pki.ContentInfo({ schema: decoded.result });
  if (content.contentType !== oid.signedData) return { problem: 'signing.problem.cms-unreadable' };
  const signed = new pki.SignedData({ schema: content.content });
  if (!isDer(der, signed)) return { problem: 'signing.problem.cms-encoding' };
  // One signer, and a signature of the file itself: never of a content that travels inside the CMS.
  const [info] = signed.signerInfos;
  if (info === undefined || signed.signerInfos.length > 1)
    return { problem: 'signing.problem.several-signers' };
  if (signed.encapContentInfo.eContent !== undefined) return { problem: 'signing.problem.content-inside' };
  const certificates = (signed.certificates ?? [])
    .filter((each) => each instanceof pki.Certificate)
    .slice(0, mostCertificates)
    .map((each) => readCertificate(new Uint8Array(each.toSchema().toBER())));
  const signer = certificates.find((each) => isNamedBy(info.sid, each));
  if (signer === undefined) return { problem: 'signing.problem.no-signer-certificate' };
  const algorithm = digestAlgorithms[info.digestAlgorithm.algorithmId];
  const goesWith = signatureAlgorithms[info.signatureAlgorithm.algorithmId];
  if (algorithm === undefined || (goesWith !== 'any' && goesWith !== algorithm)) {
    return { problem: 'signing.problem.unsupported-algorithm' };
  }
  const attributes = readAttributes(info);
  if (attributes === undefined) return { problem: 'signing.problem.signed-attributes' };
  const problems = [];
  if (!isSigned(info, signer, algorithm)) problems.push('signing.problem.signature-value');
  if (!namesCertificate(attributes.get(oid.signingCertificateV2), signer)) {
    problems.push('signing.problem.signing-certificate');
  }
  if (attributes.has(oid.signingTime)) problems.push('signing.problem.signing-time');
  return {
    signer,
    others: certificates.filter((each) => each !== signer),
    digestAlgorithm: algorithm,
    messageDigest: (attributes.get(oid.messageDigest) as OctetString).valueBlock.valueHexView,
    hasTimestamp:
      info.unsignedAttrs?.attributes.some((each) => each.type === oid.signatureTimestamp) ?? false,
    problems,
  };
}

/**
 * Nothing signs the outer layers of a CMS, so they may say one thing only: the standard's encoding of
 * what was understood, around data, with the digest that the signer used.
 */
function isDer(der: Uint8Array, signed: pki.SignedData): boolean {
  const content = new pki.ContentInfo({ contentType: oid.signedData, content: signed.toSchema() });
  const [info] = signed.signerInfos;
  return (
    Buffer.compare(new Uint8Array(content.toSchema().toBER()), der) === 0 &&
    [1, 3].includes(signed.version) &&
    info?.version === 1 &&
    signed.encapContentInfo.eContentType === oid.data &&
    signed.digestAlgorithms.length === 1 &&
    signed.digestAlgorithms[0]!.algorithmId === info.digestAlgorithm.algorithmId
  );
}

/** The signed attributes by type; undefined when the two that must be there are not, or when one is repeated. */
function readAttributes(info: pki.SignerInfo): Map<string, unknown> | undefined {
  const attributes = new Map<string, unknown>();
  for (const { type, values } of info.signedAttrs?.attributes ?? []) {
    if (attributes.has(type) || values.length !== 1) return undefined;
    attributes.set(type, values[0]);
  }
  const contentType = attributes.get(oid.contentType);
  const isData = contentType instanceof ObjectIdentifier && contentType.valueBlock.toString() === oid.data;
  return isData && attributes.get(oid.messageDigest) instanceof OctetString ? attributes : undefined;
}

function isSigned(info: pki.SignerInfo, signer: ReadCertificate, algorithm: string): boolean {
  try {
    const signature = info.signature.valueBlock.valueHexView;
    const key = { key: signer.x509.publicKey, dsaEncoding: 'der' as const };
    return verify(algorithm, new Uint8Array(info.signedAttrs!.encodedValue), key, signature);
  } catch {
    return false;
  }
}

function isNamedBy(sid: unknown, certificate: ReadCertificate): boolean {
  return (
    sid instanceof pki.IssuerAndSerialNumber &&
    nameKey(sid.issuer) === certificate.issuer &&
    integerKey(sid.serialNumber) === certificate.serialNumber
  );
}

/** SigningCertificateV2 (RFC 5035): its first ESSCertIDv2 must hash this very certificate with SHA-256. */
function namesCertificate(attribute: unknown, certificate: ReadCertificate): boolean {
  const [list] = attribute instanceof Sequence ? attribute.valueBlock.value : [];
  const [first] = list instanceof Sequence ? list.valueBlock.value : [];
  const [hash] = first instanceof Sequence ? first.valueBlock.value : [];
  if (!(hash instanceof OctetString)) return false;
  const expected = createHash('sha256').update(certificate.der).digest();
  return Buffer.compare(hash.valueBlock.valueHexView, expected) === 0;
}

/** The whole length of the DER SEQUENCE that the bytes begin with. */
function derLength(bytes: Uint8Array): number | undefined {
  const [tag, first] = bytes;
  if (tag !== 0x30 || first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4 || bytes.length < 2 + octets) return undefined;
  return 2 + octets + bytes.subarray(2, 2 + octets).reduce((length, byte) => length * 256 + byte, 0);
}
