import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';
import { guardApproval, guardVisas, stepBefore } from './0033-circuit-guards.ts';

export async function up(database: Knex): Promise<void> {
  await createCircuits(database);
  await createDelegations(database);
  await createPinned(database);
  await createOpinions(database);
  await widenVisas(database);
  await guardVisas(database);
  await guardApproval(database);
  await openCorrections(database);
  await createReminders(database);
}

/** What administrators define; each change replaces the row, while a text under review has its own copy. */
async function createCircuits(database: Knex): Promise<void> {
  await database.schema.createTable('circuits', (table) => {
    table.text('id').primary();
    table.text('name').notNullable();
    table.integer('version').notNullable();
    // JSON: the steps and what goes with them.
    table.text('definition').notNullable();
    table.text('definition_sha256').notNullable();
    table.text('changed_at').notNullable();
    table.text('changed_by').notNullable();
    table.text('retired_at');
  });
  await database.raw('CREATE UNIQUE INDEX one_circuit_per_name ON circuits (name) WHERE retired_at IS NULL');
  await refuseWhen(database, { table: 'circuits', operation: 'DELETE', name: 'circuits_stay' });
}

async function createDelegations(database: Knex): Promise<void> {
  await database.schema.createTable('visa_delegations', (table) => {
    table.text('id').primary();
    table.text('giver_id').notNullable().references('users.id').index();
    table.text('taker_id').notNullable().references('users.id').index();
    // Days in Paris, both included.
    table.text('from_on').notNullable();
    table.text('until_on').notNullable();
    table.text('declared_at').notNullable();
    table.text('declared_by').notNullable();
    table.text('ended_at');
    table.text('ended_by');
  });
  await refuseWhen(database, {
    table: 'visa_delegations',
    operation: 'INSERT',
    name: 'visa_delegations_are_to_somebody_else',
    condition: 'NEW.giver_id = NEW.taker_id OR NEW.until_on < NEW.from_on OR NEW.ended_at IS NOT NULL',
  });
  await refuseWhen(database, {
    table: 'visa_delegations',
    operation: 'UPDATE',
    name: 'visa_delegations_are_only_ended',
    condition: `OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.id <> OLD.id
      OR NEW.giver_id <> OLD.giver_id OR NEW.taker_id <> OLD.taker_id OR NEW.from_on <> OLD.from_on
      OR NEW.until_on <> OLD.until_on OR NEW.declared_at <> OLD.declared_at
      OR NEW.declared_by <> OLD.declared_by`,
  });
  await refuseWhen(database, {
    table: 'visa_delegations',
    operation: 'DELETE',
    name: 'visa_delegations_stay',
  });
}

/** The circuit of one frozen version, as it was when the text was submitted. */
async function createPinned(database: Knex): Promise<void> {
  await database.schema.createTable('pinned_circuits', (table) => {
    table.text('frozen_version_id').primary().references('frozen_versions.id');
    // Empty for the built-in one.
    table.text('circuit_id').notNullable();
    table.text('name').notNullable();
    // The version whose visas are confirmed, after a correction by the signatory.
    table.text('corrects_version_id').references('frozen_versions.id');
    table.text('corrected_by').references('users.id');
    table.integer('reminder_after').notNullable();
    table.integer('reminder_every').notNullable();
    table.integer('asks_outside_again').notNullable();
  });
  await database.schema.createTable('pinned_steps', (table) => {
    table.text('frozen_version_id').notNullable().references('pinned_circuits.frozen_version_id');
    table.integer('number').notNullable();
    // reviewers, or outside: a body that has no account here.
    table.text('kind').notNullable();
    table.text('name').notNullable();
    table.text('body').notNullable();
    table.integer('needed').notNullable();
    table.primary(['frozen_version_id', 'number']);
  });
  // Who may decide in a step; a step without seats is open to every reviewer.
  await database.schema.createTable('pinned_seats', (table) => {
    table.text('frozen_version_id').notNullable();
    table.integer('step').notNullable();
    table.text('user_id').notNullable().references('users.id');
    table.primary(['frozen_version_id', 'step', 'user_id']);
  });
  for (const table of ['pinned_circuits', 'pinned_steps', 'pinned_seats']) {
    await protectAppendOnly(database, table);
    await refuseWhen(database, {
      table,
      operation: 'INSERT',
      name: `${table}_are_pinned_at_the_freeze`,
      condition: `NOT EXISTS (SELECT 1 FROM frozen_versions f JOIN instructions i ON i.id = f.instruction_id
        WHERE f.id = NEW.frozen_version_id AND f.voided_at IS NULL AND i.state = 'draft')`,
    });
  }
  await refuseWhen(database, {
    table: 'pinned_steps',
    operation: 'INSERT',
    name: 'pinned_steps_need_somebody',
    condition: `NEW.needed < 1 OR NEW.kind NOT IN ('reviewers', 'outside')
      OR (NEW.kind = 'outside' AND NEW.needed <> 1)`,
  });
  await refuseWhen(database, {
    table: 'pinned_seats',
    operation: 'INSERT',
    name: 'authors_have_no_seat',
    condition: `EXISTS (SELECT 1 FROM frozen_versions f JOIN instruction_authors a ON a.instruction_id = f.instruction_id
      WHERE f.id = NEW.frozen_version_id AND a.user_id = NEW.user_id)`,
  });
}

/** What a body outside of the service was sent, and what it answered. */
async function createOpinions(database: Knex): Promise<void> {
  await database.schema.createTable('outside_transmissions', (table) => {
    table.text('id').primary();
    table.text('frozen_version_id').notNullable().references('frozen_versions.id');
    table.integer('step').notNullable();
    table.text('sent_on').notNullable();
    table.text('words_hash').notNullable();
    table.text('recorded_at').notNullable();
    table.text('recorded_by').notNullable().references('users.id');
    table.unique(['frozen_version_id', 'step']);
  });
  await database.schema.createTable('outside_opinions', (table) => {
    table.text('id').primary();
    table.text('frozen_version_id').notNullable().references('frozen_versions.id');
    table.integer('step').notNullable();
    // favourable, reserved, unfavourable: the body's own word.
    table.text('opinion').notNullable();
    // given, refused: what the service does of it.
    table.text('decision').notNullable();
    table.text('sha256').notNullable();
    table.text('given_on').notNullable();
    table.text('file_sha256').notNullable().references('documents.sha256');
    table.text('file_kind').notNullable();
    table.text('words_hash').notNullable();
    table.text('recorded_at').notNullable();
    table.text('recorded_by').notNullable().references('users.id');
    table.unique(['frozen_version_id', 'step']);
  });
  // Erasable: whom it was sent to, what was remarked, the name of the file received.
  await database.schema.createTable('outside_words', (table) => {
    table.text('of').primary();
    table.text('words').notNullable();
    table.text('file_name').notNullable();
    table.text('salt').notNullable();
  });
  for (const table of ['outside_transmissions', 'outside_opinions']) {
    await protectAppendOnly(database, table);
    await refuseWhen(database, {
      table,
      operation: 'INSERT',
      name: `${table}_are_of_an_outside_step`,
      condition: `NOT EXISTS (SELECT 1 FROM pinned_steps s JOIN frozen_versions f ON f.id = s.frozen_version_id
          JOIN instructions i ON i.id = f.instruction_id AND i.state = 'in_review'
          WHERE s.frozen_version_id = NEW.frozen_version_id AND s.number = NEW.step AND s.kind = 'outside'
          AND f.voided_at IS NULL)
        OR ${stepBefore('NEW.frozen_version_id', 'NEW.step')}`,
    });
  }
  await refuseWhen(database, {
    table: 'outside_opinions',
    operation: 'INSERT',
    name: 'outside_opinions_are_on_what_was_sent',
    condition: `NEW.opinion NOT IN ('favourable', 'reserved', 'unfavourable')
      OR NEW.decision NOT IN ('given', 'refused')
      OR NOT EXISTS (SELECT 1 FROM frozen_versions f WHERE f.id = NEW.frozen_version_id AND f.sha256 = NEW.sha256)
      OR NOT EXISTS (SELECT 1 FROM outside_transmissions t
        WHERE t.frozen_version_id = NEW.frozen_version_id AND t.step = NEW.step)
      OR EXISTS (SELECT 1 FROM instruction_authors a JOIN frozen_versions f ON f.instruction_id = a.instruction_id
        WHERE f.id = NEW.frozen_version_id AND a.user_id = NEW.recorded_by)`,
  });
}

/** A visa is given in a step, in one's own name or for somebody who is away. */
async function widenVisas(database: Knex): Promise<void> {
  // In plain SQL: on SQLite the builder would write the table anew, and lose its triggers.
  await database.raw('ALTER TABLE visas ADD COLUMN step INTEGER NOT NULL DEFAULT 1');
  await database.raw('ALTER TABLE visas ADD COLUMN on_behalf_of TEXT REFERENCES users (id)');
  await database.raw('ALTER TABLE visas ADD COLUMN delegation_id TEXT REFERENCES visa_delegations (id)');
  await database.schema.alterTable('visas', (table) => {
    table.dropUnique(['frozen_version_id', 'user_id']);
    table.unique(['frozen_version_id', 'step', 'user_id'], { indexName: 'one_visa_per_person_and_step' });
  });
  await database.raw(
    'CREATE UNIQUE INDEX one_visa_per_seat ON visas (frozen_version_id, step, COALESCE(on_behalf_of, user_id))',
  );
}

/** Who corrects an approved text while it is a draft again: a signatory, and nobody else. */
async function openCorrections(database: Knex): Promise<void> {
  await database.raw('ALTER TABLE instructions ADD COLUMN corrected_by TEXT REFERENCES users (id)');
  await refuseWhen(database, {
    table: 'instructions',
    operation: 'UPDATE',
    name: 'corrections_are_of_drafts_and_not_by_authors',
    condition: `NEW.corrected_by IS NOT NULL AND (NEW.state <> 'draft' OR EXISTS (SELECT 1 FROM instruction_authors a
      WHERE a.instruction_id = NEW.id AND a.user_id = NEW.corrected_by))`,
  });
}

async function createReminders(database: Knex): Promise<void> {
  await database.schema.createTable('visa_reminders', (table) => {
    table.text('id').primary();
    table.text('frozen_version_id').notNullable().references('frozen_versions.id');
    table.integer('step').notNullable();
    table.text('user_id').notNullable().references('users.id');
    table.integer('number').notNullable();
    table.text('header_id').notNullable();
    table.text('state').notNullable();
    table.integer('attempts').notNullable();
    table.text('due_at');
    table.text('planned_at').notNullable();
    table.text('changed_at').notNullable();
    table.unique(['frozen_version_id', 'step', 'user_id', 'number']);
    table.index(['state', 'due_at']);
  });
  await refuseWhen(database, { table: 'visa_reminders', operation: 'DELETE', name: 'visa_reminders_stay' });
}
