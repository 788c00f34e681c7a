import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('acknowledgements', (table) => {
    table.text('id').primary();
    table.text('office_id').notNullable();
    table.text('campaign_id').notNullable().references('campaigns.id').index();
    table.text('delivery_id').notNullable().references('deliveries.id');
    table.text('instruction_id').notNullable().index();
    table.text('signed_sha256').notNullable();
    table.text('acknowledged_at').notNullable();
    table.text('acknowledged_on').notNullable();
    table.text('capacity').notNullable();
    table.text('person_hash').notNullable();
    // One form records once, however often it is posted.
    table.text('form_key').notNullable();
    table.unique(['office_id', 'signed_sha256', 'form_key']);
  });
  await protectAppendOnly(database, 'acknowledgements');
  // What is acknowledged is the version that this very mail brought to this very office.
  await refuseWhen(database, {
    table: 'acknowledgements',
    operation: 'INSERT',
    name: 'acknowledgements_are_of_what_was_sent',
    condition: `NEW.capacity NOT IN ('for-the-prefect', 'project-lead', 'by-delegation')
      OR NOT EXISTS (SELECT 1 FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id
        WHERE d.id = NEW.delivery_id AND d.office_id = NEW.office_id AND c.id = NEW.campaign_id
        AND c.instruction_id = NEW.instruction_id AND c.signed_sha256 = NEW.signed_sha256)`,
  });

  // Erasable: who it was, and the salt of the hash kept above. The folded name lets the same person
  // acknowledge a version once. Written before its acknowledgement, which demands it: so no foreign key.
  await database.schema.createTable('acknowledgement_persons', (table) => {
    table.text('acknowledgement_id').primary();
    table.text('office_id').notNullable();
    table.text('signed_sha256').notNullable();
    table.text('folded_person').notNullable();
    table.text('name').notNullable();
    table.text('function').notNullable();
    table.text('salt').notNullable();
    table.unique(['office_id', 'signed_sha256', 'folded_person']);
  });
  await refuseWhen(database, {
    table: 'acknowledgements',
    operation: 'INSERT',
    name: 'acknowledgements_are_born_with_their_person',
    condition: `NOT EXISTS (SELECT 1 FROM acknowledgement_persons p WHERE p.acknowledgement_id = NEW.id
      AND p.office_id = NEW.office_id AND p.signed_sha256 = NEW.signed_sha256)`,
  });
  await refuseWhen(database, {
    table: 'acknowledgement_persons',
    operation: 'UPDATE',
    name: 'acknowledgement_persons_are_only_erased',
  });
}
