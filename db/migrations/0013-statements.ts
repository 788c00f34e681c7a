import type { Knex } from 'knex';
import { protectAppendOnly } from '../append-only.ts';

/** What a campaign's closing leaves: where every office stood at that instant, then its sealed statement. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('dispatch_statements', (table) => {
    table.text('id').primary();
    // A campaign is closed once.
    table.text('campaign_id').notNullable().unique().references('campaigns.id');
    table.text('instruction_id').notNullable().index();
    // Canonical JSON: ids, states, instants, salted hashes; neither a name of a person nor an address.
    table.text('content').notNullable();
    table.text('content_sha256').notNullable();
    table.text('closed_at').notNullable();
  });
  await protectAppendOnly(database, 'dispatch_statements');

  // Printed and sealed afterwards, kept once whoever printed it and however often.
  await database.schema.createTable('dispatch_statement_files', (table) => {
    table.text('statement_id').primary().references('dispatch_statements.id');
    table.text('sha256').notNullable().unique();
    table.binary('bytes').notNullable();
    table.integer('pages').notNullable();
    table.text('level').notNullable();
    table.text('certificate_sha256').notNullable();
    table.text('sealed_at').notNullable();
  });
  await protectAppendOnly(database, 'dispatch_statement_files');
}
