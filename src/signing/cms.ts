import { createHash } from 'node:crypto';
import { fromBER, Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import * as pki from 'pkijs';
import type { KeyHolder } from './key-holder.ts';

export const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/** What signs: a key holder, whatever mark it makes. */
export type CmsSigner = Pick<KeyHolder, 'algorithm' | 'certificateDer' | 'chainDer' | 'sign'>;

/**
 * A detached CMS signature (RFC 5652) fit for PAdES baseline (EN 319 142-1, 6.3): content type,
 * message digest and signing-certificate-v2 (RFC 5035) are signed, signing-time is not there because
 * the baseline forbids it (the claimed time stands in the PDF's signature dictionary).
 * @param digest SHA-256 of the signed byte ranges.
 * @param stamp makes it B-T: gives a timestamp of the signature's value (SHA-256), kept among the
 * unsigned attributes; or nothing.
 * @returns the DER of the ContentInfo.
 */
export async function buildCms(
  digest: Uint8Array,
  signer: CmsSigner,
  stamp?: (valueDigest: Uint8Array) => Promise<Uint8Array | undefined>,
): Promise<Uint8Array> {
  const info = await signerInfo(digest, signer, oid.data);
  const value = createHash('sha256').update(info.signature.valueBlock.valueHexView).digest();
  const token = await stamp?.(value);
  if (token !== undefined) {
    const timestamp = attribute(oid.signatureTimestamp, fromBER(new Uint8Array(token)).result);
    info.unsignedAttrs = new pki.SignedAndUnsignedAttributes({ type: 1, attributes: [timestamp] });
  }
  return signedData(info, signer, new pki.EncapsulatedContentInfo({ eContentType: oid.data }));
}

/** A CMS signature that carries what it signs, as a timestamp token does. Gives the DER of the ContentInfo. */
export async function buildCarryingCms(
  content: Uint8Array,
  contentType: string,
  signer: CmsSigner,
): Promise<Uint8Array> {
  const info = await signerInfo(createHash('sha256').update(content).digest(), signer, contentType);
  const carried = new pki.EncapsulatedContentInfo({ eContentType: contentType });
  // Set afterwards: given to the constructor, it would be cut into a constructed string, which is not DER.
  carried.eContent = new OctetString({ valueHex: exactBuffer(content) });
  return signedData(info, signer, carried);
}

async function signerInfo(
  digest: Uint8Array,
  signer: CmsSigner,
  contentType: string,
): Promise<pki.SignerInfo> {
  const { issuer, serialNumber } = pki.Certificate.fromBER(signer.certificateDer);
  const signedAttrs = signedAttributes(digest, signer.certificateDer, contentType);
  const toBeSigned = new Uint8Array(signedAttrs.toSchema().toBER());
  toBeSigned[0] = 0x31; // signed as a SET, carried as [0] (RFC 5652, 5.4)
  return new pki.SignerInfo({
    version: 1,
    sid: new pki.IssuerAndSerialNumber({ issuer, serialNumber }),
    digestAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: oid.sha256 }),
    signedAttrs,
    signatureAlgorithm: signatureAlgorithmOf(signer),
    signature: new OctetString({ valueHex: exactBuffer(await signer.sign(toBeSigned)) }),
  });
}

function signedData(
  info: pki.SignerInfo,
  signer: CmsSigner,
  encapContentInfo: pki.EncapsulatedContentInfo,
): Uint8Array {
  const data = new pki.SignedData({
    // 3 when the content is not plain data (RFC 5652, 5.1).
    version: encapContentInfo.eContentType === oid.data ? 1 : 3,
    digestAlgorithms: [new pki.AlgorithmIdentifier({ algorithmId: oid.sha256 })],
    encapContentInfo,
    certificates: embeddedCertificates(signer),
    signerInfos: [info],
  });
  const content = new pki.ContentInfo({ contentType: oid.signedData, content: data.toSchema(true) });
  return new Uint8Array(content.toSchema().toBER());
}

function signedAttributes(
  digest: Uint8Array,
  certificateDer: Uint8Array,
  contentType: string,
): pki.SignedAndUnsignedAttributes {
  const certificateHash = createHash('sha256').update(certificateDer).digest();
  // ESSCertIDv2 leaves its hash algorithm out: SHA-256 is the default, and DER omits defaults.
  const essCertificate = new Sequence({
    value: [new OctetString({ valueHex: exactBuffer(certificateHash) })],
  });
  const attributes = [
    attribute(oid.contentType, new ObjectIdentifier({ value: contentType })),
    attribute(oid.messageDigest, new OctetString({ valueHex: exactBuffer(digest) })),
    attribute(oid.signingCertificateV2, new Sequence({ value: [new Sequence({ value: [essCertificate] })] })),
  ];
  return new pki.SignedAndUnsignedAttributes({ type: 0, attributes: inDerOrder(attributes) });
}

function attribute(type: string, value: unknown): pki.Attribute {
  return new pki.Attribute({ type, values: [value] });
}

/** The signer and what is above it; the root stays out, whoever verifies must already have it. */
function embeddedCertificates(holder: CmsSigner): pki.Certificate[] {
  const certificates = [holder.certificateDer, ...holder.chainDer].map((der) => pki.Certificate.fromBER(der));
  return inDerOrder(certificates.filter((each) => !each.issuer.isEqual(each.subject)));
}

/** A SET OF is sorted by its members' encoding (X.690, 11.6); what is hashed must not depend on luck. */
function inDerOrder<T extends { toSchema(): { toBER(): ArrayBuffer } }>(members: T[]): T[] {
  const encoded = members.map((member) => ({ member, der: Buffer.from(member.toSchema().toBER()) }));
  return encoded.sort((a, b) => Buffer.compare(a.der, b.der)).map(({ member }) => member);
}

function signatureAlgorithmOf(holder: CmsSigner): pki.AlgorithmIdentifier {
  return holder.algorithm === 'rsa-sha256'
    ? new pki.AlgorithmIdentifier({ algorithmId: '1.2.840.113549.1.1.11', algorithmParams: new Null() })
    : new pki.AlgorithmIdentifier({ algorithmId: '1.2.840.10045.4.3.2' });
}

/** asn1js keeps the whole ArrayBuffer under a view: give it one that holds these bytes and no others. */
function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
