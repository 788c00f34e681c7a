import { createHash } from 'node:crypto';
import { fromBER } from 'asn1js';
import * as pki from 'pkijs';
import { findAnchor } from './certificate-chain.ts';
import { integerKey, type ReadCertificate } from './certificates.ts';
import { readSigner } from './cms-signer.ts';
import { oid } from './cms.ts';
import { digestAlgorithms } from './signature-algorithm.ts';

/** An RFC 3161 token, its own signature checked; what it vouches for is compared by `checkTimestamp`. */
export interface TimestampReading {
  /** The instant that the authority vouches for. */
  at: Date;
  policy: string;
  /** Hexadecimal, as `integerKey` writes integers. */
  serialNumber: string;
  nonce: string | undefined;
  imprintAlgorithm: string;
  imprint: Uint8Array;
  signer: ReadCertificate;
  others: ReadCertificate[];
  problems: string[];
}

const timeStamping = '1.3.6.1.5.5.7.3.8';
const extendedKeyUsage = '2.5.29.37';
const signingUsages = 0b1100_0000;

/**
 * Reads a token (DER of a ContentInfo) and checks what it says of itself: structure, one signer, digest
 * of its content, signature, ESS attribute, algorithms. Never throws.
 */
export function readTimestampToken(der: Uint8Array): TimestampReading | { problem: string } {
  try {
    return read(der);
  } catch {
    return { problem: 'signing.problem.timestamp-unreadable' };
  }
}

function read(der: Uint8Array): TimestampReading | { problem: string } {
  const unreadable = { problem: 'signing.problem.timestamp-unreadable' };
  const decoded = fromBER(new Uint8Array(der));
  if (decoded.offset !== der.length) return unreadable;
  const content = new pki.ContentInfo({ schema: decoded.result });
  if (content.contentType !== oid.signedData) return unreadable;
  const signed = new pki.SignedData({ schema: content.content });
  const { eContentType, eContent } = signed.encapContentInfo;
  if (eContentType !== oid.timestampInfo || eContent === undefined) return unreadable;
  const encoded = new Uint8Array(eContent.getValue());
  const info = pki.TSTInfo.fromBER(encoded);
  const imprintAlgorithm = digestAlgorithms[info.messageImprint.hashAlgorithm.algorithmId];
  if (imprintAlgorithm === undefined) return { problem: 'signing.problem.timestamp-algorithm' };
  const reading = readSigner(signed, oid.timestampInfo);
  if ('problem' in reading) return unreadable;
  const { signer, others, digestAlgorithm, messageDigest } = reading;
  const digest = createHash(digestAlgorithm).update(encoded).digest();
  const holds = reading.problems.length === 0 && Buffer.compare(digest, messageDigest) === 0;
  return {
    at: info.genTime,
    policy: info.policy,
    serialNumber: integerKey(info.serialNumber),
    nonce: info.nonce && integerKey(info.nonce),
    imprintAlgorithm,
    imprint: info.messageImprint.hashedMessage.valueBlock.valueHexView,
    signer,
    others,
    problems: holds ? [] : ['signing.problem.timestamp-signature'],
  };
}

/**
 * Holds a token against what it should vouch for, and its signer against the trusted roots: imprint,
 * nonce, extendedKeyUsage (critical, timeStamping alone: RFC 3161, 2.3), validity, chain (RFC 5280).
 * @param expected.digestOf the digest, by that algorithm, of what must have been stamped.
 * @param expected.nonce hexadecimal, when the answer to a request is checked.
 * @param expected.others certificates at hand beside the token's own, such as the DSS's.
 * @param expected.at when the chain must hold: the token's own instant unless a later proof vouches for it.
 * @returns the path to the anchor (signer first, anchor left out) when there is one, and the problems' keys.
 */
export function checkTimestamp(
  reading: TimestampReading,
  expected: {
    digestOf: (algorithm: string) => Uint8Array;
    nonce?: string;
    anchors: readonly ReadCertificate[];
    others?: readonly ReadCertificate[];
    at?: Date;
  },
): { problems: string[]; path: ReadCertificate[]; anchor?: ReadCertificate } {
  const { signer } = reading;
  const problems = [...reading.problems];
  if (Buffer.compare(reading.imprint, expected.digestOf(reading.imprintAlgorithm)) !== 0) {
    problems.push('signing.problem.timestamp-imprint');
  }
  if (expected.nonce !== undefined && reading.nonce !== expected.nonce) {
    problems.push('signing.problem.timestamp-nonce');
  }
  if (!mayStamp(signer)) problems.push('signing.problem.timestamp-usage');
  for (const at of [reading.at, expected.at ?? reading.at]) {
    if (at >= signer.validFrom && at <= signer.validTo) continue;
    problems.push('signing.problem.timestamp-certificate-dates');
    break;
  }
  const others = [...reading.others, ...(expected.others ?? [])];
  const found = findAnchor({ signer, others, anchors: expected.anchors, at: expected.at ?? reading.at });
  if ('problem' in found) return { problems: [...problems, 'signing.problem.timestamp-authority'], path: [] };
  return { problems, ...found };
}

function mayStamp(signer: ReadCertificate): boolean {
  const extension = pki.Certificate.fromBER(signer.der).extensions?.find(
    (each) => each.extnID === extendedKeyUsage,
  );
  return (
    extension?.critical === true &&
    signer.extendedKeyUsage?.length === 1 &&
    signer.extendedKeyUsage[0] === timeStamping &&
    ((signer.keyUsage ?? signingUsages) & signingUsages) !== 0 &&
    !signer.isAuthority &&
    signer.isStrong &&
    !signer.hasUnknownCriticalExtension
  );
}
