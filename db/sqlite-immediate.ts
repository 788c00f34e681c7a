import { createRequire } from 'node:module';
import type { Knex } from 'knex';

const require = createRequire(import.meta.url);
// knex exposes its dialects by path only; both are CommonJS without types.
const SqliteClient = require('knex/lib/dialects/sqlite3') as new (config: Knex.Config) => Knex.Client;
const SqliteTransaction = require('knex/lib/dialects/sqlite3/execution/sqlite-transaction') as new (
  ...args: unknown[]
) => { query(connection: unknown, sql: string): Promise<unknown> };

class ImmediateTransaction extends SqliteTransaction {
  begin(connection: unknown): Promise<unknown> {
    return this.query(connection, 'BEGIN IMMEDIATE;');
  }
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
