import type { Knex } from 'knex';
import { migrations, type Migration } from './migrations/index.ts';

const migrationSource = {
  getMigrations: async (): Promise<Migration[]> => migrations,
  getMigrationName: (migration: Migration): string => migration.name,
  getMigration: async (migration: Migration) => ({ up: migration.up, down: refuseDown }),
};

/** Brings the schema up to date; gives the names of the migrations that ran. */
export async function migrate(database: Knex): Promise<string[]> {
  const [, ran] = (await database.migrate.latest({ migrationSource })) as [number, (string | Migration)[]];
  return ran.map((migration) => (typeof migration === 'string' ? migration : migration.name));
}

/** Whether every migration ran: nothing is written to know it. */
export async function isUpToDate(database: Knex): Promise<boolean> {
  if (!(await database.schema.hasTable('knex_migrations'))) return false;
  const ran = new Set<string>(await database('knex_migrations').pluck('name'));
  return migrations.every(({ name }) => ran.has(name));
}

// Evidence is never un-made: a schema goes forward only.
async function refuseDown(): Promise<never> {
  throw new Error('migrations only go forward');
}
