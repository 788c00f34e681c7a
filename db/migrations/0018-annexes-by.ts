import type { Knex } from 'knex';
import { refuseWhen } from '../append-only.ts';

export async function up(database: Knex): Promise<void> {
  await database.schema.alterTable('campaigns', (table) => {
    // « attachment » or « link », of the notifications of credits: every try of a mail says the same.
    table.text('annexes_by').notNullable().defaultTo('attachment');
  });
  await refuseWhen(database, {
    table: 'campaigns',
    operation: 'UPDATE',
    name: 'campaigns_keep_how_annexes_travel',
    condition: 'NEW.annexes_by <> OLD.annexes_by',
  });
}
