import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { AppError } from './kernel/errors.ts';
import type { Clock } from './kernel/clock.ts';
import { openDemonstrationKeys, openKeyFile } from './signing/signing.ts';

const demonstrationFolder = (config: Config) => join(config.dataDir, 'keys');

/** The two keys and the roots to trust: made here for a demonstration, read from files in production. */
export async function openKeys(config: Config, clock: Clock) {
  if (config.nature === 'demonstration')
    return openDemonstrationKeys({ folder: demonstrationFolder(config), clock });
  const { signatoryKeyFile, sealKeyFile, trustFile } = config;
  if (signatoryKeyFile === undefined || sealKeyFile === undefined || trustFile === undefined) {
    throw new Error('readConfig lets no production through without its keys');
  }
  return {
    signatory: await openKeyFile({ path: signatoryKeyFile, mark: 'signature' }),
    seal: await openKeyFile({ path: sealKeyFile, mark: 'seal' }),
    rootPem: await readTrust(trustFile),
    rootPath: trustFile,
  };
}

/** The roots (PEM) that this installation trusts, without opening its keys. */
export function openTrust(config: Config): Promise<string> {
  return readTrust(config.trustFile ?? join(demonstrationFolder(config), 'root.pem'));
}

async function readTrust(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('unavailable', 'no trusted root', {
      cause,
      messageKey: 'cli.no-trust',
      params: { file: path },
    });
  }
}
