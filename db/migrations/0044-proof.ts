import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/** What vouches for the journal from outside, and what the journal vouches for beside its own lines. */
export async function up(database: Knex): Promise<void> {
  // From which line on days without an anchor are faults: those of before could not have any.
  await database.schema.createTable('journal_anchoring', (table) => {
    table.integer('id').primary();
    table.integer('after_line').notNullable();
  });
  const head = await database('journal_head').where({ id: 1 }).first('line');
  await database('journal_anchoring').insert({ id: 1, after_line: head?.line ?? 0 });

  // A timestamp (RFC 3161) of a line and its hash: everything up to it existed then, as it is.
  await database.schema.createTable('journal_anchors', (table) => {
    table.integer('line').primary();
    table.text('hash').notNullable();
    table.text('cause').notNullable();
    table.binary('token').notNullable();
    table.text('token_sha256').notNullable().unique();
    table.text('stamped_at').notNullable();
    table.text('service').notNullable();
    table.text('kept_at').notNullable();
  });
  await refuseWhen(database, {
    table: 'journal_anchors',
    operation: 'INSERT',
    name: 'journal_anchors_are_of_lines_of_the_chain',
    condition: 'NOT EXISTS (SELECT 1 FROM journal j WHERE j.line = NEW.line AND j.hash = NEW.hash)',
  });

  // The authority that fails now, if one does; the row goes when it answers again.
  await database.schema.createTable('journal_anchor_faults', (table) => {
    table.integer('id').primary();
    table.text('reason').notNullable();
    table.integer('attempts').notNullable();
    table.text('since').notNullable();
    table.text('tried_at').notNullable();
  });

  // What each row of an append-only table was when it was first seen: its SHA-256, and those of its columns.
  await database.schema.createTable('row_seals', (table) => {
    table.text('table_name').notNullable();
    table.text('row_key').notNullable();
    table.text('sha256').notNullable();
    table.text('columns').notNullable();
    table.text('batch').notNullable().index();
    table.primary(['table_name', 'row_key']);
  });

  // Heads that left the machine, to the outside address of the configuration.
  await database.schema.createTable('journal_heads_sent', (table) => {
    table.integer('line').primary();
    table.text('message_id').notNullable();
    table.text('outcome').notNullable();
    table.text('sent_at').notNullable();
  });
  for (const table of ['journal_anchoring', 'journal_anchors', 'row_seals', 'journal_heads_sent'])
    await protectAppendOnly(database, table);
}
