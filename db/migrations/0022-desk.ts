import type { Knex } from 'knex';

export async function up(database: Knex): Promise<void> {
  // Erasable, and erased when it ends: who holds it is written here only, as ProConnect told it.
  await database.schema.createTable('office_sessions', (table) => {
    // SHA-256 of the cookie's token: whoever reads the database cannot take a session over.
    table.text('token_hash').primary();
    table.text('id').notNullable().unique();
    table.text('office_id').notNullable().references('offices.id').index();
    table.text('strength').notNullable();
    // Of ProConnect: whose word it is, and the name by which it knows the person.
    table.text('idp_id');
    table.text('subject');
    table.text('given_name');
    table.text('family_name');
    table.text('opened_at').notNullable();
    table.text('expires_at').notNullable().index();
    table.text('flash');
  });

  // Somebody at the door: an office was chosen and a code asked for, or ProConnect told who it is. Gone an hour later.
  await database.schema.createTable('office_entrances', (table) => {
    // SHA-256 of the token that the browser that asked holds: the code opens nothing without it.
    table.text('token_hash').primary();
    table.text('id').notNullable().unique();
    table.text('office_id').references('offices.id').index();
    // HMAC of the code under that token, which is written nowhere.
    table.text('code_hash');
    table.integer('tries').notNullable().defaultTo(0);
    table.text('asked_at').notNullable().index();
    table.text('expires_at').notNullable();
    // Used, or given up after too many tries.
    table.text('ended_at');
    table.integer('entered').notNullable().defaultTo(0);
    // HMAC of the network address under the installation's secret.
    table.text('asked_from').notNullable();
    table.text('next').notNullable();
    // The mailbox that the code was written to, and how its mail ended.
    table.text('contact_id').references('contacts.id');
    table.text('mail_state').notNullable();
    // Of the person, as ProConnect told it; bound to the office by the code.
    table.text('idp_id');
    table.text('subject');
    table.text('given_name');
    table.text('family_name');
  });

  // Whom ProConnect knows and a mailbox once vouched for: they come in for that office while the mailbox is its own.
  await database.schema.createTable('office_agents', (table) => {
    table.text('id').primary();
    table.text('idp_id').notNullable();
    table.text('sub_hash').notNullable();
    table.text('office_id').notNullable().references('offices.id');
    table.text('contact_id').notNullable().references('contacts.id');
    table.text('bound_at').notNullable();
    table.text('ended_at');
    table.index(['idp_id', 'sub_hash']);
  });
}
