import { createRequire } from 'node:module';
import type { Knex } from 'knex';

const require = createRequire(import.meta.url);
// knex exposes its dialects by path only; both are CommonJS without types.
const SqliteClient = require('knex/lib/dialects/sqlite3') as new (config: Knex.Config) => Knex.Client;
const SqliteTransaction = require('knex/lib/dialects/sqlite3/execution/sqlite-transaction') as new (
  ...args: unknown[]
) => {
  query(connection: unknown, sql: string): Promise<unknown>;
  commit(connection: unknown, value: unknown): Promise<unknown>;
  client: { config: { readsOnly?: boolean } };
  _completed: boolean;
  _resolver(value: unknown): void;
  _rejecter(error: unknown): void;
};

class ImmediateTransaction extends SqliteTransaction {
  // Of a connection that only reads: a snapshot, which takes no writer's turn.
  begin(connection: unknown): Promise<unknown> {
    return this.query(connection, this.client.config.readsOnly === true ? 'BEGIN;' : 'BEGIN IMMEDIATE;');
  }

  // A commit that fails (a full disk) may leave the transaction open, and knex would give its connection
  // back like that: every later BEGIN would fail, for ever.
  override async commit(connection: SqliteConnection, value: unknown): Promise<unknown> {
    this._completed = true;
    try {
      await new Promise<void>((done, failed) =>
        connection.exec('COMMIT', (error) => (error === null ? done() : failed(error))),
      );
    } catch (error) {
      await new Promise<void>((done) => connection.exec('ROLLBACK', () => done()));
      return this._rejecter(error);
    }
    return this._resolver(value);
  }
}

interface SqliteConnection {
  exec(sql: string, done: (error: Error | null) => void): void;
}

/**
 * SQLite with `BEGIN IMMEDIATE`: knex emits a deferred BEGIN, under which two processes that read
 * then write get SQLITE_BUSY at once, whatever busy_timeout says (measured).
 */
export class SqliteImmediateClient extends SqliteClient {
  override transaction(...args: unknown[]): Knex.Transaction {
    return new ImmediateTransaction(this, ...args) as unknown as Knex.Transaction;
  }
}
