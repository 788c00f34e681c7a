import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../kernel/errors.ts';
import { readCertificate } from './certificates.ts';
import { demonstrationMention } from './demonstration-keys.ts';
import { createMemoryKeyHolder, type KeyHolder, type Mark } from './key-holder.ts';

/**
 * Opens a production key: one PEM file with the private key (PKCS#8, not encrypted: the file's own
 * protection is the system's), its certificate, then the certificates above it.
 * @throws AppError `unavailable` when the file cannot be used, or holds a demonstration's key.
 */
export async function openKeyFile(options: { path: string; mark: Mark }): Promise<KeyHolder> {
  const { path, mark } = options;
  const holder = await readKeyFile(path, mark).catch((cause: unknown) => {
    throw new AppError('unavailable', `the key file ${path} cannot be used`, {
      cause,
      messageKey: 'signing.keys.file',
      params: { file: path },
    });
  });
  if (readCertificate(holder.certificateDer).name.includes(demonstrationMention)) {
    throw new AppError('unavailable', 'a demonstration key was given to a production', {
      messageKey: 'signing.keys.demonstration',
      params: { file: path },
    });
  }
  return holder;
}

async function readKeyFile(path: string, mark: Mark): Promise<KeyHolder> {
  const blocks =
    (await readFile(path, 'utf8')).match(/-----BEGIN ([A-Z ]+)-----[\s\S]*?-----END \1-----/g) ?? [];
  const keys = blocks.filter((block) => block.includes('PRIVATE KEY'));
  const certificates = blocks.filter((block) => block.startsWith('-----BEGIN CERTIFICATE-----'));
  const [own, ...chainDer] = certificates.map((block) => new X509Certificate(block).raw);
  if (keys.length !== 1 || own === undefined)
    throw new Error('it must hold one private key and its certificate');
  return createMemoryKeyHolder({ mark, privateKeyPem: keys[0]!, certificateDer: own, chainDer });
}
