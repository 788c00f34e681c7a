import knex, { type Knex } from 'knex';
import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';

let template: Promise<{ admin: Knex; name: string }> | undefined;
let made = 0;
const addresses = new WeakMap<Knex, string>();

/**
 * A database of its own on a real server, copied from one that was migrated once.
 * `url` is a role that may create databases, on a server where those named estafette_… may be dropped.
 */
export async function createServerDatabase(url: string): Promise<Knex> {
  template ??= makeTemplate(url);
  const { admin, name } = await template;
  made += 1;
  const own = `${name}_${made}`;
  await admin.raw('CREATE DATABASE ?? TEMPLATE ??', [own, name]);
  const database = connect({ url: inDatabase(url, own), acquireTimeoutMs: 5000 });
  addresses.set(database, inDatabase(url, own));
  const client = database.client as { destroy(): Promise<void> };
  const destroy = client.destroy.bind(client);
  client.destroy = async () => {
    await destroy();
    await admin.raw('DROP DATABASE IF EXISTS ??', [own]);
  };
  return database;
}

async function makeTemplate(url: string): Promise<{ admin: Knex; name: string }> {
  const admin = knex({ client: 'pg', connection: url, pool: { min: 0, max: 1, idleTimeoutMillis: 500 } });
  const name = `estafette_test_${process.pid}`;
  await admin.raw('DROP DATABASE IF EXISTS ??', [name]);
  await admin.raw('CREATE DATABASE ??', [name]);
  const database = connect({ url: inDatabase(url, name) });
  await migrate(database);
  await database.destroy();
  return { admin, name };
}

/** Where a database made here is, for processes that open it themselves. */
export const addressOfDatabase = (database: Knex): string => addresses.get(database) ?? '';

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
