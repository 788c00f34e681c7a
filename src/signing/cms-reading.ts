import { fromBER, type BaseBlock } from 'asn1js';
import * as pki from 'pkijs';
import type { ReadCertificate } from './certificates.ts';
import { readSigner } from './cms-signer.ts';
import { oid } from './cms.ts';

/** What the CMS of a signature says, its own signature checked; the document's digest is not compared here. */
export interface CmsReading {
  signer: ReadCertificate;
  /** The other certificates it carries: nothing protects them, they only help to find a path. */
  others: ReadCertificate[];
  digestAlgorithm: string;
  messageDigest: Uint8Array;
  /** The signature itself: what a signature timestamp vouches for (EN 319 122-1, 5.3). */
  signatureValue: Uint8Array;
  /** The signature timestamps among the unsigned attributes (RFC 3161 tokens, DER), unchecked. */
  timestampTokens: Uint8Array[];
  problems: string[];
  /** What is below the PAdES baseline, though the signature holds. */
  remarks: string[];
}

const ownCertificate = 'signing.problem.signing-certificate';

/**
 * Reads what `/Contents` holds: one structure, then zeros. The problem's key when it is not a CMS. An
 * encoding of indefinite length, which NSS (and so Poppler) writes, is read too, and remarked.
 */
export function readCms(contents: Uint8Array): CmsReading | { problem: string } {
  if (contents.every((byte) => byte === 0)) return { problem: 'signing.problem.cms-empty' };
  const length = isIndefinite(contents) ? indefiniteLength(contents) : derLength(contents);
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
  if (!isIndefinite(der) && !isDer(der, signed)) return { problem: 'signing.problem.cms-encoding' };
  // One signer, and a signature of the file itself: never of a content that travels inside the CMS.
  if (signed.signerInfos.length !== 1) return { problem: 'signing.problem.several-signers' };
  if (signed.encapContentInfo.eContent !== undefined) return { problem: 'signing.problem.content-inside' };
  const reading = readSigner(signed, oid.data);
  if ('problem' in reading) return reading;
  const { signer, others, digestAlgorithm, messageDigest, attributes, problems } = reading;
  const names = [oid.signingCertificateV2, oid.signingCertificate].some((name) => attributes.has(name));
  const remarks = isIndefinite(der) ? ['signing.remark.cms-encoding'] : [];
  // The baseline asks for the second version of the attribute, which does not rest on SHA-1.
  if (!attributes.has(oid.signingCertificateV2)) remarks.push('signing.remark.signing-certificate');
  if (attributes.has(oid.signingTime)) remarks.push('signing.remark.signing-time');
  const unsigned = signed.signerInfos[0]?.unsignedAttrs?.attributes ?? [];
  const tokens = unsigned.filter((each) => each.type === oid.signatureTimestamp);
  return {
    signer,
    others,
    digestAlgorithm,
    messageDigest,
    signatureValue: signed.signerInfos[0]!.signature.valueBlock.valueHexView,
    timestampTokens: tokens.flatMap((each) =>
      (each.values as BaseBlock[]).map((value) => new Uint8Array(value.toBER())),
    ),
    // An attribute that names another certificate refuses the signature; its absence is older than it.
    problems: names ? problems : problems.filter((problem) => problem !== ownCertificate),
    remarks,
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

function isIndefinite(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30 && bytes[1] === 0x80;
}

function indefiniteLength(bytes: Uint8Array): number | undefined {
  const { offset } = fromBER(bytes);
  return offset > 0 ? offset : undefined;
}

/** The whole length of the DER SEQUENCE that the bytes begin with. */
export function derLength(bytes: Uint8Array): number | undefined {
  const [tag, first] = bytes;
  if (tag !== 0x30 || first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4 || bytes.length < 2 + octets) return undefined;
  return 2 + octets + bytes.subarray(2, 2 + octets).reduce((length, byte) => length * 256 + byte, 0);
}
