import { mkdir } from 'node:fs/promises';
import type { Knex } from 'knex';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createProConnectAccounts } from './accounts/pro-connect-accounts.ts';
import { createSecondFactor } from './accounts/second-factor.ts';
import type { Config } from './config.ts';
import { checkFolder, openInstallation, openSecret } from './installation/installation.ts';
import { createJournal } from './journal/journal.ts';
import type { Clock } from './kernel/clock.ts';
import { AppError } from './kernel/errors.ts';
import { createPrefectures } from './prefectures/prefectures.ts';

export type DataRooms = Awaited<ReturnType<typeof openData>>;

/**
 * The part of the composition that needs the database alone: what the command line's short commands
 * use, and what everything else stands on. Brings the schema up to date. Throws NatureMismatch.
 */
export async function openData(config: Config, deps: { clock: Clock }) {
  const { clock } = deps;
  const demonstration = config.nature === 'demonstration';
  await checkFolder(config.dataDir, config.nature);
  await mkdir(config.dataDir, { recursive: true });
  const database = connect({ url: config.databaseUrl });
  const readDatabase = openReader(config, database);
  async function close(): Promise<void> {
    await readDatabase.destroy();
    await database.destroy();
  }
  try {
    const migrations = await migrate(database);
    const journal = createJournal({ clock, readDatabase });
    await openInstallation({ dataDir: config.dataDir, database, journal, clock, nature: config.nature });
    const secret = config.secret ?? (await openSecret(config.dataDir));
    const accounts = createAccounts({ database, journal, clock, demonstration });
    const secondFactor = createSecondFactor({ database, journal, clock, secret, demonstration });
    const proConnectAccounts = createProConnectAccounts({ database, journal, clock });
    if (!demonstration && (await accounts.hasDemonstrationPeople())) {
      throw new AppError('conflict', 'demonstration people in a production', {
        messageKey: 'accounts.demonstration-people',
      });
    }
    const prefectures = createPrefectures({ database, readDatabase, journal, clock });
    await database.transaction((trx) => prefectures.seedOffices(trx));
    return {
      ...{ config, clock, demonstration, database, readDatabase, journal, secret },
      ...{ accounts, secondFactor, proConnectAccounts, prefectures, migrations, close },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** SQLite reads on a second connection, so that a long verification stalls no page; PostgreSQL has its pool. */
function openReader(config: Config, database: Knex): Knex {
  if (config.databaseUrl === 'sqlite::memory:') return database;
  return connect({ url: config.databaseUrl, readOnly: true });
}
