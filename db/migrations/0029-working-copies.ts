import type { Knex } from 'knex';

/** What a person types and has not saved: theirs alone, replaced as they type, erasable. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('working_copies', (table) => {
    table.text('instruction_id').notNullable().references('instructions.id');
    table.text('user_id').notNullable().references('users.id').index();
    // `fields[key]`, `fields[key.part]`, `sections[key]` or `plain[key]`: the name of the form's control.
    table.text('control').notNullable();
    // What it was changed from.
    table.integer('base_revision').notNullable();
    table.text('content').notNullable();
    // Later than all the rest of the same copy: a screen says by it how much it has seen.
    table.text('typed_at').notNullable();
    // The page that it was typed on, and how many times that page had sent something.
    table.text('screen').notNullable();
    table.integer('turn').notNullable();
    table.primary(['instruction_id', 'user_id', 'control']);
  });
}
