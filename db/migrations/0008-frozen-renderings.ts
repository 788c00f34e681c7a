import type { Knex } from 'knex';
import { protectAppendOnly } from '../append-only.ts';

/** What a frozen version was printed with, besides its text: all that it takes to print it again. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('frozen_renderings', (table) => {
    table.text('frozen_version_id').primary().references('frozen_versions.id');
    table.text('verification_url').notNullable();
    table.integer('demonstration').notNullable();
    table.text('browser').notNullable();
    table.text('fonts_sha256').notNullable();
    table.text('finisher').notNullable();
  });
  await protectAppendOnly(database, 'frozen_renderings');
}
