import type { Knex } from 'knex';
import { protectAppendOnly } from '../append-only.ts';

/** Which text another one was prepared from, and which of its revisions was copied. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('instruction_predecessors', (table) => {
    table.text('instruction_id').primary().references('instructions.id');
    table.text('from_id').notNullable().references('instructions.id').index();
    table.integer('from_revision').notNullable();
    table.text('prepared_at').notNullable();
    table.text('prepared_by').notNullable().references('users.id');
  });
  await protectAppendOnly(database, 'instruction_predecessors');
}
