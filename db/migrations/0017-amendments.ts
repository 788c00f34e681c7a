import type { Knex } from 'knex';
import { refuseWhen } from '../append-only.ts';

/** Rectificatifs: an instruction that replaces or amends one that was sent. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('amendments', (table) => {
    table.text('instruction_id').primary().references('instructions.id');
    table.text('corrects_id').notNullable().references('instructions.id').index();
    // The signed file of the corrected act: what is printed, and what the new one is about.
    table.text('corrected_sha256').notNullable().references('documents.sha256');
    table.text('relation').notNullable();
    // The first text of the chain, and the place in it: what its title and its address say.
    table.text('origin_id').notNullable().references('instructions.id');
    table.integer('number').notNullable();
    table.text('begun_at').notNullable();
    table.text('begun_by').notNullable();
    // In the transaction that opens its campaign. Nothing says that a text is replaced while it is null.
    table.text('sent_at');
    table.unique(['origin_id', 'number']);
  });
  // One at a time is written about a text, and a text is replaced once: the latest one is corrected then.
  await database.raw(
    'CREATE UNIQUE INDEX one_amendment_under_way ON amendments (corrects_id) WHERE sent_at IS NULL',
  );
  await database.raw(
    `CREATE UNIQUE INDEX replaced_once ON amendments (corrects_id)
     WHERE relation = 'replaces' AND sent_at IS NOT NULL`,
  );
  await guardBeginnings(database);
  await guardSending(database);
}

async function guardBeginnings(database: Knex): Promise<void> {
  // What is corrected was sent, and what corrects it is new: a chain has an order in time, hence no cycle.
  await refuseWhen(database, {
    table: 'amendments',
    operation: 'INSERT',
    name: 'amendments_correct_what_was_sent',
    condition: `NEW.relation NOT IN ('replaces', 'amends') OR NEW.sent_at IS NOT NULL OR NEW.number < 1
      OR NEW.instruction_id = NEW.corrects_id
      OR NOT EXISTS (SELECT 1 FROM instructions i WHERE i.id = NEW.instruction_id AND i.state = 'draft')
      OR NOT EXISTS (SELECT 1 FROM instructions i JOIN signed_versions s ON s.instruction_id = i.id
        WHERE i.id = NEW.corrects_id AND i.state IN ('dispatched', 'closed') AND s.sha256 = NEW.corrected_sha256)
      OR EXISTS (SELECT 1 FROM amendments a WHERE a.corrects_id = NEW.corrects_id
        AND a.relation = 'replaces' AND a.sent_at IS NOT NULL)`,
  });
  await refuseWhen(database, { table: 'amendments', operation: 'DELETE', name: 'amendments_stay' });
  // A frozen version was printed with the relation: it changes in a text that was never frozen, and only there.
  await refuseWhen(database, {
    table: 'amendments',
    operation: 'UPDATE',
    name: 'amendments_keep_what_they_correct',
    condition: `NEW.instruction_id <> OLD.instruction_id OR NEW.corrects_id <> OLD.corrects_id
      OR NEW.corrected_sha256 <> OLD.corrected_sha256 OR NEW.origin_id <> OLD.origin_id
      OR NEW.number <> OLD.number OR NEW.begun_at <> OLD.begun_at OR NEW.begun_by <> OLD.begun_by
      OR NEW.relation NOT IN ('replaces', 'amends') OR OLD.sent_at IS NOT NULL
      OR (NEW.relation <> OLD.relation AND EXISTS
        (SELECT 1 FROM frozen_versions f WHERE f.instruction_id = OLD.instruction_id))`,
  });
}

async function guardSending(database: Knex): Promise<void> {
  await refuseWhen(database, {
    table: 'amendments',
    operation: 'UPDATE',
    name: 'amendments_are_sent_once_signed',
    condition: `NEW.sent_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM instructions i
      WHERE i.id = NEW.instruction_id AND i.state = 'signed')`,
  });
  // The state and what it says of the other text are written together, or not at all.
  await refuseWhen(database, {
    table: 'instructions',
    operation: 'UPDATE',
    name: 'amendments_leave_with_their_instant',
    condition: `NEW.state = 'dispatched' AND OLD.state <> 'dispatched' AND EXISTS (SELECT 1 FROM amendments a
      WHERE a.instruction_id = NEW.id AND a.sent_at IS NULL)`,
  });
}
