import type { Knex } from 'knex';
import { refuseWhen } from '../append-only.ts';

const wasSent = `(SELECT i.state FROM answer_requests a JOIN instructions i ON i.id = a.instruction_id
  WHERE a.id = OLD.request_id) IN ('dispatched', 'closed')`;

/** What a request of answers asks field by field, and what is being typed; what was given is in 0023. */
export async function up(database: Knex): Promise<void> {
  await database.schema.createTable('questionnaires', (table) => {
    table.text('request_id').primary().references('answer_requests.id').onDelete('CASCADE');
    // Canonical JSON, and its hash.
    table.text('definition').notNullable();
    table.text('sha256').notNullable();
    table.integer('revision').notNullable();
    // When it was said to be ready; offices see nothing of it before.
    table.text('ready_at');
    table.text('changed_at').notNullable();
    table.text('changed_by').notNullable();
  });
  for (const operation of ['UPDATE', 'DELETE'] as const) {
    await refuseWhen(database, {
      table: 'questionnaires',
      operation,
      name: `questionnaires_stay_once_asked_${operation.toLowerCase()}`,
      condition: `OLD.ready_at IS NOT NULL AND ${wasSent}`,
    });
  }

  // What is being typed for a territory, as it is typed; erasable.
  await database.schema.createTable('questionnaire_drafts', (table) => {
    table.text('request_id').notNullable().references('answer_requests.id').onDelete('CASCADE');
    table.text('territory_id').notNullable();
    table.text('typed').notNullable();
    table.integer('revision').notNullable();
    // The screen that saved it: the same one may save again, having missed what it was answered.
    table.text('screen').notNullable();
    table.text('saved_at').notNullable();
    table.primary(['request_id', 'territory_id']);
  });
  // What was typed on a screen while another one of the same office saved: kept until somebody says what becomes of it.
  await database.schema.createTable('questionnaire_asides', (table) => {
    table.text('id').primary();
    table.text('request_id').notNullable().references('answer_requests.id').onDelete('CASCADE');
    table.text('territory_id').notNullable();
    table.text('screen').notNullable();
    table.text('typed').notNullable();
    table.text('kept_at').notNullable();
    table.unique(['request_id', 'territory_id', 'screen']);
  });
}
