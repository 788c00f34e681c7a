import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/** How signed acts are made to last: why a level is lower, later copies of the same act, and their ends. */
export async function up(database: Knex): Promise<void> {
  await database.schema.alterTable('signed_versions', (table) => {
    // Key of the sentence that tells why the level is lower than the one aimed at.
    table.text('lowered_by');
  });
  await database.schema.createTable('renewed_versions', (table) => {
    table.text('signed_version_id').notNullable().references('signed_versions.id');
    // 1 follows the bytes that were signed, which stay as they are.
    table.integer('number').notNullable();
    table.text('previous_sha256').notNullable().references('documents.sha256');
    table.text('sha256').notNullable().unique().references('documents.sha256');
    table.text('kept_until').notNullable();
    table.text('renewed_at').notNullable();
    table.primary(['signed_version_id', 'number']);
  });
  await protectAppendOnly(database, 'renewed_versions');
  await refuseWhen(database, {
    table: 'renewed_versions',
    operation: 'INSERT',
    name: 'renewals_follow_the_last_copy',
    condition: `NOT EXISTS (SELECT 1 FROM signed_versions s WHERE s.id = NEW.signed_version_id AND (
      (NEW.number = 1 AND s.sha256 = NEW.previous_sha256)
      OR EXISTS (SELECT 1 FROM renewed_versions r WHERE r.signed_version_id = s.id
        AND r.number = NEW.number - 1 AND r.sha256 = NEW.previous_sha256)))`,
  });
  await watchEnds(database);
}

async function watchEnds(database: Knex): Promise<void> {
  // What ends, as it was last seen: made again every day from the certificates and the kept copies.
  await database.schema.createTable('kept_ends', (table) => {
    table.text('kind').notNullable();
    // A certificate's hash, or a signed version's id.
    table.text('subject').notNullable();
    table.text('name').notNullable();
    table.text('ends_at').notNullable();
    table.text('seen_at').notNullable();
    table.primary(['kind', 'subject']);
  });
  // Which alarms were written in the journal: each once.
  await database.schema.createTable('announced_ends', (table) => {
    table.text('kind').notNullable();
    table.text('subject').notNullable();
    table.text('ends_at').notNullable();
    table.text('alarm').notNullable();
    table.text('announced_at').notNullable();
    table.primary(['kind', 'subject', 'ends_at', 'alarm']);
  });
  await protectAppendOnly(database, 'announced_ends');
  // Renewals that do not succeed, while they do not.
  await database.schema.createTable('renewal_faults', (table) => {
    table.text('signed_version_id').primary().references('signed_versions.id');
    table.text('reason').notNullable();
    table.integer('attempts').notNullable();
    table.text('since').notNullable();
    table.text('tried_at').notNullable();
  });
}
