import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

const mailMoves = ['pending>sending', 'sending>pending', 'sending>ending', 'sending>refused'].concat(
  ['pending', 'accepted', 'refused', 'unknown'].map((state) => `ending>${state}`),
);
// Asked again by a follow-up, whatever became of it before.
const questionMoves = ['asked>answered', 'asked>closed', 'answered>asked', 'closed>asked'];

const listed = (moves: string[]) => moves.map((move) => `'${move}'`).join(', ');

/** What is written to an office by hand beside the ledger; what an office asks, and what it is answered. */
export async function up(database: Knex): Promise<void> {
  await createOutbox(database);
  await createQuestions(database);
}

async function createOutbox(database: Knex): Promise<void> {
  await database.schema.createTable('outbox_mails', (table) => {
    table.text('id').primary();
    table.text('kind').notNullable();
    table.text('office_id').notNullable();
    // `question:<id>`, `proposal:<id>`: what the mail belongs to; the mails of one are one thread.
    table.text('about').notNullable().index();
    table.text('journal_subject').notNullable();
    // Where an answer to it belongs: a mail of the ledger to the same office, when there is one.
    table.text('campaign_id');
    table.text('delivery_id');
    table.text('header_id').notNullable().unique();
    table.text('state').notNullable();
    table.integer('attempts').notNullable();
    table.text('due_at');
    table.text('written_at').notNullable();
    table.text('written_by').notNullable();
    table.text('changed_at').notNullable();
    table.text('text_hash').notNullable();
    table.index(['state', 'due_at']);
  });
  await refuseWhen(database, {
    table: 'outbox_mails',
    operation: 'UPDATE',
    name: 'outbox_mails_move_as_allowed',
    condition: `(NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (${listed(mailMoves)}))
      OR NEW.id <> OLD.id OR NEW.header_id <> OLD.header_id OR NEW.text_hash <> OLD.text_hash
      OR NEW.about <> OLD.about OR NEW.office_id <> OLD.office_id OR NEW.attempts < OLD.attempts`,
  });
  await refuseWhen(database, { table: 'outbox_mails', operation: 'DELETE', name: 'outbox_mails_stay' });
  // Erasable: to whom, what was written, and a server's words, which often quote the address.
  await database.schema.createTable('outbox_texts', (table) => {
    table.text('mail_id').primary().references('outbox_mails.id');
    table.text('address').notNullable();
    // JSON: whom an answer reaches.
    table.text('reply_to').notNullable();
    table.text('subject').notNullable();
    table.text('text').notNullable();
    table.text('salt').notNullable();
    table.text('server_reply').notNullable();
  });
}

async function createQuestions(database: Knex): Promise<void> {
  await database.schema.createTable('questions', (table) => {
    table.text('id').primary();
    table.text('office_id').notNullable().references('offices.id').index();
    // Null: about no act in particular.
    table.text('instruction_id').references('instructions.id').index();
    table.text('topic').notNullable();
    table.text('state').notNullable().index();
    table.text('asked_at').notNullable();
    table.text('changed_at').notNullable();
    // One form asks once, however often it is posted.
    table.text('form_key').notNullable().unique();
  });
  await refuseWhen(database, {
    table: 'questions',
    operation: 'INSERT',
    name: 'questions_begin_asked',
    condition: `NEW.state <> 'asked'`,
  });
  await refuseWhen(database, {
    table: 'questions',
    operation: 'UPDATE',
    name: 'questions_move_as_allowed',
    condition: `(NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (${listed(questionMoves)}))
      OR NEW.id <> OLD.id OR NEW.office_id <> OLD.office_id OR NEW.topic <> OLD.topic
      OR COALESCE(NEW.instruction_id, '') <> COALESCE(OLD.instruction_id, '')`,
  });
  await refuseWhen(database, { table: 'questions', operation: 'DELETE', name: 'questions_stay' });

  // What was said, by either side, in order.
  await database.schema.createTable('question_entries', (table) => {
    table.text('id').primary();
    table.text('question_id').notNullable().references('questions.id');
    table.integer('number').notNullable();
    table.text('kind').notNullable();
    table.text('written_at').notNullable();
    // A user, or `office:<id>`; with what the office's page was entered then.
    table.text('written_by').notNullable();
    table.text('strength');
    table.text('text_hash').notNullable();
    // Of an answer, when the office could be written to.
    table.text('mail_id').references('outbox_mails.id');
    table.text('form_key').notNullable().unique();
    table.unique(['question_id', 'number']);
  });
  await protectAppendOnly(database, 'question_entries');
  // Erasable: the words, and who said they wrote them.
  await database.schema.createTable('question_texts', (table) => {
    table.text('entry_id').primary().references('question_entries.id');
    table.text('text').notNullable();
    table.text('person_name').notNullable();
    table.text('person_function').notNullable();
    table.text('salt').notNullable();
  });
  await refuseWhen(database, {
    table: 'question_texts',
    operation: 'UPDATE',
    name: 'question_texts_are_only_erased',
  });
}
