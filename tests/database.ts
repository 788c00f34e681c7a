import type { Knex } from 'knex';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';

/** A fresh in-memory SQLite with the whole schema. A query outside an open transaction fails within 2 s. */
export async function createTestDatabase(): Promise<Knex> {
  const database = connect({ url: 'sqlite::memory:', acquireTimeoutMs: 2000 });
  await migrate(database);
  return database;
}
