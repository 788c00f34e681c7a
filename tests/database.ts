import type { Knex } from 'knex';
import { connect, isSqlite } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';

/** `sqlite` (the default), `pglite`, or the postgres:// address of a server that may be written to. */
const engine = process.env.TEST_DATABASE ?? 'sqlite';

/**
 * A fresh database with the whole schema: SQLite in memory, or PostgreSQL when TEST_DATABASE says so.
 * A query outside an open transaction fails within seconds.
 */
export async function createTestDatabase(): Promise<Knex> {
  if (engine === 'pglite') return (await import('./postgres/pglite.ts')).createPgliteDatabase();
  if (engine.startsWith('postgres'))
    return (await import('./postgres/server.ts')).createServerDatabase(engine);
  const database = connect({ url: 'sqlite::memory:', acquireTimeoutMs: 2000 });
  await migrate(database);
  return database;
}

/** Takes a guard away, as someone with the database in hand could: what follows must be seen all the same. */
export async function dropTrigger(database: Knex, table: string, trigger: string): Promise<void> {
  await database.raw(
    isSqlite(database) ? 'DROP TRIGGER ??' : 'DROP TRIGGER ?? ON ??',
    isSqlite(database) ? [trigger] : [trigger, table],
  );
}
