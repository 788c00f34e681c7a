import type { Knex } from 'knex';

/**
 * What auditors opened: who, when and which address, never what they searched for. Apart from the journal, which
 * everybody who watches reads and which leaves in bundles; each row goes at the end of its period.
 */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('readings', (table) => {
    table.text('id').primary();
    table.text('user_id').notNullable().references('users.id');
    table.text('opened_at').notNullable();
    table.text('path').notNullable();
    table.index(['opened_at']);
    table.index(['user_id', 'opened_at']);
  });
}
