import type { Knex } from 'knex';

export async function up(database: Knex): Promise<void> {
  // Erasable, and erased when it ends: who holds it is written here only, as ProConnect told it.
  await database.schema.createTable('office_sessions', (table) => {
    // SHA-256 of the cookie's token: whoever reads the database cannot take a session over.
    table.text('token_hash').primary();
    table.text('id').notNullable().unique();
    table.text('office_id').notNullable().references('offices.id').index();
    table.text('strength').notNullable();
    table.text('given_name');
    table.text('family_name');
    table.text('opened_at').notNullable();
    table.text('expires_at').notNullable().index();
    table.text('flash');
  });
}
