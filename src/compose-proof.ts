import { existsSync } from 'node:fs';
import { connect } from '../db/connect.ts';
import { isUpToDate } from '../db/migrate.ts';
import { openTrust } from './compose-keys.ts';
import type { Config } from './config.ts';
import { createJournal } from './journal/journal.ts';
import type { Clock } from './kernel/clock.ts';
import { AppError } from './kernel/errors.ts';
import { createProofReading } from './proof/proof.ts';

/**
 * The verification of an installation's journal on a connection that cannot write, without starting anything, bringing the
 * schema up to date or opening a key: what is accused is read as it lies.
 * @param rootsPem the roots to trust instead of the installation's own.
 * @throws AppError `unavailable` when there is no database, or one of an earlier version.
 */
export async function openProofReading(config: Config, deps: { clock: Clock; rootsPem?: string }) {
  const { databaseUrl } = config;
  if (databaseUrl.startsWith('sqlite:') && !existsSync(databaseUrl.slice('sqlite:'.length)))
    throw unavailable('proof.question.no-database');
  const readDatabase = connect({ url: databaseUrl, readOnly: true });
  try {
    if (!(await isUpToDate(readDatabase))) throw unavailable('proof.question.earlier-schema');
    // Without an authority, every anchor says that it leads to none: the chain is verified all the same.
    const rootsPem = deps.rootsPem ?? (await openTrust(config).catch(() => ''));
    const journal = createJournal({ clock: deps.clock, readDatabase });
    return {
      ...createProofReading({ ...deps, readDatabase, journal, rootsPem }),
      rootsPem,
      close: () => readDatabase.destroy(),
    };
  } catch (error) {
    await readDatabase.destroy();
    throw error;
  }
}

const unavailable = (messageKey: string): AppError =>
  new AppError('unavailable', 'there is no journal to read', { messageKey });
