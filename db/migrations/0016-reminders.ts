import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

const escalationMoves = [
  'prepared>sent',
  // Not needed after all; taken up again, or written again after its address was refused.
  'prepared>set-aside',
  'set-aside>prepared',
  'sent>prepared',
];

/** What follows a first mail that nobody acknowledged: reminders in the ledger, and letters that a person sends. */
export async function up(database: Knex): Promise<void> {
  await extendLedger(database);

  // The ladder of a campaign: when each step comes, counted in working days of each office.
  await database.schema.createTable('ladder_steps', (table) => {
    table.text('campaign_id').notNullable().references('campaigns.id');
    table.integer('step').notNullable();
    table.text('kind').notNullable();
    table.text('anchor').notNullable();
    table.integer('working_days').notNullable();
    table.text('state').notNullable();
    table.text('changed_at').notNullable();
    table.text('changed_by').notNullable();
    table.primary(['campaign_id', 'step']);
  });

  // An office meets a step once: its mail is in the ledger, or its letter below.
  await database.schema.createTable('reminders', (table) => {
    table.text('campaign_id').notNullable();
    table.text('office_id').notNullable();
    table.integer('step').notNullable();
    // The office under which the step's mail stands in the ledger: of a letter about several, one of them.
    table.text('letter_office_id').notNullable();
    table.text('reminded_at').notNullable();
    // What was received by then, as the mail says it at every try.
    table.integer('acknowledged').notNullable();
    table.integer('asked').notNullable();
    table.primary(['campaign_id', 'office_id', 'step']);
    table.index(['campaign_id', 'letter_office_id', 'step']);
    table
      .foreign(['campaign_id', 'office_id'])
      .references(['campaign_id', 'office_id'])
      .inTable('campaign_recipients');
    table.foreign(['campaign_id', 'step']).references(['campaign_id', 'step']).inTable('ladder_steps');
  });
  await protectAppendOnly(database, 'reminders');
  await refuseWhen(database, {
    table: 'reminders',
    operation: 'INSERT',
    name: 'reminders_are_of_steps_that_are_on',
    condition: `NOT EXISTS (SELECT 1 FROM ladder_steps s WHERE s.campaign_id = NEW.campaign_id
      AND s.step = NEW.step AND s.state = 'on')`,
  });
  await refuseWhen(database, {
    table: 'ladder_steps',
    operation: 'UPDATE',
    name: 'ladder_steps_stay_once_they_left',
    condition: `NEW.campaign_id <> OLD.campaign_id OR NEW.step <> OLD.step OR NEW.kind <> OLD.kind
      OR ((NEW.anchor <> OLD.anchor OR NEW.working_days <> OLD.working_days) AND EXISTS
        (SELECT 1 FROM reminders r WHERE r.campaign_id = OLD.campaign_id AND r.step = OLD.step))`,
  });
  await refuseWhen(database, { table: 'ladder_steps', operation: 'DELETE', name: 'ladder_steps_stay' });

  // A letter about offices that stay silent: prepared by its step, sent by a person only.
  await database.schema.createTable('escalations', (table) => {
    table.text('id').primary();
    table.text('campaign_id').notNullable();
    table.integer('step').notNullable();
    table.text('letter_office_id').notNullable();
    // Of the prefect that it is for; null when it is for the office's own secretary-general.
    table.text('region_id');
    table.text('state').notNullable();
    // How often it was sent: an address that was refused is corrected, and it is sent again.
    table.integer('sendings').notNullable();
    table.text('prepared_at').notNullable();
    table.text('changed_at').notNullable();
    table.text('changed_by').notNullable();
    table.unique(['campaign_id', 'step', 'letter_office_id']);
    table.index(['state']);
    table.foreign(['campaign_id', 'step']).references(['campaign_id', 'step']).inTable('ladder_steps');
  });
  const allowed = escalationMoves.map((move) => `'${move}'`).join(', ');
  await refuseWhen(database, {
    table: 'escalations',
    operation: 'UPDATE',
    name: 'escalations_move_as_allowed',
    condition: `NEW.id <> OLD.id OR NEW.campaign_id <> OLD.campaign_id OR NEW.step <> OLD.step
      OR NEW.letter_office_id <> OLD.letter_office_id OR NEW.sendings < OLD.sendings
      OR (NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (${allowed}))`,
  });
  await refuseWhen(database, { table: 'escalations', operation: 'DELETE', name: 'escalations_stay' });
  // Erasable: to whom, and what is written; the salt of the hashes that the journal keeps.
  await database.schema.createTable('escalation_texts', (table) => {
    table.text('escalation_id').primary().references('escalations.id');
    table.text('addressee').notNullable();
    table.text('address').notNullable();
    table.text('subject').notNullable();
    table.text('body').notNullable();
    table.text('salt').notNullable();
  });
}

async function extendLedger(database: Knex): Promise<void> {
  await database.schema.alterTable('deliveries', (table) => {
    // 0: the first sending; 1 and above: a step of the ladder.
    table.integer('step').notNullable().defaultTo(0);
    // The first mail to the same contact, whose link this one writes again.
    table.text('repeats');
  });
  await database.schema.alterTable('deliveries', (table) => {
    table.dropUnique(['campaign_id', 'office_id', 'contact_id']);
    table.unique(['campaign_id', 'office_id', 'contact_id', 'step']);
  });
  await refuseWhen(database, {
    table: 'deliveries',
    operation: 'UPDATE',
    name: 'deliveries_keep_their_step',
    condition: `NEW.step <> OLD.step OR COALESCE(NEW.repeats, '') <> COALESCE(OLD.repeats, '')`,
  });
  // Once only, whatever contact it goes to: a row of a step needs that the office met the step.
  await refuseWhen(database, {
    table: 'deliveries',
    operation: 'INSERT',
    name: 'deliveries_of_a_step_are_reminders',
    condition: `NEW.step > 0 AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.campaign_id = NEW.campaign_id
      AND r.letter_office_id = NEW.office_id AND r.step = NEW.step)`,
  });
}
