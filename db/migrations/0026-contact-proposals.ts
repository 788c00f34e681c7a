import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/** What offices propose to change of their contacts, what became of it, and that they said that all is right. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('contact_proposals', (table) => {
    table.text('id').primary();
    table.text('office_id').notNullable().references('offices.id').index();
    table.text('action').notNullable();
    // The contact that changes, or goes; null when one is added.
    table.text('contact_id').references('contacts.id');
    table.text('kind').notNullable();
    table.text('from_on').notNullable();
    table.text('state').notNullable().index();
    table.text('proposed_at').notNullable();
    table.text('strength').notNullable();
    table.text('text_hash').notNullable();
    table.text('decided_at');
    table.text('decided_by');
    // Of why it was refused.
    table.text('reason_hash');
    // One form proposes once, however often it is posted.
    table.text('form_key').notNullable().unique();
  });
  await refuseWhen(database, {
    table: 'contact_proposals',
    operation: 'INSERT',
    name: 'contact_proposals_begin_proposed',
    condition: `NEW.state <> 'proposed' OR NEW.decided_at IS NOT NULL
      OR (NEW.contact_id IS NULL) <> (NEW.action = 'add')
      OR (NEW.contact_id IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM contacts c WHERE c.id = NEW.contact_id AND c.office_id = NEW.office_id))`,
  });
  await refuseWhen(database, {
    table: 'contact_proposals',
    operation: 'UPDATE',
    name: 'contact_proposals_are_decided_once',
    condition: `OLD.state <> 'proposed' OR NEW.state NOT IN ('accepted', 'refused')
      OR NEW.decided_at IS NULL OR NEW.decided_by IS NULL OR (NEW.state = 'refused' AND NEW.reason_hash IS NULL)
      OR NEW.id <> OLD.id OR NEW.office_id <> OLD.office_id OR NEW.action <> OLD.action
      OR NEW.kind <> OLD.kind OR NEW.from_on <> OLD.from_on OR NEW.text_hash <> OLD.text_hash
      OR COALESCE(NEW.contact_id, '') <> COALESCE(OLD.contact_id, '')`,
  });
  await refuseWhen(database, {
    table: 'contact_proposals',
    operation: 'DELETE',
    name: 'contact_proposals_stay',
  });
  // Erasable: who, at which address, and who says so.
  await database.schema.createTable('proposal_texts', (table) => {
    table.text('proposal_id').primary().references('contact_proposals.id');
    table.text('address').notNullable();
    table.text('person_name').notNullable();
    table.text('remark').notNullable();
    table.text('by_name').notNullable();
    table.text('by_function').notNullable();
    table.text('salt').notNullable();
  });
  await database.schema.createTable('proposal_reasons', (table) => {
    table.text('proposal_id').primary().references('contact_proposals.id');
    table.text('reason').notNullable();
    table.text('salt').notNullable();
  });

  await database.schema.createTable('contact_confirmations', (table) => {
    table.text('id').primary();
    table.text('office_id').notNullable().references('offices.id');
    table.integer('year').notNullable();
    table.text('confirmed_at').notNullable();
    table.text('strength').notNullable();
    table.integer('contacts').notNullable();
    // Of the ids of the contacts that were shown.
    table.text('contacts_hash').notNullable();
    table.text('person_hash').notNullable();
    // Once a year: whoever says it again changes nothing.
    table.unique(['office_id', 'year']);
  });
  await protectAppendOnly(database, 'contact_confirmations');
  await database.schema.createTable('confirmation_persons', (table) => {
    table.text('confirmation_id').primary().references('contact_confirmations.id');
    table.text('name').notNullable();
    table.text('function').notNullable();
    table.text('salt').notNullable();
  });
  for (const table of ['proposal_texts', 'proposal_reasons', 'confirmation_persons'])
    await refuseWhen(database, { table, operation: 'UPDATE', name: `${table}_are_only_erased` });
}
