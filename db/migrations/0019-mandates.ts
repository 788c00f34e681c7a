import type { Knex } from 'knex';
import { refuseWhen } from '../append-only.ts';

export async function up(database: Knex): Promise<void> {
  // Who is chef de projet of a territory, and from which office. A correction is another row: what was
  // said before stays, under `corrected_by`. `share` sets apart those who hold one territory side by side.
  await database.schema.createTable('mandates', (table) => {
    table.text('id').primary();
    table.text('territory_id').notNullable().references('territories.id');
    table.text('office_id').notNullable().references('offices.id').index();
    table.text('kind').notNullable();
    table.text('service').notNullable().defaultTo('');
    table.text('share').notNullable().defaultTo('');
    table.text('valid_from').notNullable();
    table.text('valid_to');
    table.text('ended_on');
    table.text('added_at').notNullable();
    table.text('added_by').notNullable();
    table.text('ended_by');
    table.text('corrected_by');
    table.index(['territory_id', 'valid_from'], 'mandates_by_territory');
  });
  await database.raw(
    `CREATE UNIQUE INDEX one_standing_holder ON mandates (territory_id, share)
     WHERE valid_to IS NULL AND ended_on IS NULL AND corrected_by IS NULL`,
  );
  await refuseWhen(database, {
    table: 'mandates',
    operation: 'UPDATE',
    name: 'mandates_never_change_hands',
    condition:
      'NEW.territory_id <> OLD.territory_id OR NEW.office_id <> OLD.office_id OR NEW.kind <> OLD.kind' +
      ' OR NEW.service <> OLD.service OR NEW.share <> OLD.share OR NEW.valid_from <> OLD.valid_from OR OLD.corrected_by IS NOT NULL',
  });
  await refuseWhen(database, { table: 'mandates', operation: 'DELETE', name: 'mandates_stay' });
  // The erasable side: once gone, the journal's hash says nothing more of the person.
  await database.schema.createTable('mandate_persons', (table) => {
    table.text('mandate_id').primary().references('mandates.id');
    table.text('person_name').notNullable();
    table.text('person_function').notNullable();
    table.text('note').notNullable().defaultTo('');
    table.text('salt').notNullable();
  });
  // What waits for a confirmation: a file of contacts, or what was kept of the State's directory.
  await database.schema.alterTable('contact_imports', (table) => {
    table.text('kind').notNullable().defaultTo('contacts');
    table.text('file_sha256').notNullable().defaultTo('');
  });
}
