import type { Knex } from 'knex';
import { refuseWhen } from '../append-only.ts';

export async function up(database: Knex): Promise<void> {
  // Who acts. The append-only tables name a user by this opaque id alone.
  await database.schema.createTable('users', (table) => {
    table.text('id').primary();
    table.text('login').notNullable().unique();
    table.text('password_hash');
    table.integer('demonstration').notNullable().defaultTo(0);
    table.text('created_at').notNullable();
    table.text('disabled_at');
  });
  // Names and functions are erasable: anonymising a person never touches the chain.
  await database.schema.createTable('user_identities', (table) => {
    table.text('user_id').primary().references('users.id');
    table.text('given_name').notNullable();
    table.text('family_name').notNullable();
    table.text('function').notNullable().defaultTo('');
    table.text('email').notNullable().defaultTo('');
    table.text('salt').notNullable();
  });
  await database.schema.createTable('role_grants', (table) => {
    table.text('id').primary();
    table.text('user_id').notNullable().references('users.id').index();
    table.text('role').notNullable();
    table.text('granted_at').notNullable();
    table.text('granted_by').notNullable();
    table.text('revoked_at');
    table.text('revoked_by');
  });
  await database.raw(
    'CREATE UNIQUE INDEX one_standing_grant_per_role ON role_grants (user_id, role) WHERE revoked_at IS NULL',
  );
  // An administrator holds no drafting, visa, signing or dispatch role (separation of duties).
  const acting = "('drafter', 'reviewer', 'signatory', 'dispatcher')";
  await refuseWhen(database, {
    table: 'role_grants',
    operation: 'INSERT',
    name: 'administrators_do_not_act',
    condition: `(NEW.role = 'administrator' AND EXISTS (SELECT 1 FROM role_grants g WHERE g.user_id = NEW.user_id
        AND g.revoked_at IS NULL AND g.role IN ${acting}))
      OR (NEW.role IN ${acting} AND EXISTS (SELECT 1 FROM role_grants g WHERE g.user_id = NEW.user_id
        AND g.revoked_at IS NULL AND g.role = 'administrator'))`,
  });
  await database.schema.createTable('sessions', (table) => {
    // SHA-256 of the cookie's token: whoever reads the database cannot take a session over.
    table.text('token_hash').primary();
    table.text('user_id').notNullable().references('users.id').index();
    table.text('opened_at').notNullable();
    table.text('expires_at').notNullable().index();
    table.text('flash');
  });
}
