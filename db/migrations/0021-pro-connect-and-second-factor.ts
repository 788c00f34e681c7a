import type { Knex } from 'knex';

export async function up(database: Knex): Promise<void> {
  // What was asked of ProConnect and is not answered yet: any web process may take the answer. A request
  // is removed by whoever takes it, so that an answer serves once.
  await database.schema.createTable('pro_connect_requests', (table) => {
    table.text('state_hash').primary();
    // The browser that asked; none for a departure, whose cookie is already gone.
    table.text('binding_hash');
    table.text('purpose').notNullable();
    // Nonce, code verifier, where to go next (or, of a departure, the id token), encrypted.
    table.text('sealed').notNullable();
    table.text('expires_at').notNullable().index();
  });
  // The id token of an open session, encrypted: what ProConnect asks for when one leaves.
  await database.schema.createTable('pro_connect_sessions', (table) => {
    table.text('session_hash').primary();
    table.text('sealed').notNullable();
    table.text('expires_at').notNullable().index();
  });
  // An account that its administrator lets open with ProConnect, until somebody with that address comes.
  await database.schema.createTable('pro_connect_invitations', (table) => {
    table.text('user_id').primary().references('users.id');
    table.text('email').notNullable().unique();
    table.text('invited_at').notNullable();
    table.text('invited_by').notNullable();
  });
  // `sub` belongs to its identity provider: the two together name somebody.
  await database.schema.createTable('pro_connect_identities', (table) => {
    table.text('id').primary();
    table.text('user_id').notNullable().references('users.id').index();
    table.text('idp_id').notNullable();
    table.text('sub_hash').notNullable();
    table.text('linked_at').notNullable();
    table.unique(['idp_id', 'sub_hash']);
  });
  await database.schema.createTable('second_factors', (table) => {
    table.text('user_id').primary().references('users.id');
    table.text('sealed_secret').notNullable();
    table.text('enrolled_at').notNullable();
    // The time step of the last code that was accepted: neither it nor an older one serves again.
    table.bigInteger('last_step').notNullable();
  });
  await database.schema.createTable('recovery_codes', (table) => {
    table.text('user_id').notNullable().references('users.id');
    table.text('code_hash').notNullable();
    table.text('used_at');
    table.primary(['user_id', 'code_hash']);
  });
  // The password was right, the second factor is awaited: not a session, it opens nothing.
  await database.schema.createTable('pending_sign_ins', (table) => {
    table.text('token_hash').primary();
    table.text('user_id').notNullable().references('users.id').index();
    table.text('next').notNullable();
    table.text('expires_at').notNullable().index();
    // While enrolling: the secret that is proposed, then the recovery codes to be shown, encrypted.
    table.text('sealed_secret');
    table.text('sealed_codes');
  });
}
