import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/** What everyone may read: its permanent addresses, who put it there and took it away, activity reports. */
export async function up(database: Knex): Promise<void> {
  // The feed's own identity, for ever (RFC 4287, 4.2.6).
  await database.schema.createTable('public_feed', (table) => {
    table.integer('id').primary();
    table.text('feed_id').notNullable();
    table.text('since').notNullable();
  });
  await database('public_feed').insert({ id: 1, feed_id: randomUUID(), since: new Date().toISOString() });
  // An address that was given once is never given to another text.
  await database.schema.createTable('public_addresses', (table) => {
    table.text('slug').primary();
    table.text('id').notNullable().unique();
    table.text('subject_kind').notNullable();
    table.text('subject_id').notNullable();
    table.text('given_at').notNullable();
    table.unique(['subject_kind', 'subject_id']);
  });
  await database.schema.createTable('public_listings', (table) => {
    table.text('id').primary();
    table.text('slug').notNullable().references('public_addresses.slug').index();
    // Of the file that everyone may read.
    table.text('sha256').notNullable();
    table.integer('bytes').notNullable();
    table.text('words_hash').notNullable();
    table.text('listed_at').notNullable();
    table.text('listed_by').notNullable().references('users.id');
  });
  await database.schema.createTable('public_withdrawals', (table) => {
    table.text('listing_id').primary().references('public_listings.id');
    table.text('words_hash').notNullable();
    table.text('withdrawn_at').notNullable();
    table.text('withdrawn_by').notNullable().references('users.id');
  });
  await database.schema.createTable('activity_reports', (table) => {
    table.text('id').primary();
    table.integer('year').notNullable();
    // `national` (synthèse nationale) or `regions` (l'essentiel par région).
    table.text('part').notNullable();
    table.text('title').notNullable();
    table.text('sha256').notNullable().references('publication_files.sha256');
    table.integer('bytes').notNullable();
    table.text('kept_at').notNullable();
    table.text('kept_by').notNullable().references('users.id');
  });
  // The text that designates the public page (CRPA, L. 312-3), as an administrator recorded it.
  await database.schema.createTable('site_designations', (table) => {
    table.text('id').primary();
    table.text('reference').notNullable();
    table.text('dated_on').notNullable();
    table.text('url').notNullable();
    table.text('recorded_at').notNullable();
    table.text('recorded_by').notNullable().references('users.id');
  });
  await database.schema.createTable('site_designations_withdrawn', (table) => {
    table.text('designation_id').primary().references('site_designations.id');
    table.text('words_hash').notNullable();
    table.text('withdrawn_at').notNullable();
    table.text('withdrawn_by').notNullable().references('users.id');
  });
  for (const table of [
    ...['public_feed', 'public_addresses', 'public_listings', 'public_withdrawals'],
    ...['activity_reports', 'site_designations', 'site_designations_withdrawn'],
  ]) {
    await protectAppendOnly(database, table);
  }
  await refuseWhen(database, {
    table: 'public_listings',
    operation: 'INSERT',
    name: 'public_listings_are_one_at_a_time',
    condition: `EXISTS (SELECT 1 FROM public_listings l WHERE l.slug = NEW.slug
      AND NOT EXISTS (SELECT 1 FROM public_withdrawals w WHERE w.listing_id = l.id))`,
  });
}
