import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config, KeyConfig } from './config.ts';
import { AppError } from './kernel/errors.ts';
import type { Clock } from './kernel/clock.ts';
import {
  createHttpExchange,
  createTokens,
  holdsDemonstrationRoot,
  openDemonstrationKeys,
  openKeyFile,
  readCertificates,
  type KeyHolder,
  type Mark,
  type Tokens,
  type TrustServices,
} from './signing/signing.ts';

const demonstrationFolder = (config: Config) => join(config.dataDir, 'keys');

/**
 * The two keys and the roots to trust: made here for a demonstration, read from files and tokens in
 * production. Throws AppError `unavailable`, with a sentence that says which key and what to do.
 */
export async function openKeys(config: Config, clock: Clock) {
  if (config.nature === 'demonstration') {
    const keys = await openDemonstrationKeys({ folder: demonstrationFolder(config), clock });
    const { authority } = keys;
    const services = {
      ...servicesOf(config),
      // Answered in this process: a demonstration asks nothing outside itself.
      ...(authority && { exchange: authority.exchange, timestampUrl: authority.timestampUrl }),
    };
    return { ...keys, services, close: async () => {} };
  }
  const { signatoryKey, sealKey, trustFile } = config;
  if (trustFile === undefined) throw new Error('readConfig lets no production through without its roots');
  const rootPem = await readTrust(trustFile);
  const tokens = createTokens();
  const trusted = { tokens, rootsPem: rootPem, at: clock.now() };
  try {
    return {
      signatory: await openKey(signatoryKey, 'signature', trusted),
      seal: await openKey(sealKey, 'seal', trusted),
      rootPem,
      rootPath: trustFile,
      services: servicesOf(config),
      close: () => tokens.close(),
    };
  } catch (error) {
    await tokens.close();
    throw error;
  }
}

function servicesOf(config: Config): TrustServices {
  const { timestampUrl, signatureLevel: asked, onServiceFailure: onFailure } = config;
  return { exchange: createHttpExchange(), timestampUrl, asked, onFailure };
}

async function openKey<Of extends Mark>(
  key: KeyConfig,
  mark: Of,
  trusted: { tokens: Tokens; rootsPem: string; at: Date },
): Promise<KeyHolder<Of>> {
  const { tokens, ...trust } = trusted;
  const passphrase =
    key.passphraseFile === undefined ? key.passphrase : await readPassphrase(key.passphraseFile);
  if (key.file !== undefined) return openKeyFile({ path: key.file, mark, passphrase, ...trust });
  if (key.token === undefined) throw new Error('readConfig lets no production through without its keys');
  const extraCertificates = key.chainFile === undefined ? [] : await readChain(key.chainFile);
  return tokens.open({ uri: key.token, mark, pin: passphrase, extraCertificates, ...trust });
}

/** The file's only line: an editor's final line break is not part of it. */
async function readPassphrase(path: string): Promise<string> {
  return (await readOrRefuse(path, 'cli.no-passphrase-file')).replace(/\r?\n$/, '');
}

async function readChain(path: string): Promise<Uint8Array[]> {
  const pem = await readOrRefuse(path, 'cli.no-chain-file');
  try {
    return readCertificates(pem);
  } catch (cause) {
    throw unreadable(path, 'cli.no-chain-file', cause);
  }
}

/**
 * The roots (PEM) that this installation trusts, without opening its keys: a demonstration trusts its
 * own, a production those of its file.
 */
export function openTrust(config: Config): Promise<string> {
  if (config.trustFile !== undefined) return readTrust(config.trustFile);
  return readOrRefuse(join(demonstrationFolder(config), 'root.pem'), 'cli.no-trust');
}

/** What is worth nothing must be asked for by name, each time (`--trust`): never part of what is trusted. */
async function readTrust(path: string): Promise<string> {
  const pem = await readOrRefuse(path, 'cli.no-trust');
  if (!holdsDemonstrationRoot(pem)) return pem;
  throw unreadable(path, 'cli.demonstration-trust', undefined);
}

async function readOrRefuse(path: string, messageKey: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, messageKey, cause);
  });
}

function unreadable(file: string, messageKey: string, cause: unknown): AppError {
  return new AppError('unavailable', `${file} cannot be read`, { cause, messageKey, params: { file } });
}
