import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  schema ??= keepSchema();
  const database = open();
  await copyInto(database, await schema);
  return database;
}

const open = (): Knex => connect({ url: 'sqlite::memory:', acquireTimeoutMs: 2000 });

/**
 * What the migrations made, as a file: they run once in a process, and each of hundreds of databases is a copy
 * of its pages, several times quicker than the same statements again.
 */
let schema: Promise<string> | undefined;

async function keepSchema(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'estafette-schema-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const database = open();
  await migrate(database);
  const file = join(folder, 'schema.sqlite');
  await database.raw('VACUUM INTO ?', [file]);
  await database.destroy();
  return file;
}

/** Without an error it is called with null, or with nothing. */
type Done = (error?: Error | null) => void;
interface Backup {
  step(pages: number, done: Done): void;
  finish(done: Done): void;
}

async function copyInto(database: Knex, file: string): Promise<void> {
  const connection = (await database.client.acquireConnection()) as {
    backup(file: string, from: string, to: string, intoFile: boolean, done: Done): Backup;
  };
  try {
    const copying = await new Promise<Backup>((resolve, reject) => {
      const backup = connection.backup(file, 'main', 'main', false, (error) =>
        error ? reject(error) : resolve(backup),
      );
    });
    await asPromise((done) => copying.step(-1, done));
    await asPromise((done) => copying.finish(done));
  } finally {
    await database.client.releaseConnection(connection);
  }
}

const asPromise = (begin: (done: Done) => void): Promise<void> =>
  new Promise((resolve, reject) => begin((error) => (error ? reject(error) : resolve())));

/** Takes a guard away, as someone with the database in hand could: what follows must be seen all the same. */
export async function dropTrigger(database: Knex, table: string, trigger: string): Promise<void> {
  await database.raw(
    isSqlite(database) ? 'DROP TRIGGER ??' : 'DROP TRIGGER ?? ON ??',
    isSqlite(database) ? [trigger] : [trigger, table],
  );
}
