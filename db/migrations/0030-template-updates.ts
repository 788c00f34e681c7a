import type { Knex } from 'knex';
import { protectAppendOnly, refuseWhen } from '../append-only.ts';

/**
 * From which revision on an instruction is written in a later template than the one that it began with. The
 * instruction keeps that one as its own; each revision is read, for ever, in the template of its time.
 */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('template_updates', (table) => {
    table.text('instruction_id').notNullable().references('instructions.id');
    table.integer('from_revision').notNullable();
    table.text('template_sha256').notNullable().references('pinned_templates.sha256');
    table.text('taken_at').notNullable();
    table.text('taken_by').notNullable();
    table.primary(['instruction_id', 'from_revision']);
  });
  await protectAppendOnly(database, 'template_updates');
  // Only for the revision that comes next, of a draft: what was frozen stays in the template that it was frozen in.
  await refuseWhen(database, {
    table: 'template_updates',
    operation: 'INSERT',
    name: 'template_updates_are_taken_by_drafts',
    condition: `NOT EXISTS (SELECT 1 FROM instructions i WHERE i.id = NEW.instruction_id
      AND i.state = 'draft' AND NEW.from_revision = i.revision + 1)`,
  });
}
