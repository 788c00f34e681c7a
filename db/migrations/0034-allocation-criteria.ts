import type { Knex } from 'knex';
import { protectAppendOnly } from '../append-only.ts';

/** Why each territory receives what it does: kept with the table that it explains, and as lasting. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('allocation_criteria', (table) => {
    table.text('table_id').primary().references('allocation_tables.id');
    table.text('criteria').notNullable();
  });
  await protectAppendOnly(database, 'allocation_criteria');
}
