import { createHash } from 'node:crypto';
import { Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
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

/**
 * A detached CMS signature (RFC 5652) fit for PAdES baseline (EN 319 142-1, 6.3): content type,
 * message digest and signing-certificate-v2 (RFC 5035) are signed, signing-time is not there because
 * the baseline forbids it (the claimed time stands in the PDF's signature dictionary).
 * @param digest SHA-256 of the signed byte ranges.
 * @returns the DER of the ContentInfo.
 */
export async function buildCms(digest: Uint8Array, holder: KeyHolder): Promise<Uint8Array> {
  const signer = pki.Certificate.fromBER(holder.certificateDer);
  const signedAttrs = signedAttributes(digest, holder.certificateDer);
  const toBeSigned = new Uint8Array(signedAttrs.toSchema().toBER());
  toBeSigned[0] = 0x31; // signed as a SET, carried as [0] (RFC 5652, 5.4)
  const signature = await holder.sign(toBeSigned);
  const sha256 = new pki.AlgorithmIdentifier({ algorithmId: oid.sha256 });
  const signedData = new pki.SignedData({
    version: 1,
    digestAlgorithms: [sha256],
    encapContentInfo: new pki.EncapsulatedContentInfo({ eContentType: oid.data }),
    certificates: embeddedCertificates(holder),
    signerInfos: [
      new pki.SignerInfo({
        version: 1,
        sid: new pki.IssuerAndSerialNumber({ issuer: signer.issuer, serialNumber: signer.serialNumber }),
        digestAlgorithm: sha256,
        signedAttrs,
        signatureAlgorithm: signatureAlgorithmOf(holder),
        signature: new OctetString({ valueHex: exactBuffer(signature) }),
      }),
    ],
  });
  const content = new pki.ContentInfo({ contentType: oid.signedData, content: signedData.toSchema(true) });
  return new Uint8Array(content.toSchema().toBER());
}

function signedAttributes(digest: Uint8Array, certificateDer: Uint8Array): pki.SignedAndUnsignedAttributes {
  const certificateHash = createHash('sha256').update(certificateDer).digest();
  // ESSCertIDv2 leaves its hash algorithm out: SHA-256 is the default, and DER omits defaults.
  const essCertificate = new Sequence({
    value: [new OctetString({ valueHex: exactBuffer(certificateHash) })],
  });
  const attributes = [
    attribute(oid.contentType, new ObjectIdentifier({ value: oid.data })),
    attribute(oid.messageDigest, new OctetString({ valueHex: exactBuffer(digest) })),
    attribute(oid.signingCertificateV2, new Sequence({ value: [new Sequence({ value: [essCertificate] })] })),
  ];
  return new pki.SignedAndUnsignedAttributes({ type: 0, attributes: inDerOrder(attributes) });
}

function attribute(type: string, value: unknown): pki.Attribute {
  return new pki.Attribute({ type, values: [value] });
}

/** The signer and what is above it; the root stays out, whoever verifies must already have it. */
function embeddedCertificates(holder: KeyHolder): pki.Certificate[] {
  const certificates = [holder.certificateDer, ...holder.chainDer].map((der) => pki.Certificate.fromBER(der));
  return inDerOrder(certificates.filter((each) => !each.issuer.isEqual(each.subject)));
}

/** A SET OF is sorted by its members' encoding (X.690, 11.6); what is hashed must not depend on luck. */
function inDerOrder<T extends { toSchema(): { toBER(): ArrayBuffer } }>(members: T[]): T[] {
  const encoded = members.map((member) => ({ member, der: Buffer.from(member.toSchema().toBER()) }));
  return encoded.sort((a, b) => Buffer.compare(a.der, b.der)).map(({ member }) => member);
}

function signatureAlgorithmOf(holder: KeyHolder): pki.AlgorithmIdentifier {
  return holder.algorithm === 'rsa-sha256'
    ? new pki.AlgorithmIdentifier({ algorithmId: '1.2.840.113549.1.1.11', algorithmParams: new Null() })
    : new pki.AlgorithmIdentifier({ algorithmId: '1.2.840.10045.4.3.2' });
}

/** asn1js keeps the whole ArrayBuffer under a view: give it one that holds these bytes and no others. */
function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
