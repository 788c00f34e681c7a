import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../db/connect.ts';
import type { Config } from './config.ts';
import { explainMessage } from './inbox/explaining.ts';
import { readMessage, type ReadMessage } from './inbox/message-reading.ts';
import { createOwnAddresses } from './inbox/own-addresses.ts';
import { createReturnPaths } from './mail/mail.ts';

export interface ExplainedMessage {
  read: ReadMessage;
  /** The delivery that it is about; null without a ledger, or when none of its mails is surely meant. */
  delivery: string | null;
}

/** How a message is read, and what this installation's ledger knows of it, without starting it or making anything. */
export async function explainInLedger(config: Config, bytes: Uint8Array): Promise<ExplainedMessage> {
  const { databaseUrl, dataDir, mailReturnPath: pattern } = config;
  const alone = async () => ({ read: await readMessage(bytes), delivery: null });
  if (databaseUrl.startsWith('sqlite:') && !existsSync(databaseUrl.slice('sqlite:'.length))) return alone();
  const readDatabase = connect({ url: databaseUrl, readOnly: true, acquireTimeoutMs: 2_000 });
  try {
    const secret = Buffer.from(config.secret ?? (await readFile(join(dataDir, 'secret'), 'utf8')).trim());
    const returnPaths = pattern === undefined ? undefined : createReturnPaths({ pattern, secret });
    const ownAddresses = createOwnAddresses({ returnPaths, pattern, written: [] });
    const { read, tie } = await explainMessage(bytes, { readDatabase, ownAddresses });
    return { read, delivery: 'tied' in tie ? tie.tied.deliveryId : null };
  } catch {
    // No such ledger, or one that was never begun: reading a message must not depend on it.
    return alone();
  } finally {
    await readDatabase.destroy();
  }
}
