import { constants, verify, type KeyObject } from 'node:crypto';
import * as pki from 'pkijs';

/** How a signature algorithm is checked; `any` is plain rsaEncryption, which leaves the digest to be said elsewhere. */
export interface SignatureScheme {
  digest: string;
  /** RSASSA-PSS (RFC 8017, 8.1): the length of its salt. */
  saltLength?: number;
}

export const digestAlgorithms: Record<string, string> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const fixedSchemes: Record<string, string> = {
  '1.2.840.113549.1.1.1': 'any',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
const rsaPss = '1.2.840.113549.1.1.10';
const maskGeneration1 = '1.2.840.113549.1.1.8';

/**
 * The scheme of an algorithm that is still accepted: SHA-2 with RSA (both paddings) or ECDSA; undefined for
 * any other. Of RSASSA-PSS (RFC 4055, 3.1) the mask must use the same digest, as everyone writes it.
 */
export function schemeOf(algorithm: pki.AlgorithmIdentifier): SignatureScheme | undefined {
  const fixed = fixedSchemes[algorithm.algorithmId];
  if (fixed !== undefined) return { digest: fixed };
  if (algorithm.algorithmId !== rsaPss) return undefined;
  try {
    const { hashAlgorithm, maskGenAlgorithm, saltLength } = new pki.RSASSAPSSParams({
      schema: algorithm.algorithmParams,
    });
    const digest = digestAlgorithms[hashAlgorithm.algorithmId];
    const mask = new pki.AlgorithmIdentifier({ schema: maskGenAlgorithm.algorithmParams });
    const isOrdinary =
      maskGenAlgorithm.algorithmId === maskGeneration1 && mask.algorithmId === hashAlgorithm.algorithmId;
    return digest === undefined || !isOrdinary || saltLength > 64 ? undefined : { digest, saltLength };
  } catch {
    return undefined;
  }
}

/** Whether the bytes carry a signature by that key. Never throws. */
export function holds(
  { digest, saltLength }: SignatureScheme,
  signed: { bytes: Uint8Array; key: KeyObject; signature: Uint8Array },
): boolean {
  const isPss = saltLength !== undefined;
  // A key made for PSS alone signs nothing with the older padding.
  if (!isPss && signed.key.asymmetricKeyType === 'rsa-pss') return false;
  const padding = isPss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } : {};
  try {
    const key = { key: signed.key, dsaEncoding: 'der' as const, ...padding };
    return verify(digest, signed.bytes, key, signed.signature);
  } catch {
    return false;
  }
}
