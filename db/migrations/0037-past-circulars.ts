import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/** Circulars from before Estafette: their files as they came, what can be read in them, what is known of them. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('past_circular_files', (table) => {
    table.text('sha256').primary();
    table.binary('bytes').notNullable();
  });
  await database.schema.createTable('past_circulars', (table) => {
    table.text('id').primary();
    // The address, for ever, whatever is known later.
    table.text('slug').notNullable().unique();
    table.text('sha256').notNullable().unique().references('past_circular_files.sha256');
    table.integer('bytes').notNullable();
    // None where nothing can be read; `more`: there are pages after those that were read.
    table.integer('pages').notNullable();
    table.integer('more').notNullable();
    // Why nothing can be read; null when something can.
    table.text('unreadable');
    table.text('imported_at').notNullable();
    table.text('imported_by').notNullable();
  });
  await createFacts(database);
  await createPages(database);
  for (const table of ['past_circular_files', 'past_circulars', 'past_circular_facts'])
    await protectAppendOnly(database, table);
}

async function createFacts(database: Knex): Promise<void> {
  // What is known, each time that it was: the last number counts, the others stay. Null: unknown.
  await database.schema.createTable('past_circular_facts', (table) => {
    table.text('circular_id').notNullable().references('past_circulars.id');
    table.integer('number').notNullable();
    table.text('title').notNullable();
    table.integer('year');
    table.text('signed_on');
    table.text('nor');
    table.text('subject');
    // Of the words below; salted.
    table.text('words_hash').notNullable();
    table.text('recorded_at').notNullable();
    table.text('recorded_by').notNullable();
    table.primary(['circular_id', 'number']);
  });
  await refuseWhen(database, {
    table: 'past_circular_facts',
    operation: 'INSERT',
    name: 'past_circular_facts_follow_each_other',
    condition: `NEW.number <> 1 + COALESCE((SELECT MAX(f.number) FROM past_circular_facts f
      WHERE f.circular_id = NEW.circular_id), 0)`,
  });
  // Erasable: who signed it, and how its file was called.
  await database.schema.createTable('past_circular_words', (table) => {
    table.text('circular_id').notNullable();
    table.integer('number').notNullable();
    table.text('signatory').notNullable();
    table.text('file_name').notNullable();
    table.text('salt').notNullable();
    table.primary(['circular_id', 'number']);
    table
      .foreign(['circular_id', 'number'])
      .references(['circular_id', 'number'])
      .inTable('past_circular_facts');
  });
  await refuseWhen(database, {
    table: 'past_circular_words',
    operation: 'UPDATE',
    name: 'past_circular_words_are_only_erased',
  });
}

async function createPages(database: Knex): Promise<void> {
  // What the file says by itself, and apart from it what was recognised on its pages without text.
  for (const name of ['past_circular_pages', 'past_circular_recognised']) {
    await database.schema.createTable(name, (table) => {
      table.text('circular_id').notNullable().references('past_circulars.id');
      table.integer('page').notNullable();
      table.text('text').notNullable();
      // Too few letters to be what one reads on it: scanned, or blank.
      if (name === 'past_circular_pages') table.integer('textless').notNullable();
      else table.text('recognised_at').notNullable();
      table.primary(['circular_id', 'page']);
    });
    await refuseWhen(database, { table: name, operation: 'UPDATE', name: `${name}_stay_as_read` });
  }
}
