import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/** The credits of an instruction, and the notifications that tell each territory its own. */
export async function up(database: Knex): Promise<void> {
  // A table is never changed: another one takes its place, and the frozen version says which it was printed with.
  await database.schema.createTable('allocation_tables', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().references('instructions.id');
    table.integer('number').notNullable();
    table.text('content_sha256').notNullable();
    table.text('set_at').notNullable();
    table.text('set_by').notNullable();
    table.unique(['instruction_id', 'number']);
  });
  // Integer cents. A table without lines says that the credits were withdrawn.
  await database.schema.createTable('allocation_lines', (table) => {
    table.text('table_id').notNullable().references('allocation_tables.id');
    table.text('territory_id').notNullable();
    table.text('level').notNullable();
    table.text('name').notNullable();
    table.text('linked_name').notNullable();
    table.text('region_id');
    table.bigInteger('commitment_authority').notNullable();
    table.bigInteger('payment_appropriation').notNullable();
    table.primary(['table_id', 'territory_id']);
  });
  await database.schema.createTable('frozen_allocations', (table) => {
    table.text('frozen_version_id').primary().references('frozen_versions.id');
    table.text('table_id').notNullable().references('allocation_tables.id');
  });
  for (const table of ['allocation_tables', 'allocation_lines', 'frozen_allocations']) {
    await protectAppendOnly(database, table);
  }
  await refuseWhen(database, {
    table: 'allocation_lines',
    operation: 'INSERT',
    name: 'allocations_are_not_negative',
    condition: 'NEW.commitment_authority < 0 OR NEW.payment_appropriation < 0',
  });
  await refuseWhen(database, {
    table: 'allocation_tables',
    operation: 'INSERT',
    name: 'allocations_change_in_drafts_only',
    condition: "(SELECT state FROM instructions WHERE id = NEW.instruction_id) <> 'draft'",
  });
  // A file between its upload and its confirmation; erased by either outcome, or after a day.
  await database.schema.createTable('allocation_imports', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().references('instructions.id');
    table.binary('bytes').notNullable();
    table.text('uploaded_at').notNullable().index();
    table.text('uploaded_by').notNullable();
  });
  // Notifications of a signed version: asked once, made one by one, closed by their manifest.
  await database.schema.createTable('annex_batches', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().references('instructions.id').index();
    table.text('signed_sha256').notNullable().unique();
    table.text('table_id').notNullable().references('allocation_tables.id');
    table.integer('annexes').notNullable();
    table.text('asked_at').notNullable();
    table.text('asked_by').notNullable();
    // Whoever makes them holds the batch until then; another takes over once that instant is past.
    table.text('held_until');
    table.text('held_by');
    table.text('failed_at');
    table.text('failure_key');
  });
  await database.schema.createTable('annexes', (table) => {
    table.text('batch_id').notNullable().references('annex_batches.id');
    table.text('annex_key').notNullable();
    table.text('office_id').notNullable();
    table.text('title').notNullable();
    table.text('sha256').notNullable().references('documents.sha256').index();
    table.integer('bytes').notNullable();
    table.text('sealed_at').notNullable();
    table.primary(['batch_id', 'annex_key']);
  });
  await database.schema.createTable('annex_manifests', (table) => {
    table.text('batch_id').primary().references('annex_batches.id');
    table.text('sha256').notNullable().references('documents.sha256');
    table.binary('seal').notNullable();
    // RFC 3161; null when no timestamp service was configured, and the page says so.
    table.binary('timestamp_token');
    table.text('timestamp_at');
    table.text('made_at').notNullable();
  });
  await protectAppendOnly(database, 'annexes');
  await protectAppendOnly(database, 'annex_manifests');
}
