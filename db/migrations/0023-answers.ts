import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/** What an instruction asks back, and what comes. (`answers` are what staff write to a message: see 0015.) */
export async function up(database: Knex): Promise<void> {
  await createRequests(database);
  await createReturned(database);
  await createReminders(database);
}

const wasSent = `(SELECT i.state FROM instructions i WHERE i.id = OLD.instruction_id) IN ('dispatched', 'closed')`;

async function createRequests(database: Knex): Promise<void> {
  await database.schema.createTable('answer_requests', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().references('instructions.id').index();
    table.text('kind').notNullable();
    table.text('title').notNullable();
    table.text('guidance').notNullable();
    // departments, regions, all; or offices, which are listed then (JSON).
    table.text('audience').notNullable();
    table.text('office_ids').notNullable().defaultTo('[]');
    table.text('due_on').notNullable();
    // JSON: the kinds of file that are taken.
    table.text('accepted_kinds').notNullable().defaultTo('[]');
    table.integer('reminders').notNullable().defaultTo(1);
    table.text('created_at').notNullable();
    table.text('created_by').notNullable();
    table.text('withdrawn_at');
    table.text('withdrawn_by');
  });
  // What was asked is not rewritten once it was sent: the day may come later, and the request may be withdrawn.
  await refuseWhen(database, {
    table: 'answer_requests',
    operation: 'UPDATE',
    name: 'answer_requests_stay_as_sent',
    condition: `NEW.id <> OLD.id OR NEW.instruction_id <> OLD.instruction_id OR NEW.kind <> OLD.kind
      OR OLD.withdrawn_at IS NOT NULL OR (${wasSent} AND (NEW.title <> OLD.title OR NEW.guidance <> OLD.guidance
      OR NEW.audience <> OLD.audience OR NEW.office_ids <> OLD.office_ids OR NEW.due_on < OLD.due_on
      OR NEW.accepted_kinds <> OLD.accepted_kinds))`,
  });
  await refuseWhen(database, {
    table: 'answer_requests',
    operation: 'INSERT',
    name: 'answer_requests_are_made_before_the_sending',
    condition: `(SELECT i.state FROM instructions i WHERE i.id = NEW.instruction_id) IN ('dispatched', 'closed')`,
  });
  await refuseWhen(database, {
    table: 'answer_requests',
    operation: 'DELETE',
    name: 'answer_requests_stay_once_sent',
    condition: wasSent,
  });
  // Erasable: why a request was withdrawn.
  await database.schema.createTable('answer_request_reasons', (table) => {
    table.text('request_id').primary();
    table.text('reason').notNullable();
    table.text('salt').notNullable();
  });
}

async function createReturned(database: Knex): Promise<void> {
  // One row a version: the latest counts, the others stay.
  await database.schema.createTable('returned_answers', (table) => {
    table.text('id').primary();
    table.text('request_id').notNullable().references('answer_requests.id');
    table.text('territory_id').notNullable().references('territories.id');
    table.integer('number').notNullable();
    table.text('office_id').notNullable().references('offices.id').index();
    table.text('given_at').notNullable();
    // The day by the office's own clock.
    table.text('given_on').notNullable();
    // code or proconnect: what the office had entered its pages with.
    table.text('strength').notNullable();
    table.text('content_kind').notNullable();
    table.text('sha256').notNullable();
    table.integer('bytes').notNullable();
    table.text('person_hash').notNullable();
    // One form gives once, however often it is posted.
    table.text('form_key').notNullable().unique();
    table.unique(['request_id', 'territory_id', 'number']);
  });
  await protectAppendOnly(database, 'returned_answers');
  await refuseWhen(database, {
    table: 'returned_answers',
    operation: 'INSERT',
    name: 'returned_answers_follow_each_other',
    condition: `NEW.number <> 1 + COALESCE((SELECT MAX(r.number) FROM returned_answers r
        WHERE r.request_id = NEW.request_id AND r.territory_id = NEW.territory_id), 0)
      OR EXISTS (SELECT 1 FROM answer_requests a WHERE a.id = NEW.request_id AND a.withdrawn_at IS NOT NULL)
      OR NOT EXISTS (SELECT 1 FROM answer_requests a JOIN instructions i ON i.id = a.instruction_id
        WHERE a.id = NEW.request_id AND i.state IN ('dispatched', 'closed'))`,
  });
  // Erasable: what was handed in, its file's name, and who gave it.
  await database.schema.createTable('returned_contents', (table) => {
    table.text('answer_id').primary().references('returned_answers.id');
    table.binary('bytes').notNullable();
  });
  await database.schema.createTable('returned_persons', (table) => {
    table.text('answer_id').primary().references('returned_answers.id');
    table.text('person_name').notNullable();
    table.text('person_function').notNullable();
    table.text('file_name').notNullable();
    table.text('salt').notNullable();
  });
  for (const table of ['returned_contents', 'returned_persons']) {
    await refuseWhen(database, { table, operation: 'UPDATE', name: `${table}_are_only_erased` });
  }
  // What the antivirus said of a file: unscanned ones are asked about again.
  await database.schema.createTable('returned_scans', (table) => {
    table.text('answer_id').primary().references('returned_answers.id');
    table.text('state').notNullable();
    // Why it was not analysed; what was found in it.
    table.text('reason').notNullable();
    table.integer('tries').notNullable();
    table.text('due_at');
    table.text('changed_at').notNullable();
    table.index(['state', 'due_at']);
  });
  await refuseWhen(database, {
    table: 'returned_scans',
    operation: 'UPDATE',
    name: 'returned_scans_end_once',
    condition: `OLD.state <> 'unscanned'`,
  });
}

async function createReminders(database: Knex): Promise<void> {
  // Each once; a day that was moved later is reminded again. The mail itself is the outbox's.
  await database.schema.createTable('answer_reminders', (table) => {
    table.text('request_id').notNullable().references('answer_requests.id');
    table.text('office_id').notNullable().references('offices.id');
    table.text('step').notNullable();
    table.text('due_on').notNullable();
    table.text('mail_id').notNullable();
    table.text('reminded_at').notNullable();
    table.primary(['request_id', 'office_id', 'step', 'due_on']);
  });
  await protectAppendOnly(database, 'answer_reminders');
}
