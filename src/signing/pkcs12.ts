import { createPrivateKey, type KeyObject } from 'node:crypto';
import { OctetString } from 'asn1js';
import * as pki from 'pkijs';
import { decryptPkcs12, UnknownScheme } from './pkcs12-encryption.ts';
import { macHolds } from './pkcs12-integrity.ts';

const contentType = { data: '1.2.840.113549.1.7.1', encryptedData: '1.2.840.113549.1.7.6' };
const bagType = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
};

export { UnknownScheme } from './pkcs12-encryption.ts';

/** The passphrase is not the file's: the one fault that a person repairs by typing again. */
export class WrongPassphrase extends Error {}

/**
 * The keys and certificates of a PKCS#12 file (RFC 7292): AES (PBES2), as tools write it today, and the
 * 3DES and RC2-40 of older exports. The file's integrity is checked before anything is opened.
 * @throws WrongPassphrase, UnknownScheme, or Error when it is not such a file.
 */
export function readPkcs12(
  file: Uint8Array,
  passphrase: string,
): { keys: KeyObject[]; certificates: Uint8Array[] } {
  const pfx = pki.PFX.fromBER(file);
  const content = octetsOf(pfx.authSafe.content);
  if (pfx.macData === undefined) throw new UnknownScheme('macData absent');
  if (!macHolds(pfx.macData, content, passphrase)) throw new WrongPassphrase('wrong passphrase');
  const keys: KeyObject[] = [];
  const certificates: Uint8Array[] = [];
  for (const part of pki.AuthenticatedSafe.fromBER(content).safeContents) {
    for (const bag of pki.SafeContents.fromBER(openPart(part, passphrase)).safeBags) {
      if (bag.bagId === bagType.key) keys.push(keyOf((bag.bagValue as pki.KeyBag).toSchema().toBER()));
      if (bag.bagId === bagType.shroudedKey) {
        const { encryptionAlgorithm, encryptedData } = bag.bagValue as pki.PKCS8ShroudedKeyBag;
        keys.push(keyOf(decryptPkcs12(encryptionAlgorithm, octetsOf(encryptedData), passphrase)));
      }
      if (bag.bagId === bagType.certificate) {
        certificates.push(octetsOf((bag.bagValue as pki.CertBag).certValue));
      }
    }
  }
  return { keys, certificates };
}

function openPart(part: pki.ContentInfo, passphrase: string): Uint8Array {
  if (part.contentType === contentType.data) return octetsOf(part.content);
  if (part.contentType !== contentType.encryptedData) throw new UnknownScheme('envelopedData');
  const { encryptedContentInfo } = new pki.EncryptedData({ schema: part.content });
  const text = encryptedContentInfo.getEncryptedContent();
  return decryptPkcs12(encryptedContentInfo.contentEncryptionAlgorithm, new Uint8Array(text), passphrase);
}

function keyOf(der: ArrayBuffer | Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(der as Uint8Array), format: 'der', type: 'pkcs8' });
}

function octetsOf(value: unknown): Uint8Array {
  if (!(value instanceof OctetString)) throw new Error('the file is not built as PKCS#12 is');
  return new Uint8Array(value.getValue());
}
