import { createPrivateKey, sign as signWith, X509Certificate } from 'node:crypto';
import { sha256Hex } from '../kernel/hash.ts';

/** A person's signature engages that person; a seal only tells which body the document comes from. */
export type Mark = 'signature' | 'seal';

export type KeyAlgorithm = 'rsa-sha256' | 'ecdsa-sha256';

/**
 * Something that holds one private key and uses it without ever giving it away: a file today, a
 * token or a remote service tomorrow.
 */
export interface KeyHolder {
  readonly mark: Mark;
  readonly algorithm: KeyAlgorithm;
  /** The holder's own certificate (X.509, DER). */
  readonly certificateDer: Uint8Array;
  /** The certificates above it, nearest first; the root may be absent. */
  readonly chainDer: readonly Uint8Array[];
  /**
   * Hashes the bytes with SHA-256 and signs the hash.
   * @returns what a CMS carries: PKCS#1 v1.5 bytes for RSA, a DER `ECDSA-Sig-Value` for P-256.
   */
  sign(toBeSigned: Uint8Array): Promise<Uint8Array>;
}

/**
 * A key holder whose key is in this process's memory.
 * @throws Error when the key is neither RSA of at least 2048 bits nor P-256, or is not the certificate's.
 */
export function createMemoryKeyHolder(options: {
  mark: Mark;
  privateKeyPem: string;
  certificateDer: Uint8Array;
  chainDer: readonly Uint8Array[];
}): KeyHolder {
  const key = createPrivateKey(options.privateKeyPem);
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const isRsa = key.asymmetricKeyType === 'rsa' && modulusLength >= 2048;
  if (!isRsa && namedCurve !== 'prime256v1') {
    throw new Error('the signing key is neither RSA of 2048 bits or more, nor P-256');
  }
  if (!new X509Certificate(options.certificateDer).checkPrivateKey(key)) {
    throw new Error('the signing key is not the one of its certificate');
  }
  return {
    mark: options.mark,
    algorithm: isRsa ? 'rsa-sha256' : 'ecdsa-sha256',
    certificateDer: options.certificateDer,
    chainDer: options.chainDer,
    async sign(toBeSigned) {
      return signWith('sha256', toBeSigned, key);
    },
  };
}

/** The certificate's fingerprint (SHA-256 of its DER, hexadecimal): how a key is named in the journal. */
export function fingerprintOf(holder: Pick<KeyHolder, 'certificateDer'>): string {
  return sha256Hex(holder.certificateDer);
}
