import { createPrivateKey, sign as signWith, X509Certificate } from 'node:crypto';
import { sha256Hex } from '../kernel/hash.ts';

/** A person's signature engages that person; a seal only tells which body the document comes from. */
export type Mark = 'signature' | 'seal';

export type KeyAlgorithm = 'rsa-sha256' | 'ecdsa-sha256';

/**
 * Something that holds one private key and uses it without ever giving it away: a file or a token.
 * Its type says what it makes, so that a seal's holder cannot be given where a person's is asked.
 */
export interface KeyHolder<Of extends Mark = Mark> {
  readonly mark: Of;
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
 * @throws Error when the key is neither RSA of at least 3072 bits nor P-256, or is not the certificate's.
 */
export function createMemoryKeyHolder<Of extends Mark>(options: {
  mark: Of;
  privateKeyPem: string;
  certificateDer: Uint8Array;
  chainDer: readonly Uint8Array[];
}): KeyHolder<Of> {
  const key = createPrivateKey(options.privateKeyPem);
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const isRsa = key.asymmetricKeyType === 'rsa' && modulusLength >= 3072;
  if (!isRsa && namedCurve !== 'prime256v1') {
    throw new Error('the signing key is neither RSA of 3072 bits or more, nor P-256');
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
