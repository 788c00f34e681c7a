import type { Knex } from 'knex';
import { dropRefusal, refuseWhen } from '../append-only.ts';
import { isSqlite } from '../connect.ts';

const campaignMoves = [
  ...['open>paused', 'paused>open', 'open>closed', 'paused>closed'],
  // What has not left never leaves; what did leave is still acknowledged until the campaign is closed.
  ...['open>cancelled', 'paused>cancelled', 'cancelled>closed'],
];

const deliveryMoves = [
  'pending>queued',
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
  ...['accepted', 'deferred', 'refused', 'delivered', 'bounced', 'pending'].map(
    (state) => `unknown>${state}`,
  ),
  'accepted>delivered',
  'accepted>bounced',
  // A person tries again what failed for certain.
  'refused>pending',
  'bounced>pending',
  // A cancelled campaign: nothing of these had left, or the server has just said that it did not take it.
  ...['pending', 'queued', 'sending', 'deferred', 'ending', 'unknown'].map((state) => `${state}>cancelled`),
];

export async function up(database: Knex): Promise<void> {
  await rewriteMoves(database, 'campaigns', campaignMoves);
  await rewriteMoves(database, 'deliveries', deliveryMoves);

  // The head may pass over many lines at once, all of them there: moving it line by line was a statement
  // for each line of a batch.
  await dropRefusal(database, { table: 'journal_head', name: 'journal_head_only_advances' });
  await refuseWhen(database, {
    table: 'journal_head',
    operation: 'UPDATE',
    name: 'journal_head_only_advances',
    condition: `NEW.line <= OLD.line
      OR NOT EXISTS (SELECT 1 FROM journal j WHERE j.line = NEW.line AND j.hash = NEW.hash)
      OR (SELECT COUNT(*) FROM journal j WHERE j.line > OLD.line AND j.line <= NEW.line) <> NEW.line - OLD.line`,
  });

  // Erasable with the address that it is the end of: what a rate per domain counts by.
  await database.schema.alterTable('delivery_addresses', (table) => {
    table.text('domain').notNullable().defaultTo('');
  });
  const position = isSqlite(database) ? 'INSTR' : 'STRPOS';
  await database('delivery_addresses').update({
    domain: database.raw(`LOWER(SUBSTR(address, ${position}(address, '@') + 1))`),
  });
  await database.schema.alterTable('delivery_attempts', (table) => {
    table.index(['ended_at']);
  });
  // The relay takes the oldest of one campaign's waiting rows, however many wait.
  await database.schema.alterTable('deliveries', (table) => {
    table.index(['campaign_id', 'state', 'planned_at', 'id']);
  });
}

async function rewriteMoves(database: Knex, table: string, moves: string[]): Promise<void> {
  const name = `${table}_move_as_allowed`;
  const allowed = moves.map((move) => `'${move}'`).join(', ');
  await dropRefusal(database, { table, name });
  await refuseWhen(database, {
    table,
    operation: 'UPDATE',
    name,
    condition: `NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (${allowed})`,
  });
}
