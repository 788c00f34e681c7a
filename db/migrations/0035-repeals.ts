import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/** Somebody recorded that an instruction was repealed by another act; a record that was wrong is taken back by another. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('repeals', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().references('instructions.id').index();
    // The day of the act that repeals it.
    table.text('repealed_on').notNullable();
    // That act, when it is one of the archive.
    table.text('by_instruction_id').references('instructions.id');
    table.text('words_hash').notNullable();
    table.text('recorded_at').notNullable();
    table.text('recorded_by').notNullable().references('users.id');
  });
  await database.schema.createTable('repeals_taken_back', (table) => {
    table.text('repeal_id').primary().references('repeals.id');
    table.text('words_hash').notNullable();
    table.text('taken_back_at').notNullable();
    table.text('taken_back_by').notNullable().references('users.id');
  });
  // Erasable: what was typed. `of` is a repeal (which act, and why), or what took it back (why).
  await database.schema.createTable('repeal_words', (table) => {
    table.text('of').primary();
    table.text('act').notNullable();
    table.text('reason').notNullable();
    table.text('salt').notNullable();
  });
  for (const table of ['repeals', 'repeals_taken_back']) await protectAppendOnly(database, table);
  await refuseWhen(database, {
    table: 'repeals',
    operation: 'INSERT',
    name: 'repeals_are_of_what_was_sent_and_stands',
    condition: `NEW.by_instruction_id = NEW.instruction_id
      OR NOT EXISTS (SELECT 1 FROM instructions i WHERE i.id = NEW.instruction_id AND i.state IN ('dispatched', 'closed'))
      OR EXISTS (SELECT 1 FROM repeals r WHERE r.instruction_id = NEW.instruction_id
        AND NOT EXISTS (SELECT 1 FROM repeals_taken_back t WHERE t.repeal_id = r.id))`,
  });
}
