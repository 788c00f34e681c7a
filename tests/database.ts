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
  schema ??= readSchema();
  const database = open();
  await exec(database, await schema);
  return database;
}

const open = (): Knex => connect({ url: 'sqlite::memory:', acquireTimeoutMs: 2000 });

/** What the migrations made, in SQL: they run once in a process, not once for each of hundreds of databases. */
let schema: Promise<string> | undefined;

async function readSchema(): Promise<string> {
  const database = open();
  await migrate(database);
  const all: { type: string; name: string; sql: string }[] = await database('sqlite_master')
    .whereNotNull('sql')
    .orderBy('rowid')
    .select('type', 'name', 'sql');
  const made = all.filter(({ name }) => !name.startsWith('sqlite_'));
  const rows: string[] = [];
  for (const { name } of made.filter(({ type }) => type === 'table')) {
    for (const row of await database(name)) rows.push(database(name).insert(row).toString());
  }
  await database.destroy();
  const isTrigger = ({ type }: { type: string }) => type === 'trigger';
  const statements = [
    ...made.filter((each) => !isTrigger(each)).map(({ sql }) => sql),
    ...rows,
    // Last: they may refuse what the migrations themselves wrote.
    ...made.filter(isTrigger).map(({ sql }) => sql),
  ];
  return ['BEGIN', ...statements, 'COMMIT'].join(';\n');
}

async function exec(database: Knex, sql: string): Promise<void> {
  const connection = (await database.client.acquireConnection()) as {
    exec(sql: string, done: (error: Error | null) => void): void;
  };
  try {
    await new Promise<void>((resolve, reject) => {
      connection.exec(sql, (error) => (error === null ? resolve() : reject(error)));
    });
  } finally {
    await database.client.releaseConnection(connection);
  }
}

/** Takes a guard away, as someone with the database in hand could: what follows must be seen all the same. */
export async function dropTrigger(database: Knex, table: string, trigger: string): Promise<void> {
  await database.raw(
    isSqlite(database) ? 'DROP TRIGGER ??' : 'DROP TRIGGER ?? ON ??',
    isSqlite(database) ? [trigger] : [trigger, table],
  );
}
