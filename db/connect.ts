import knex, { type Knex } from 'knex';
import { SqliteImmediateClient } from './sqlite-immediate.ts';

export interface ConnectOptions {
  /** `postgres://…`, or `sqlite:` followed by a file's path or `:memory:`. */
  url: string;
  /** A connection for long reads (verification, bundle, search), which cannot write. SQLite files only. */
  readOnly?: boolean;
  /** Milliseconds to wait for a connection; short in tests, where waiting means a forgotten transaction. */
  acquireTimeoutMs?: number;
}

interface SqliteConnection {
  exec(sql: string, done: (error: Error | null) => void): void;
}

/** A failed query is told without its values: what people typed, their names and addresses are no part of a log. */
const compileSqlOnError = false;

/** Opens the database. The caller destroys it. */
export function connect(options: ConnectOptions): Knex {
  const acquireConnectionTimeout = options.acquireTimeoutMs ?? 30_000;
  if (/^postgres(ql)?:/.test(options.url)) {
    return knex({
      client: 'pg',
      connection: options.url,
      pool: { min: 0, max: 10 },
      acquireConnectionTimeout,
      compileSqlOnError,
    });
  }
  const filename = options.url.replace(/^sqlite:/, '');
  const pragmas = ['PRAGMA busy_timeout = 5000', 'PRAGMA foreign_keys = ON'];
  if (options.readOnly === true) pragmas.push('PRAGMA query_only = ON');
  else pragmas.push('PRAGMA journal_mode = WAL', 'PRAGMA synchronous = FULL');
  return knex({
    client: SqliteImmediateClient as unknown as typeof Knex.Client,
    connection: { filename },
    useNullAsDefault: true,
    ...(options.readOnly === true ? { readsOnly: true } : {}),
    acquireConnectionTimeout,
    compileSqlOnError,
    pool: {
      min: 1,
      // One writes at a time; readers of a WAL file disturb nobody, and a long read must not hold up a page.
      max: options.readOnly === true ? 4 : 1,
      afterCreate(connection: SqliteConnection, done: (error: Error | null, connection: unknown) => void) {
        connection.exec(pragmas.join('; '), (error) => done(error, connection));
      },
    },
  });
}

/** True when the database is SQLite: some guarantees (triggers, locks) are written per engine. */
export function isSqlite(database: Knex): boolean {
  return database.client instanceof SqliteImmediateClient;
}
