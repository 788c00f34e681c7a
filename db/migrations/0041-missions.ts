import type { Knex } from 'knex';
import { protectAppendOnly } from '../append-only.ts';

/** For what, on what and until when an auditor reads: a mission is recorded, ended and followed by another, never changed. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('audit_missions', (table) => {
    table.text('id').primary();
    table.text('user_id').notNullable().references('users.id').index();
    // Days in Paris, both included.
    table.text('begins_on').notNullable();
    table.text('ends_on').notNullable();
    // Years of the instructions, both included; none: no bound.
    table.integer('from_year');
    table.integer('to_year');
    table.text('words_hash').notNullable();
    table.text('recorded_at').notNullable();
    table.text('recorded_by').notNullable();
  });
  // Before its day: by an administrator.
  await database.schema.createTable('audit_missions_ended', (table) => {
    table.text('mission_id').primary().references('audit_missions.id');
    table.text('ended_at').notNullable();
    table.text('ended_by').notNullable();
  });
  // Erasable: what its letter says.
  await database.schema.createTable('audit_mission_words', (table) => {
    table.text('mission_id').primary().references('audit_missions.id');
    table.text('title').notNullable();
    table.text('institution').notNullable();
    table.text('letter_reference').notNullable();
    table.text('letter_on').notNullable();
    table.text('salt').notNullable();
  });
  for (const table of ['audit_missions', 'audit_missions_ended']) await protectAppendOnly(database, table);
}
