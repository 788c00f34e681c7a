import { existsSync } from 'node:fs';
import type { Knex } from 'knex';
import { connect } from '../db/connect.ts';
import { recogniseReceipt } from './acknowledgements/receipt-recognition.ts';
import { recogniseAnnex } from './allocations/annex-recognition.ts';
import type { Config } from './config.ts';
import { recogniseStatement } from './dispatch/following/statements-store.ts';
import { recogniseDocument } from './drafts/instructions.ts';

/**
 * What this installation's archive knows of a file, without starting it, bringing its schema up to date
 * or making anything; null where there is no archive to read.
 * @param hashes of the file, then of its beginnings.
 */
export async function recogniseInArchive(config: Config, hashes: readonly string[]) {
  const { databaseUrl } = config;
  if (databaseUrl.startsWith('sqlite:') && !existsSync(databaseUrl.slice('sqlite:'.length))) return null;
  const database = connect({ url: databaseUrl, readOnly: true, acquireTimeoutMs: 2_000 });
  try {
    return await recogniseIn(database, hashes);
  } catch {
    // No such archive, or one that was never begun: verifying a file must not depend on it.
    return null;
  } finally {
    await database.destroy();
  }
}

/** Which kept document has one of these hashes, the first that is known: an act, a statement, a notification, a receipt. */
export async function recogniseIn(database: Knex, hashes: readonly string[]) {
  return (
    (await recogniseDocument(database, hashes)) ??
    (await recogniseStatement(database, hashes)) ??
    (await recogniseAnnex(database, hashes)) ??
    (await recogniseReceipt(database, hashes))
  );
}
