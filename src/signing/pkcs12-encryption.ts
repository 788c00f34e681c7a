import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { Integer, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import * as pki from 'pkijs';
import { decryptRc2 } from './rc2.ts';

/** A file of which nothing guarantees that it is small: a million rounds take under a second. */
const mostIterations = 10_000_000;

export const digests: Record<string, { name: string; blockBytes: number }> = {
  '1.3.14.3.2.26': { name: 'sha1', blockBytes: 64 },
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', blockBytes: 64 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', blockBytes: 128 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', blockBytes: 128 },
};
export const hmacs: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const ciphers: Record<string, { name: string; keyBytes: number }> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};
/** The file, or a part of it, is protected in a way that is not read here: another export repairs it. */
export class UnknownScheme extends Error {}

const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2 = '1.2.840.113549.1.5.12';
const legacyTripleDes = '1.2.840.113549.1.12.1.3';
const legacyRc2 = '1.2.840.113549.1.12.1.6';
/** What a derived key is for (RFC 7292, B.3). */
export const purpose = { encryption: 1, iv: 2, mac: 3 } as const;

/** Decrypts what a PKCS#12 file, or an encrypted private key in it, holds. Throws on an unknown scheme or a wrong key. */
export function decryptPkcs12(
  algorithm: pki.AlgorithmIdentifier,
  text: Uint8Array,
  passphrase: string,
): Uint8Array {
  if (algorithm.algorithmId === pbes2) return decryptPbes2(algorithm, text, passphrase);
  const [salt, rounds] = partsOf(algorithm.algorithmParams);
  const saltBytes = octetsOf(salt);
  const iterations = (rounds as Integer).valueBlock.valueDec;
  const sha1 = digests['1.3.14.3.2.26']!;
  const derive = (kind: number, length: number) =>
    deriveKey(passphrase, saltBytes, iterations, kind, length, sha1);
  const iv = derive(purpose.iv, 8);
  switch (algorithm.algorithmId) {
    case legacyTripleDes:
      return decipher('des-ede3-cbc', derive(purpose.encryption, 24), iv, text);
    case legacyRc2:
      return decryptRc2(text, derive(purpose.encryption, 5), iv);
    default:
      throw new UnknownScheme(algorithm.algorithmId);
  }
}

/** PBES2 with PBKDF2 (RFC 8018, 6.2): what every tool has written since 2021. */
function decryptPbes2(algorithm: pki.AlgorithmIdentifier, text: Uint8Array, passphrase: string): Uint8Array {
  const [derivation, encryption] = partsOf(algorithm.algorithmParams);
  const { salt, iterations, prfOid } = readPbkdf2(derivation);
  const [cipherOid, iv] = partsOf(encryption);
  const [cipher, hmac] = [ciphers[oidOf(cipherOid)], hmacs[prfOid]];
  if (cipher === undefined || hmac === undefined)
    throw new UnknownScheme(`PBES2 ${oidOf(cipherOid)} ${prfOid}`);
  const key = pbkdf2Sync(passphrase, salt, iterations, cipher.keyBytes, hmac);
  return decipher(cipher.name, key, octetsOf(iv), text);
}

/** The parameters of PBKDF2 (RFC 8018, A.2), from its AlgorithmIdentifier. Throws on another derivation. */
export function readPbkdf2(derivation: unknown) {
  const [name, parameters] = partsOf(derivation);
  if (oidOf(name) !== pbkdf2) throw new UnknownScheme(oidOf(name));
  const [salt, rounds, ...rest] = partsOf(parameters);
  const length = rest.find((part) => part instanceof Integer);
  const prf = rest.find((part) => part instanceof Sequence);
  return {
    salt: octetsOf(salt),
    iterations: checkedRounds((rounds as Integer).valueBlock.valueDec),
    keyLength: length?.valueBlock.valueDec,
    prfOid: prf === undefined ? '1.2.840.113549.2.7' : oidOf(partsOf(prf)[0]),
  };
}

/** Key derivation of PKCS#12 (RFC 7292, B.2), on the passphrase in UTF-16 with its two final zeros. */
export function deriveKey(
  passphrase: string,
  salt: Uint8Array,
  iterations: number,
  kind: number,
  length: number,
  digest: { name: string; blockBytes: number },
): Buffer {
  const block = digest.blockBytes;
  const words = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  const fill = (source: Uint8Array) =>
    Buffer.alloc(block * Math.ceil(source.length / block), source.length === 0 ? 0 : source);
  const state = Buffer.concat([fill(salt), fill(words)]);
  const out: Buffer[] = [];
  checkedRounds(iterations);
  for (let made = 0; made < length;) {
    let hash = createHash(digest.name).update(Buffer.alloc(block, kind)).update(state).digest();
    for (let i = 1; i < iterations; i++) hash = createHash(digest.name).update(hash).digest();
    out.push(hash);
    made += hash.length;
    addToEachBlock(state, Buffer.alloc(block, hash));
  }
  return Buffer.concat(out).subarray(0, length);
}

/** Each block of the state becomes itself + addend + 1, modulo 2^(8 × block) (RFC 7292, B.2, step 6C). */
function addToEachBlock(state: Buffer, addend: Buffer): void {
  for (let start = 0; start < state.length; start += addend.length) {
    let carry = 1;
    for (let i = addend.length - 1; i >= 0; i--) {
      const sum = state[start + i]! + addend[i]! + carry;
      state[start + i] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}

function decipher(name: string, key: Uint8Array, iv: Uint8Array, text: Uint8Array): Uint8Array {
  const open = createDecipheriv(name, key, iv);
  return Buffer.concat([open.update(text), open.final()]);
}

function checkedRounds(iterations: number): number {
  if (iterations < 1 || iterations > mostIterations) throw new Error('an absurd number of iterations');
  return iterations;
}

export function partsOf(value: unknown): unknown[] {
  if (!(value instanceof Sequence)) throw new Error('the encryption is not described as it must be');
  return value.valueBlock.value;
}

export function octetsOf(value: unknown): Uint8Array {
  if (!(value instanceof OctetString)) throw new Error('the encryption is not described as it must be');
  return new Uint8Array(value.getValue());
}

export function oidOf(value: unknown): string {
  if (!(value instanceof ObjectIdentifier)) throw new Error('the encryption is not described as it must be');
  return value.valueBlock.toString();
}
