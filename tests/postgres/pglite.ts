import { PGlite, types } from '@electric-sql/pglite';
import knex, { type Knex } from 'knex';
import ClientPgLite from 'knex-pglite';
import { migrate } from '../../db/migrate.ts';
import { emptyTables, keepFirstRows, schemaFingerprint } from './emptying.ts';

interface Instance {
  pglite: PGlite;
  /** What the schema was when it was migrated; a test that drops a trigger leaves another one. */
  schema: string;
  free: boolean;
}

/** Starting takes seconds and an instance has one connection: they are kept, and given again once emptied. */
const instances: Instance[] = [];

/** PGlite closes with knex's pool; ours goes back to the shelf. */
class KeptClient extends (ClientPgLite as unknown as new (config: Knex.Config) => Knex.Client) {
  override async destroyRawConnection(connection: PGlite): Promise<void> {
    const instance = instances.find(({ pglite }) => pglite === connection);
    if (instance !== undefined) instance.free = true;
  }
}

/** A PostgreSQL in this process, with the whole schema and no row but those of the migrations. */
export async function createPgliteDatabase(): Promise<Knex> {
  const instance = instances.find(({ free }) => free) ?? (await startInstance());
  instance.free = false;
  const database = open(instance.pglite);
  if (instance.schema !== (await schemaFingerprint(database))) {
    await database.raw('DROP SCHEMA public CASCADE');
    await database.raw('CREATE SCHEMA public');
    await migrate(database);
    await keepFirstRows(database);
    instance.schema = await schemaFingerprint(database);
  } else {
    await emptyTables(database);
  }
  return database;
}

async function startInstance(): Promise<Instance> {
  const pglite = new PGlite({
    parsers: {
      // As the pg driver gives them: a count is a string, bytes are a Buffer.
      [types.INT8]: (value: string) => value,
      [types.BYTEA]: (value: string) => Buffer.from(value.slice(2), 'hex'),
    },
  });
  await pglite.waitReady;
  const instance = { pglite, schema: 'not migrated', free: false };
  instances.push(instance);
  return instance;
}

function open(pglite: PGlite): Knex {
  return knex({
    client: KeptClient as unknown as typeof Knex.Client,
    connection: (() => ({ pglite })) as unknown as Knex.ConnectionConfigProvider,
    acquireConnectionTimeout: 5000,
  });
}
