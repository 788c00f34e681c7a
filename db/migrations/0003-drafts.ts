import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

export async function up(database: Knex): Promise<void> {
  await createTexts(database);
  await createVersions(database);
  await guardInstructions(database);
  await guardVersions(database);
}

async function createTexts(database: Knex): Promise<void> {
  // A template as it was when an instruction began: later releases may change the one on disk.
  await database.schema.createTable('pinned_templates', (table) => {
    table.text('sha256').primary();
    table.text('name').notNullable();
    table.text('version').notNullable();
    table.text('source').notNullable();
    table.text('pinned_at').notNullable();
  });
  await database.schema.createTable('instructions', (table) => {
    table.text('id').primary();
    table.text('slug').notNullable().unique();
    table.text('kind').notNullable();
    table.integer('year').notNullable().index();
    table.text('title').notNullable();
    table.text('template_sha256').notNullable().references('pinned_templates.sha256');
    table.text('state').notNullable().index();
    table.integer('revision').notNullable();
    table.text('created_at').notNullable();
    table.text('created_by').notNullable();
    table.text('updated_at').notNullable();
  });
  await database.schema.createTable('instruction_authors', (table) => {
    table.text('instruction_id').notNullable().references('instructions.id');
    table.text('user_id').notNullable().references('users.id');
    table.text('declared_at').notNullable();
    table.text('declared_by').notNullable();
    table.primary(['instruction_id', 'user_id']);
  });
  await database.schema.createTable('revisions', (table) => {
    table.text('instruction_id').notNullable().references('instructions.id');
    table.integer('number').notNullable();
    table.text('fields').notNullable();
    table.text('sections').notNullable();
    table.text('content_sha256').notNullable();
    table.text('saved_at').notNullable();
    table.text('saved_by').notNullable();
    table.primary(['instruction_id', 'number']);
  });
  // What a person typed and could not be saved: shown until someone takes it back or removes it.
  await database.schema.createTable('kept_aside_texts', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().references('instructions.id').index();
    table.text('part').notNullable();
    table.text('content').notNullable();
    table.text('cause').notNullable();
    table.integer('base_revision').notNullable();
    table.text('kept_at').notNullable();
    table.text('kept_by').notNullable();
  });
}

async function createVersions(database: Knex): Promise<void> {
  await database.schema.createTable('documents', (table) => {
    table.text('sha256').primary();
    table.text('media_type').notNullable();
    table.binary('bytes').notNullable();
    table.text('created_at').notNullable();
  });
  await database.schema.createTable('frozen_versions', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().references('instructions.id');
    table.integer('number').notNullable();
    table.integer('revision').notNullable();
    table.text('sha256').notNullable().references('documents.sha256');
    table.text('html').notNullable();
    table.integer('pages').notNullable();
    table.text('letter_on');
    table.text('frozen_at').notNullable();
    table.text('frozen_by').notNullable();
    table.text('voided_at');
    table.unique(['instruction_id', 'number']);
  });
  await database.raw(
    'CREATE UNIQUE INDEX one_standing_version ON frozen_versions (instruction_id) WHERE voided_at IS NULL',
  );
  await database.schema.createTable('visas', (table) => {
    table.text('id').primary();
    table.text('frozen_version_id').notNullable().references('frozen_versions.id');
    table.text('user_id').notNullable().references('users.id');
    table.text('decision').notNullable();
    table.text('sha256').notNullable();
    table.text('reason_hash').notNullable();
    table.text('decided_at').notNullable();
    table.unique(['frozen_version_id', 'user_id']);
  });
  // A reason is a person's words: erasable, while the visa keeps its salted hash.
  await database.schema.createTable('visa_reasons', (table) => {
    table.text('visa_id').primary().references('visas.id');
    table.text('reason').notNullable();
    table.text('salt').notNullable();
  });
  await database.schema.createTable('signed_versions', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().unique().references('instructions.id');
    table.text('frozen_version_id').notNullable().unique().references('frozen_versions.id');
    table.text('sha256').notNullable().references('documents.sha256');
    table.text('mark').notNullable();
    table.text('level').notNullable();
    table.text('certificate_sha256').notNullable();
    table.text('signed_at').notNullable();
    table.text('signed_on').notNullable();
    table.text('signed_by').notNullable().references('users.id');
  });
  await database.schema.createTable('signatory_names', (table) => {
    table.text('signed_version_id').primary().references('signed_versions.id');
    table.text('name').notNullable();
  });
}

async function guardInstructions(database: Knex): Promise<void> {
  for (const table of [
    'pinned_templates',
    'instruction_authors',
    'revisions',
    'documents',
    'visas',
    'signed_versions',
  ]) {
    await protectAppendOnly(database, table);
  }
  await refuseWhen(database, {
    table: 'instructions',
    operation: 'INSERT',
    name: 'instructions_begin_as_drafts',
    condition: "NEW.state <> 'draft' OR NEW.revision <> 1",
  });
  await refuseWhen(database, { table: 'instructions', operation: 'DELETE', name: 'instructions_stay' });
  await refuseWhen(database, {
    table: 'instructions',
    operation: 'UPDATE',
    name: 'instructions_keep_their_identity',
    condition: `NEW.id <> OLD.id OR NEW.slug <> OLD.slug OR NEW.kind <> OLD.kind OR NEW.year <> OLD.year
      OR NEW.template_sha256 <> OLD.template_sha256 OR NEW.created_at <> OLD.created_at OR NEW.created_by <> OLD.created_by`,
  });
  await refuseWhen(database, {
    table: 'instructions',
    operation: 'UPDATE',
    name: 'instructions_move_by_the_table',
    condition: `NEW.state <> OLD.state AND NOT (
      (OLD.state = 'draft' AND NEW.state = 'in_review')
      OR (OLD.state = 'in_review' AND NEW.state IN ('approved', 'draft'))
      OR (OLD.state = 'approved' AND NEW.state IN ('signed', 'draft'))
      OR (OLD.state = 'signed' AND NEW.state = 'dispatched')
      OR (OLD.state = 'dispatched' AND NEW.state = 'closed'))`,
  });
  await refuseWhen(database, {
    table: 'instructions',
    operation: 'UPDATE',
    name: 'instructions_are_edited_as_drafts',
    condition:
      "NEW.revision <> OLD.revision AND (OLD.state <> 'draft' OR NEW.state <> 'draft' OR NEW.revision <> OLD.revision + 1)",
  });
  // A state is never claimed without what makes it true.
  const standing = 'f.instruction_id = NEW.id AND f.voided_at IS NULL';
  await refuseWhen(database, {
    table: 'instructions',
    operation: 'UPDATE',
    name: 'instruction_states_have_their_evidence',
    condition: `NEW.state <> OLD.state AND (
      (NEW.state = 'draft' AND EXISTS (SELECT 1 FROM frozen_versions f WHERE ${standing}))
      OR (NEW.state = 'in_review' AND NOT EXISTS (
        SELECT 1 FROM frozen_versions f WHERE ${standing} AND f.revision = NEW.revision))
      OR (NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM frozen_versions f
        JOIN visas v ON v.frozen_version_id = f.id AND v.decision = 'given' WHERE ${standing}))
      OR (NEW.state = 'signed' AND NOT EXISTS (SELECT 1 FROM signed_versions s
        JOIN frozen_versions f ON f.id = s.frozen_version_id WHERE ${standing})))`,
  });
}

async function guardVersions(database: Knex): Promise<void> {
  await refuseWhen(database, {
    table: 'instruction_authors',
    operation: 'INSERT',
    name: 'authors_are_declared_before_the_freeze',
    condition:
      "NOT EXISTS (SELECT 1 FROM instructions i WHERE i.id = NEW.instruction_id AND i.state = 'draft')",
  });
  await refuseWhen(database, {
    table: 'frozen_versions',
    operation: 'INSERT',
    name: 'versions_freeze_the_current_draft',
    condition: `NEW.voided_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM instructions i
      WHERE i.id = NEW.instruction_id AND i.state = 'draft' AND i.revision = NEW.revision)`,
  });
  await refuseWhen(database, { table: 'frozen_versions', operation: 'DELETE', name: 'frozen_versions_stay' });
  await refuseWhen(database, {
    table: 'frozen_versions',
    operation: 'UPDATE',
    name: 'frozen_versions_are_only_voided',
    condition: `OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL OR NEW.id <> OLD.id
      OR NEW.instruction_id <> OLD.instruction_id OR NEW.number <> OLD.number OR NEW.revision <> OLD.revision
      OR NEW.sha256 <> OLD.sha256 OR NEW.html <> OLD.html OR NEW.pages <> OLD.pages
      OR COALESCE(NEW.letter_on, '') <> COALESCE(OLD.letter_on, '')
      OR NEW.frozen_at <> OLD.frozen_at OR NEW.frozen_by <> OLD.frozen_by
      OR EXISTS (SELECT 1 FROM signed_versions s WHERE s.frozen_version_id = OLD.id)`,
  });
  await refuseWhen(database, {
    table: 'visas',
    operation: 'INSERT',
    name: 'authors_do_not_visa',
    condition: `EXISTS (SELECT 1 FROM instruction_authors a JOIN frozen_versions f ON f.instruction_id = a.instruction_id
      WHERE f.id = NEW.frozen_version_id AND a.user_id = NEW.user_id)`,
  });
  await refuseWhen(database, {
    table: 'visas',
    operation: 'INSERT',
    name: 'visas_are_on_the_exact_bytes',
    condition: `NEW.decision NOT IN ('given', 'refused') OR NOT EXISTS (SELECT 1 FROM frozen_versions f
      JOIN instructions i ON i.id = f.instruction_id AND i.state = 'in_review'
      WHERE f.id = NEW.frozen_version_id AND f.sha256 = NEW.sha256 AND f.voided_at IS NULL)`,
  });
  await refuseWhen(database, {
    table: 'signed_versions',
    operation: 'INSERT',
    name: 'authors_do_not_sign',
    condition: `EXISTS (SELECT 1 FROM instruction_authors a JOIN frozen_versions f ON f.instruction_id = a.instruction_id
      WHERE f.id = NEW.frozen_version_id AND a.user_id = NEW.signed_by)`,
  });
  await refuseWhen(database, {
    table: 'signed_versions',
    operation: 'INSERT',
    name: 'signatures_are_on_an_approved_version',
    condition: `NOT EXISTS (SELECT 1 FROM frozen_versions f
      JOIN instructions i ON i.id = f.instruction_id AND i.state = 'approved'
      WHERE f.id = NEW.frozen_version_id AND i.id = NEW.instruction_id AND f.voided_at IS NULL
      AND (f.letter_on IS NULL OR f.letter_on = NEW.signed_on))`,
  });
}
