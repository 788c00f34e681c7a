import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../kernel/errors.ts';
import { algorithmOf, chainAbove, checkCertificates, keyRefusal } from './key-checks.ts';
import { createMemoryKeyHolder, type KeyHolder, type Mark } from './key-holder.ts';
import { readPkcs12, UnknownScheme, WrongPassphrase } from './pkcs12.ts';

interface KeyMaterial {
  keys: KeyObject[];
  certificates: Uint8Array[];
}

/**
 * Opens a production key from one file: PKCS#12 (.p12, .pfx), or PEM with the private key, its
 * certificate and those above it. The two are told apart by their content.
 * @param options.passphrase for PKCS#12, and for a PEM whose key is encrypted.
 * @param options.rootsPem the trusted roots: the chain must reach one of them.
 * @throws AppError `unavailable`, with a sentence for each fault: see `KeyFault`.
 */
export async function openKeyFile<Of extends Mark>(options: {
  path: string;
  mark: Of;
  passphrase?: string | undefined;
  rootsPem: string;
  at: Date;
}): Promise<KeyHolder<Of>> {
  const { path, mark, rootsPem, at } = options;
  const { keys, certificates } = await readMaterial(path, options.passphrase).catch((cause: unknown) => {
    throw cause instanceof AppError ? cause : keyRefusal('file', path, { cause });
  });
  const [key] = keys;
  if (key === undefined || keys.length > 1 || certificates.length === 0) throw keyRefusal('file', path);
  if (algorithmOf(key) === undefined) throw keyRefusal('kind', path);
  const own = certificates.find((der) => new X509Certificate(der).checkPrivateKey(key));
  if (own === undefined) throw keyRefusal('not-its-key', path);
  const held = { certificateDer: own, chainDer: chainAbove(own, certificates) };
  checkCertificates(held, { where: path, rootsPem, at });
  const privateKeyPem = key.export({ type: 'pkcs8', format: 'pem' }) as string;
  return createMemoryKeyHolder({ mark, privateKeyPem, ...held });
}

async function readMaterial(path: string, passphrase: string | undefined): Promise<KeyMaterial> {
  const bytes = await readFile(path);
  if (bytes.includes('-----BEGIN ')) return readPem(bytes.toString('utf8'), path, passphrase);
  try {
    return readPkcs12(bytes, passphrase ?? '');
  } catch (cause) {
    if (cause instanceof UnknownScheme)
      throw keyRefusal('scheme', path, { cause, params: { scheme: cause.message } });
    if (!(cause instanceof WrongPassphrase)) throw cause;
    throw keyRefusal(passphrase === undefined ? 'passphrase-absent' : 'passphrase', path, { cause });
  }
}

function readPem(text: string, path: string, passphrase: string | undefined): KeyMaterial {
  const blocks = text.match(/-----BEGIN ([A-Z ]+)-----[\s\S]*?-----END \1-----/g) ?? [];
  const certificates = blocks.filter((block) => block.startsWith('-----BEGIN CERTIFICATE-----'));
  const keys = blocks.filter((block) => block.includes('PRIVATE KEY'));
  return {
    keys: keys.map((block) => openPemKey(block, path, passphrase)),
    certificates: certificates.map((block) => new X509Certificate(block).raw),
  };
}

function openPemKey(block: string, path: string, passphrase: string | undefined): KeyObject {
  if (!block.includes('ENCRYPTED')) return createPrivateKey(block);
  if (passphrase === undefined) throw keyRefusal('passphrase-absent', path);
  try {
    return createPrivateKey({ key: block, passphrase });
  } catch (cause) {
    throw keyRefusal('passphrase', path, { cause });
  }
}
