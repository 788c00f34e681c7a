import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('installation', (table) => {
    table.integer('id').primary();
    table.text('nature').notNullable();
    table.text('born_at').notNullable();
  });
  await protectAppendOnly(database, 'installation');

  await database.schema.createTable('journal', (table) => {
    table.integer('line').primary();
    table.text('at').notNullable();
    table.text('type').notNullable();
    table.text('actor').notNullable();
    table.text('subject').notNullable().index();
    table.text('data').notNullable();
    table.text('previous_hash').notNullable().unique();
    table.text('hash').notNullable().unique();
  });
  await protectAppendOnly(database, 'journal');

  // The head apart from the chain: a cut tail leaves a chain that still holds, but not this row.
  await database.schema.createTable('journal_head', (table) => {
    table.integer('id').primary();
    table.integer('line').notNullable();
    table.text('hash').notNullable();
  });
  await refuseWhen(database, {
    table: 'journal_head',
    operation: 'UPDATE',
    name: 'journal_head_only_advances',
    condition: 'NEW.line <> OLD.line + 1',
  });
  await refuseWhen(database, { table: 'journal_head', operation: 'DELETE', name: 'journal_head_stays' });
}
