import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type ComposeOptions } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { openChain } from '../../src/demonstration/demonstration.ts';

/**
 * The whole product on a free port with everything real — Redis, Chromium, SMTP, SQLite files — in a data
 * folder of its own, with the demonstration's people and the contacts of the 106 offices.
 */
export async function startEstafette(
  options: ComposeOptions & { environment?: Record<string, string> } = {},
) {
  const { environment, ...composeOptions } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'estafette-journey-'));
  const config = readConfig({
    PATH: process.env.PATH,
    CHROMIUM_PATH: process.env.CHROMIUM_PATH,
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...environment,
  });
  const estafette = await compose(config, composeOptions);
  const { url } = await estafette.start();
  const chain = await openChain(estafette);
  await chain.seedContacts();
  return {
    estafette,
    chain,
    url,
    dataDir,
    async stop(): Promise<void> {
      await estafette.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type RunningEstafette = Awaited<ReturnType<typeof startEstafette>>;
