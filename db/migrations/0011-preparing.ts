import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

const preparationMoves = [
  // Sent at once, kept for a day and hour, or given up; a departure that is cancelled is prepared again.
  ...['scheduled', 'sent', 'abandoned'].map((state) => `open>${state}`),
  // Its hour came: it left, or something that nobody had accepted kept it back.
  ...['open', 'sent', 'held'].map((state) => `scheduled>${state}`),
  ...['open', 'abandoned'].map((state) => `held>${state}`),
];

export async function up(database: Knex): Promise<void> {
  await database.schema.alterTable('campaigns', (table) => {
    // The day whose directory was read; null in campaigns of before: the day of their opening.
    table.text('recipients_on');
    // « attachment », or « link » for a document too big to travel: every try of a mail says the same.
    table.text('pdf_by').notNullable().defaultTo('attachment');
  });
  await refuseWhen(database, {
    table: 'campaigns',
    operation: 'UPDATE',
    name: 'campaigns_keep_how_they_were_prepared',
    condition: `COALESCE(NEW.recipients_on, '') <> COALESCE(OLD.recipients_on, '') OR NEW.pdf_by <> OLD.pdf_by`,
  });

  // « to »: for action, an acknowledgement is expected. « cc »: for information.
  await database.schema.alterTable('campaign_recipients', (table) => {
    table.text('role').notNullable().defaultTo('to');
  });
  await refuseWhen(database, {
    table: 'acknowledgements',
    operation: 'INSERT',
    name: 'acknowledgements_are_asked_for',
    condition: `EXISTS (SELECT 1 FROM campaign_recipients r WHERE r.campaign_id = NEW.campaign_id
      AND r.office_id = NEW.office_id AND r.role = 'cc')`,
  });

  // What a dispatcher chose before anything leaves; `due_at` is when a scheduled one leaves.
  await database.schema.createTable('preparations', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable();
    table.text('signed_sha256').notNullable();
    table.text('state').notNullable();
    table.text('choices').notNullable();
    table.text('due_at');
    table.text('held_by');
    table.text('begun_at').notNullable();
    table.text('changed_at').notNullable();
    table.text('changed_by').notNullable();
    table.index(['state', 'due_at']);
  });
  await database.raw(
    `CREATE UNIQUE INDEX one_preparation_at_a_time ON preparations (instruction_id)
     WHERE state IN ('open', 'scheduled', 'held')`,
  );
  const allowed = preparationMoves.map((move) => `'${move}'`).join(', ');
  await refuseWhen(database, {
    table: 'preparations',
    operation: 'UPDATE',
    name: 'preparations_move_as_allowed',
    condition: `NEW.id <> OLD.id OR NEW.instruction_id <> OLD.instruction_id
      OR NEW.signed_sha256 <> OLD.signed_sha256
      OR (NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (${allowed}))
      OR (NEW.choices <> OLD.choices AND OLD.state <> 'open')`,
  });
  await refuseWhen(database, { table: 'preparations', operation: 'DELETE', name: 'preparations_stay' });

  // Who sent in spite of what the checks found; the reason apart, erasable, under its salted hash.
  await database.schema.createTable('preparation_overrules', (table) => {
    table.text('id').primary();
    table.text('preparation_id').notNullable().references('preparations.id').index();
    table.text('findings').notNullable();
    table.text('reason_hash').notNullable();
    table.text('decided_at').notNullable();
    table.text('decided_by').notNullable();
  });
  await protectAppendOnly(database, 'preparation_overrules');
  await database.schema.createTable('preparation_reasons', (table) => {
    table.text('overrule_id').primary().references('preparation_overrules.id');
    table.text('reason').notNullable();
    table.text('salt').notNullable();
  });

  // Mails to oneself: erasable whole, the journal keeps the address's hash.
  await database.schema.createTable('preparation_trials', (table) => {
    table.text('id').primary();
    table.text('preparation_id').notNullable().references('preparations.id').index();
    table.text('office_id').notNullable();
    table.text('address').notNullable();
    table.text('salt').notNullable();
    table.text('outcome').notNullable();
    table.text('reply').notNullable();
    table.text('sent_at').notNullable();
    table.text('sent_by').notNullable();
  });
}
