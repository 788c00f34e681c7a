import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/** Where and when a text was published, as people recorded it, and the warnings that were given before. */
export async function up(database: Knex): Promise<void> {
  // Bytes under their hash: copies of a page where a text was published, activity reports.
  await database.schema.createTable('publication_files', (table) => {
    table.text('sha256').primary();
    table.text('media_type').notNullable();
    table.binary('bytes').notNullable();
    table.text('kept_at').notNullable();
  });
  await database.schema.createTable('publications', (table) => {
    table.text('id').primary();
    // `instruction`, `past-circular` or `activity-report`, and its id.
    table.text('subject_kind').notNullable();
    table.text('subject_id').notNullable();
    // `published`, or `not-applicable`: somebody says why it has not to be published.
    table.text('kind').notNullable();
    table.text('published_on');
    table.text('site');
    table.text('url');
    table.text('copy_sha256').references('publication_files.sha256');
    table.text('words_hash').notNullable();
    table.text('recorded_at').notNullable();
    table.text('recorded_by').notNullable().references('users.id');
    table.index(['subject_kind', 'subject_id']);
  });
  // A record that was wrong: both stay.
  await database.schema.createTable('publications_withdrawn', (table) => {
    table.text('publication_id').primary().references('publications.id');
    table.text('words_hash').notNullable();
    table.text('withdrawn_at').notNullable();
    table.text('withdrawn_by').notNullable().references('users.id');
  });
  // Erasable: what was typed as a reason or a remark. `of` is a publication, or `<id>:withdrawn`.
  await database.schema.createTable('publication_words', (table) => {
    table.text('of').primary();
    table.text('words').notNullable();
    table.text('salt').notNullable();
  });
  // Each warning is given once, whatever dies on the way.
  await database.schema.createTable('publication_warnings', (table) => {
    table.text('instruction_id').notNullable().references('instructions.id');
    table.text('milestone').notNullable();
    table.text('warned_at').notNullable();
    table.primary(['instruction_id', 'milestone']);
  });
  for (const table of [
    'publication_files',
    'publications',
    'publications_withdrawn',
    'publication_warnings',
  ]) {
    await protectAppendOnly(database, table);
  }
  await refuseWhen(database, {
    table: 'publications',
    operation: 'INSERT',
    name: 'publications_are_of_signed_texts_and_whole',
    condition: `(NEW.subject_kind = 'instruction'
        AND NOT EXISTS (SELECT 1 FROM signed_versions s WHERE s.instruction_id = NEW.subject_id))
      OR NEW.subject_kind NOT IN ('instruction', 'past-circular', 'activity-report')
      OR NEW.kind NOT IN ('published', 'not-applicable')
      OR (NEW.kind = 'published' AND (NEW.published_on IS NULL OR NEW.site IS NULL OR NEW.url IS NULL))
      OR (NEW.kind = 'not-applicable' AND (NEW.published_on IS NOT NULL OR NEW.url IS NOT NULL))`,
  });
}
