import type { Knex } from 'knex';
import { protectAppendOnly } from '../append-only.ts';

/** The pictures of the texts, under the hash of their bytes: a revision names them, and prints them for ever. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('images', (table) => {
    table.text('sha256').primary();
    table.text('kind').notNullable();
    table.integer('width').notNullable();
    table.integer('height').notNullable();
    table.binary('bytes').notNullable();
    table.text('created_at').notNullable();
  });
  await protectAppendOnly(database, 'images');
  // Which texts they were brought for, and by whom.
  await database.schema.createTable('instruction_images', (table) => {
    table.text('instruction_id').notNullable().references('instructions.id');
    table.text('sha256').notNullable().references('images.sha256');
    table.text('added_at').notNullable();
    table.text('added_by').notNullable().references('users.id');
    table.primary(['instruction_id', 'sha256']);
  });
}
