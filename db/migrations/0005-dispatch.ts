import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

const campaignMoves = ['open>paused', 'paused>open', 'open>closed', 'paused>closed'];

const deliveryMoves = [
  'pending>queued',
  // Paused while it waited; lost by a worker before the last word; every recipient would have failed.
  ...['queued', 'sending', 'ending'].map((state) => `${state}>pending`),
  'queued>sending',
  'sending>ending',
  'sending>deferred',
  'sending>refused',
  'ending>accepted',
  'ending>deferred',
  'ending>refused',
  'ending>unknown',
  'deferred>queued',
  // The answer came after all, a notice came, or a person decided to send again.
  ...['accepted', 'deferred', 'refused', 'delivered', 'bounced', 'pending'].map(
    (state) => `unknown>${state}`,
  ),
  'accepted>delivered',
  'accepted>bounced',
];

export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('campaigns', (table) => {
    table.text('id').primary();
    table.text('instruction_id').notNullable().index();
    // One campaign per signed version.
    table.text('signed_sha256').notNullable().unique();
    table.text('state').notNullable();
    table.text('opened_at').notNullable();
    table.text('opened_by').notNullable();
    table.text('deadline_on').notNullable();
    table.integer('frozen_offices').notNullable();
    table.text('pause_cause');
    // Grows with every change of a delivery: live pages of any process ask what changed since.
    table.integer('change_number').notNullable();
  });
  await refuseWhen(database, {
    table: 'campaigns',
    operation: 'UPDATE',
    name: 'campaigns_keep_what_was_decided',
    condition: `NEW.id <> OLD.id OR NEW.instruction_id <> OLD.instruction_id OR NEW.signed_sha256 <> OLD.signed_sha256
      OR NEW.opened_at <> OLD.opened_at OR NEW.opened_by <> OLD.opened_by OR NEW.deadline_on <> OLD.deadline_on
      OR NEW.frozen_offices <> OLD.frozen_offices OR NEW.change_number < OLD.change_number`,
  });
  await refuseOtherMoves(database, 'campaigns', campaignMoves);
  await refuseWhen(database, { table: 'campaigns', operation: 'DELETE', name: 'campaigns_stay' });

  // The offices as they were when the campaign was opened: nobody is added nor forgotten afterwards.
  await database.schema.createTable('campaign_recipients', (table) => {
    table.text('campaign_id').notNullable().references('campaigns.id');
    table.text('office_id').notNullable();
    table.text('office_name').notNullable();
    table.text('time_zone').notNullable();
    // The region whose mandate it held too: one mail and one acknowledgement for both.
    table.text('region_name');
    table.integer('position').notNullable();
    table.text('excluded_reason');
    table.primary(['campaign_id', 'office_id']);
  });
  await protectAppendOnly(database, 'campaign_recipients');

  await database.schema.createTable('deliveries', (table) => {
    table.text('id').primary();
    table.text('campaign_id').notNullable();
    table.text('office_id').notNullable();
    table.text('contact_id').notNullable();
    table.integer('rank').notNullable();
    table.text('state').notNullable();
    // Raised each time the delivery is queued or taken back: a worker of an earlier epoch can do nothing.
    table.integer('epoch').notNullable();
    table.integer('attempts').notNullable();
    table.text('message_id').notNullable().unique();
    table.text('envid').notNullable().unique();
    // SHA-256 of the link's token, which is never stored.
    table.text('link_hash').notNullable().unique();
    table.text('planned_at').notNullable();
    table.text('queued_at');
    // Renewed by the worker that holds it; an old one means that nobody does.
    table.text('claimed_at');
    table.text('due_at');
    table.text('changed_at').notNullable();
    table.integer('change_number').notNullable();
    table.unique(['campaign_id', 'office_id', 'contact_id']);
    table
      .foreign(['campaign_id', 'office_id'])
      .references(['campaign_id', 'office_id'])
      .inTable('campaign_recipients');
    table.index(['campaign_id', 'change_number']);
    table.index(['state', 'due_at']);
  });
  await refuseOtherMoves(database, 'deliveries', deliveryMoves);
  await refuseWhen(database, {
    table: 'deliveries',
    operation: 'UPDATE',
    name: 'deliveries_keep_who_they_are_for',
    condition: `NEW.id <> OLD.id OR NEW.campaign_id <> OLD.campaign_id OR NEW.office_id <> OLD.office_id
      OR NEW.contact_id <> OLD.contact_id OR NEW.message_id <> OLD.message_id OR NEW.envid <> OLD.envid
      OR NEW.link_hash <> OLD.link_hash OR NEW.epoch < OLD.epoch OR NEW.attempts < OLD.attempts`,
  });
  await refuseWhen(database, { table: 'deliveries', operation: 'DELETE', name: 'deliveries_stay' });

  // Erasable: where it was written to, and the salt of the hash that the journal keeps.
  await database.schema.createTable('delivery_addresses', (table) => {
    table.text('delivery_id').primary().references('deliveries.id');
    table.text('address').notNullable();
    table.text('salt').notNullable();
  });

  await database.schema.createTable('delivery_attempts', (table) => {
    table.text('id').primary();
    table.text('delivery_id').notNullable().references('deliveries.id');
    table.integer('number').notNullable();
    table.integer('epoch').notNullable();
    table.text('ended_at').notNullable();
    table.text('outcome').notNullable();
    table.integer('code');
    table.text('reply_hash').notNullable();
    table.unique(['delivery_id', 'number']);
  });
  await protectAppendOnly(database, 'delivery_attempts');
  // Erasable: a server's words often quote the address.
  await database.schema.createTable('delivery_replies', (table) => {
    table.text('attempt_id').primary().references('delivery_attempts.id');
    table.text('reply').notNullable();
    table.text('salt').notNullable();
  });

  // Who decided to send again what may have arrived.
  await database.schema.createTable('delivery_decisions', (table) => {
    table.text('id').primary();
    table.text('delivery_id').notNullable().references('deliveries.id').index();
    table.text('kind').notNullable();
    table.text('decided_at').notNullable();
    table.text('decided_by').notNullable();
  });
  await protectAppendOnly(database, 'delivery_decisions');
}

async function refuseOtherMoves(database: Knex, table: string, moves: string[]): Promise<void> {
  const allowed = moves.map((move) => `'${move}'`).join(', ');
  await refuseWhen(database, {
    table,
    operation: 'UPDATE',
    name: `${table}_move_as_allowed`,
    condition: `NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (${allowed})`,
  });
}
