import type { Knex } from 'knex';
import { refuseWhen } from '../append-only.ts';

/** How a version was signed: here, with the signatory's own tool, or by hand (the seal vouches for the copy). */
export async function up(database: Knex): Promise<void> {
  await database.schema.alterTable('signed_versions', (table) => {
    table.text('how').notNullable().defaultTo('here');
  });
  // The quality of who signed by hand; names and qualities can be erased, the signature stays.
  await database.schema.alterTable('signatory_names', (table) => {
    table.text('quality');
  });
  await refuseWhen(database, {
    table: 'signed_versions',
    operation: 'INSERT',
    name: 'signatures_say_how_they_were_made',
    condition:
      "NEW.how NOT IN ('here', 'outside', 'by-hand') OR (NEW.how = 'by-hand' AND NEW.mark <> 'seal')",
  });
}
