import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../db/connect.ts';
import type { Config } from './config.ts';
import { listPlaced } from './dispatch/notices-store.ts';
import { listAnswered } from './inbox/answers-store.ts';
import type { ReadMessage } from './inbox/message-reading.ts';
import { createOwnAddresses } from './inbox/own-addresses.ts';
import { tieOf } from './inbox/tying.ts';
import { createReturnPaths } from './mail/mail.ts';

/**
 * The delivery that a message is about, as this installation's ledger knows it, without starting it or making
 * anything; null where there is no ledger to read, or none of its mails is surely meant.
 */
export async function tieInLedger(config: Config, read: ReadMessage): Promise<string | null> {
  const { databaseUrl, dataDir, mailReturnPath: pattern } = config;
  if (databaseUrl.startsWith('sqlite:') && !existsSync(databaseUrl.slice('sqlite:'.length))) return null;
  const database = connect({ url: databaseUrl, readOnly: true, acquireTimeoutMs: 2_000 });
  try {
    const secret = config.secret ?? (await readFile(join(dataDir, 'secret'), 'utf8')).trim();
    const returnPaths =
      pattern === undefined ? undefined : createReturnPaths({ pattern, secret: Buffer.from(secret) });
    const tie = await tieOf(
      read,
      {
        listPlaced: (clue) => listPlaced(database, clue),
        listAnswered: (clue) => listAnswered(database, clue),
      },
      createOwnAddresses({ returnPaths, pattern, written: [] }),
    );
    return 'tied' in tie ? tie.tied.deliveryId : null;
  } catch {
    // No such ledger, or one that was never begun: reading a message must not depend on it.
    return null;
  } finally {
    await database.destroy();
  }
}
