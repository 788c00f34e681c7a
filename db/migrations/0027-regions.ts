import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/** What the chef de projet of a region does: splits its envelope, and reminds its departments in their own name. */
export async function up(database: Knex): Promise<void> {
  // What is typed and not decided: of no effect, and gone once it is.
  await database.schema.createTable('region_split_drafts', (table) => {
    table.text('instruction_id').notNullable().references('instructions.id');
    table.text('region_id').notNullable().references('territories.id');
    table.text('office_id').notNullable();
    // JSON: the fields as they were typed, amounts or not.
    table.text('typed').notNullable();
    table.text('saved_at').notNullable();
    table.primary(['instruction_id', 'region_id']);
  });

  await database.schema.createTable('region_splits', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().references('instructions.id');
    table.text('region_id').notNullable().references('territories.id');
    // From 1 on: two people who decide at once do not both decide.
    table.integer('number').notNullable();
    table.text('office_id').notNullable().references('offices.id');
    table.text('content_sha256').notNullable();
    table.text('published_at').notNullable();
    table.text('strength').notNullable();
    table.text('person_hash').notNullable();
    // Why a former version is replaced.
    table.text('reason_hash');
    table.text('form_key').notNullable().unique();
    table.unique(['instruction_id', 'region_id', 'number']);
  });
  await protectAppendOnly(database, 'region_splits');
  await refuseWhen(database, {
    table: 'region_splits',
    operation: 'INSERT',
    name: 'region_splits_follow_each_other',
    condition: `NEW.number <> 1 + COALESCE((SELECT MAX(s.number) FROM region_splits s
      WHERE s.instruction_id = NEW.instruction_id AND s.region_id = NEW.region_id), 0)
      OR (NEW.number > 1 AND NEW.reason_hash IS NULL)`,
  });
  await database.schema.createTable('region_split_lines', (table) => {
    table.text('split_id').notNullable().references('region_splits.id');
    table.text('territory_id').notNullable();
    table.text('name').notNullable();
    // Integer cents.
    table.bigInteger('commitment_authority').notNullable();
    table.bigInteger('payment_appropriation').notNullable();
    table.primary(['split_id', 'territory_id']);
  });
  await protectAppendOnly(database, 'region_split_lines');
  // Erasable: who decided, and why.
  await database.schema.createTable('region_split_persons', (table) => {
    table.text('split_id').primary().references('region_splits.id');
    table.text('name').notNullable();
    table.text('function').notNullable();
    table.text('reason').notNullable();
    table.text('salt').notNullable();
  });
  await refuseWhen(database, {
    table: 'region_split_persons',
    operation: 'UPDATE',
    name: 'region_split_persons_are_only_erased',
  });

  await database.schema.createTable('region_reminders', (table) => {
    table.text('instruction_id').notNullable().references('instructions.id');
    table.text('office_id').notNullable().references('offices.id');
    // In Paris: an office is reminded of an act once a day at most, whoever does it.
    table.text('reminded_on').notNullable();
    table.text('region_id').notNullable();
    table.text('by_office_id').notNullable();
    table.text('reminded_at').notNullable();
    table.text('mail_id').notNullable().references('outbox_mails.id');
    table.primary(['instruction_id', 'office_id', 'reminded_on']);
  });
  await protectAppendOnly(database, 'region_reminders');
}
