import type { Knex } from 'knex';

/**
 * What the search reads. Everything here is derived from the instructions and can be made again: the
 * terms are analysed by the application, so that both engines answer alike.
 */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('search_entries', (table) => {
    table.text('instruction_id').primary().references('instructions.id');
    table.text('slug').notNullable();
    table.text('title').notNullable();
    table.integer('year').notNullable().index();
    table.text('state').notNullable().index();
    // What the entry was made from: it is made again when the instruction is no longer there.
    table.integer('revision').notNullable();
    table.text('updated_at').notNullable();
  });
  await database.schema.createTable('search_passages', (table) => {
    table.text('instruction_id').notNullable().references('search_entries.instruction_id');
    table.integer('position').notNullable();
    table.text('title').notNullable();
    table.text('text').notNullable();
    table.primary(['instruction_id', 'position']);
  });
  await database.schema.createTable('search_terms', (table) => {
    table.text('instruction_id').notNullable().references('search_entries.instruction_id');
    table.text('term').notNullable().index();
    // Occurrences; one in a title counts for several.
    table.integer('weight').notNullable();
    table.primary(['instruction_id', 'term']);
  });
}
