import type { Knex } from 'knex';

/** What programs read with, in a person's name: the token itself is shown once and kept nowhere. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('access_tokens', (table) => {
    table.text('id').primary();
    table.text('user_id').notNullable().references('users.id').index();
    table.text('name').notNullable();
    // Its first characters, by which its owner knows it again.
    table.text('hint').notNullable();
    // SHA-256 of the whole token: it holds 256 bits of chance, which no dictionary guesses.
    table.text('token_hash').notNullable().unique();
    table.text('scopes').notNullable();
    table.text('created_at').notNullable();
    // Days in Paris: the last on which it serves, and the last on which it served.
    table.text('expires_on').notNullable();
    table.text('last_used_on');
    table.text('revoked_at');
  });
}
