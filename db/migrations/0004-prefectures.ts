import type { Knex } from 'knex';
import { refuseWhen } from '../append-only.ts';

export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('territories', (table) => {
    table.text('id').primary();
    table.text('kind').notNullable();
    table.text('code').notNullable();
    table.text('name').notNullable();
    table.text('linked_name').notNullable();
    table.text('region_id').references('territories.id');
  });
  await database.schema.createTable('offices', (table) => {
    table.text('id').primary();
    table.text('name').notNullable();
    table.text('label').notNullable();
    table.text('time_zone').notNullable();
    table.integer('position').notNullable();
  });
  // A dated mandate: which office administers which territory, and since when. No day means « as far as we know ».
  await database.schema.createTable('office_territories', (table) => {
    table.text('id').primary();
    table.text('office_id').notNullable().references('offices.id').index();
    table.text('territory_id').notNullable().references('territories.id');
    table.text('valid_from');
    table.text('valid_to');
  });
  await database.raw(
    'CREATE UNIQUE INDEX one_office_per_territory ON office_territories (territory_id) WHERE valid_to IS NULL',
  );
  // valid_from and valid_to are what was declared (both days included); ended_on is the first day on
  // which an import or a person had withdrawn the contact.
  await database.schema.createTable('contacts', (table) => {
    table.text('id').primary();
    table.text('office_id').notNullable().references('offices.id').index();
    table.integer('rank').notNullable();
    table.text('kind').notNullable();
    table.text('valid_from').notNullable();
    table.text('valid_to');
    table.text('ended_on');
    table.text('added_at').notNullable();
    table.text('added_by').notNullable();
    table.text('ended_by');
  });
  await database.raw(
    `CREATE UNIQUE INDEX one_contact_per_rank ON contacts (office_id, rank)
     WHERE valid_to IS NULL AND ended_on IS NULL`,
  );
  // Deliveries and the journal name a contact by its id: it neither moves to another office nor goes away.
  await refuseWhen(database, {
    table: 'contacts',
    operation: 'UPDATE',
    name: 'contacts_never_move',
    condition: 'NEW.office_id <> OLD.office_id OR NEW.rank <> OLD.rank OR NEW.kind <> OLD.kind',
  });
  await refuseWhen(database, { table: 'contacts', operation: 'DELETE', name: 'contacts_stay' });
  // The erasable side: once gone, the hashes kept elsewhere say nothing more of the address.
  await database.schema.createTable('contact_details', (table) => {
    table.text('contact_id').primary().references('contacts.id');
    table.text('address').notNullable();
    table.text('person_name').notNullable().defaultTo('');
    table.text('salt').notNullable();
  });
  // A file between its upload and its confirmation; erased by either outcome.
  await database.schema.createTable('contact_imports', (table) => {
    table.text('id').primary();
    table.binary('bytes').notNullable();
    table.text('uploaded_at').notNullable().index();
    table.text('uploaded_by').notNullable();
  });
}
