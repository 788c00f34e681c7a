import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/** Passages of a text that people must read again, and what they say of them: beside the text, never in its hash. */
export async function up(database: Knex): Promise<void> {
  // Where a passage stands in the current revision. It moves at each save.
  await database.schema.createTable('anchors', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().references('instructions.id').index();
    // `fields[key]`, `sections[key]`; null for the text as a whole.
    table.text('part');
    // Half-open, in the part's text; null for the part as a whole.
    table.integer('from_offset');
    table.integer('to_offset');
    table.text('quote').notNullable();
    table.text('prefix').notNullable();
    table.text('suffix').notNullable();
    // The words as they were when somebody pointed at them.
    table.text('first_quote').notNullable();
    table.integer('gone').notNullable();
  });

  await database.schema.createTable('passages_to_review', (table) => {
    table.text('anchor_id').primary().references('anchors.id');
    table.text('instruction_id').notNullable().references('instructions.id').index();
    table.text('why').notNullable();
    table.text('marked_at').notNullable();
    table.text('marked_by').notNullable();
    table.text('confirmed_at');
    table.text('confirmed_by');
  });
  await refuseWhen(database, {
    table: 'passages_to_review',
    operation: 'DELETE',
    name: 'passages_to_review_stay',
  });

  await database.schema.createTable('comment_threads', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().references('instructions.id').index();
    // In its instruction, from 1.
    table.integer('number').notNullable();
    table.unique(['instruction_id', 'number']);
    table.text('anchor_id').notNullable().references('anchors.id');
    table.integer('blocking').notNullable();
    table.text('opened_at').notNullable();
    table.text('opened_by').notNullable();
    table.text('resolved_at');
    table.text('resolved_by');
  });
  await refuseWhen(database, {
    table: 'comment_threads',
    operation: 'UPDATE',
    name: 'comment_threads_only_resolve',
    condition: `NEW.id <> OLD.id OR NEW.instruction_id <> OLD.instruction_id OR NEW.number <> OLD.number OR NEW.anchor_id <> OLD.anchor_id
      OR NEW.opened_at <> OLD.opened_at OR NEW.opened_by <> OLD.opened_by
      OR (NEW.resolved_at IS NULL) <> (NEW.resolved_by IS NULL)`,
  });
  await refuseWhen(database, { table: 'comment_threads', operation: 'DELETE', name: 'comment_threads_stay' });

  await database.schema.createTable('comments', (table) => {
    table.text('id').primary();
    table.text('thread_id').notNullable().references('comment_threads.id').index();
    // In its thread, from 1.
    table.integer('number').notNullable();
    table.unique(['thread_id', 'number']);
    table.text('author_id').notNullable();
    table.text('written_at').notNullable();
    table.text('words_hash').notNullable();
    table.text('edited_at');
    table.text('withdrawn_at');
    // One form says it once, however often it is posted.
    table.text('form_key').notNullable().unique();
  });
  await refuseWhen(database, {
    table: 'comments',
    operation: 'UPDATE',
    name: 'comments_keep_their_author',
    condition: `NEW.id <> OLD.id OR NEW.thread_id <> OLD.thread_id OR NEW.number <> OLD.number OR NEW.author_id <> OLD.author_id
      OR NEW.written_at <> OLD.written_at OR OLD.withdrawn_at IS NOT NULL`,
  });
  await refuseWhen(database, { table: 'comments', operation: 'DELETE', name: 'comments_stay' });

  // Erasable: what was said.
  await database.schema.createTable('comment_words', (table) => {
    table.text('comment_id').primary().references('comments.id');
    table.text('words').notNullable();
    table.text('salt').notNullable();
  });
  await database.schema.createTable('comment_mentions', (table) => {
    table.text('comment_id').notNullable().references('comments.id');
    table.text('user_id').notNullable().index();
    table.primary(['comment_id', 'user_id']);
  });
  await protectAppendOnly(database, 'comment_mentions');
}
