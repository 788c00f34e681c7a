import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import type * as pki from 'pkijs';
import {
  deriveKey,
  digests,
  hmacs,
  oidOf,
  partsOf,
  purpose,
  readPbkdf2,
  UnknownScheme,
} from './pkcs12-encryption.ts';

const pbmac1 = '1.2.840.113549.1.5.14';

/**
 * Whether the file's own seal (RFC 7292, 4: HMAC over its content) is the passphrase's; the key of the HMAC
 * is derived as PKCS#12 always did, or by PBKDF2 (PBMAC1, RFC 9579). Throws UnknownScheme on another one.
 */
export function macHolds(mac: pki.MacData, content: Uint8Array, passphrase: string): boolean {
  const { digestAlgorithm, digest } = mac.mac;
  const expected = digest.valueBlock.valueHexView;
  const found =
    digestAlgorithm.algorithmId === pbmac1
      ? pbmac1Of(digestAlgorithm, content, passphrase)
      : classicMacOf(mac, expected.length, content, passphrase);
  return found.length === expected.length && timingSafeEqual(found, expected);
}

function classicMacOf(mac: pki.MacData, length: number, content: Uint8Array, passphrase: string): Buffer {
  const { algorithmId } = mac.mac.digestAlgorithm;
  const digest = digests[algorithmId];
  if (digest === undefined) throw new UnknownScheme(algorithmId);
  const salt = mac.macSalt.valueBlock.valueHexView;
  const key = deriveKey(passphrase, salt, mac.iterations ?? 1, purpose.mac, length, digest);
  return createHmac(digest.name, key).update(content).digest();
}

/** PBMAC1-params (RFC 8018, 7.1): a derivation and a MAC; RFC 9579 asks that the key's length be said. */
function pbmac1Of(algorithm: pki.AlgorithmIdentifier, content: Uint8Array, passphrase: string): Buffer {
  const [derivation, scheme] = partsOf(algorithm.algorithmParams);
  const { salt, iterations, keyLength, prfOid } = readPbkdf2(derivation);
  const schemeOid = oidOf(partsOf(scheme)[0]);
  const [prf, hmac] = [hmacs[prfOid], hmacs[schemeOid]];
  if (prf === undefined || hmac === undefined || keyLength === undefined || keyLength > 1024) {
    throw new UnknownScheme(`PBMAC1 ${prfOid} ${schemeOid}`);
  }
  const key = pbkdf2Sync(passphrase, salt, iterations, keyLength, prf);
  return createHmac(hmac, key).update(content).digest();
}
