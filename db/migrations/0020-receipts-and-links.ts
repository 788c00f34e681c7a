import type { Knex } from 'knex';
import { dropRefusal, protectAppendOnly, refuseWhen } from '../append-only.ts';

/** What an acknowledgement is worth, how it came, its receipt; links that are replaced; who looked at a page. */
export async function up(database: Knex): Promise<void> {
  await extendAcknowledgements(database);
  await createProofs(database);
  await createReceipts(database);
  await createLinks(database);
}

async function extendAcknowledgements(database: Knex): Promise<void> {
  await database.schema.alterTable('acknowledgements', (table) => {
    // « declared »: whoever wrote the name. « authenticated »: ProConnect vouches for it.
    table.text('strength').notNullable().defaultTo('declared');
    // link, code, proconnect, mail, telephone, paper, post.
    table.text('means').notNullable().defaultTo('link');
    // Salted hashes of what the side tables keep: who ProConnect said it was, why staff recorded it.
    table.text('identity_hash');
    table.text('reason_hash');
    // 1: a receipt is due. Those of before receipts have none.
    table.integer('receipt').notNullable().defaultTo(0);
  });
  const unchanging = { table: 'acknowledgements', name: 'acknowledgements_is_append_only_update' };
  await dropRefusal(database, unchanging);
  await database('acknowledgements').whereNotNull('declared_at').update({ means: 'mail' });
  await refuseWhen(database, { ...unchanging, operation: 'UPDATE' });
  await dropRefusal(database, {
    table: 'acknowledgements',
    name: 'acknowledgements_declared_have_their_proof',
  });
  await refuseWhen(database, {
    table: 'acknowledgements',
    operation: 'INSERT',
    name: 'acknowledgements_declared_have_their_proof',
    condition: `NEW.means = 'mail' AND NOT EXISTS (SELECT 1 FROM received_messages m
        JOIN received_standings s ON s.message_id = m.id
        WHERE m.id = NEW.evidence_message AND m.sha256 = NEW.evidence_sha256 AND s.state = 'tied'
        AND s.campaign_id = NEW.campaign_id AND s.office_id = NEW.office_id
        AND NEW.declared_at IS NOT NULL AND NEW.declared_by IS NOT NULL)
      OR NEW.means IN ('telephone', 'paper', 'post') AND (NEW.declared_at IS NULL OR NEW.declared_by IS NULL
        OR NEW.reason_hash IS NULL OR NEW.evidence_message IS NOT NULL
        OR (NEW.evidence_sha256 IS NULL AND NEW.means <> 'telephone')
        OR (NEW.evidence_sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM acknowledgement_scans c
          WHERE c.acknowledgement_id = NEW.id AND c.sha256 = NEW.evidence_sha256)))
      OR NEW.means IN ('link', 'code', 'proconnect') AND (NEW.declared_at IS NOT NULL
        OR NEW.declared_by IS NOT NULL OR NEW.evidence_message IS NOT NULL OR NEW.evidence_sha256 IS NOT NULL)
      OR NEW.means NOT IN ('link', 'code', 'proconnect', 'mail', 'telephone', 'paper', 'post')`,
  });
  await refuseWhen(database, {
    table: 'acknowledgements',
    operation: 'INSERT',
    name: 'acknowledgements_are_as_strong_as_they_say',
    condition: `NEW.strength NOT IN ('declared', 'authenticated')
      OR (NEW.strength = 'authenticated' AND (NEW.means <> 'proconnect' OR NEW.identity_hash IS NULL))
      OR (NEW.strength = 'declared' AND NEW.means = 'proconnect')`,
  });
}

/** Erasable, each written before its acknowledgement, which demands it or holds its hash: so no foreign key. */
async function createProofs(database: Knex): Promise<void> {
  await database.schema.createTable('acknowledgement_scans', (table) => {
    table.text('acknowledgement_id').primary();
    table.text('sha256').notNullable();
    table.text('kind').notNullable();
    table.binary('bytes').notNullable();
  });
  await database.schema.createTable('acknowledgement_reasons', (table) => {
    table.text('acknowledgement_id').primary();
    table.text('reason').notNullable();
    table.text('salt').notNullable();
  });
  await database.schema.createTable('acknowledgement_identities', (table) => {
    table.text('acknowledgement_id').primary();
    // Who vouches, and its name for the person; then the names as it told them.
    table.text('issuer').notNullable();
    table.text('subject').notNullable();
    table.text('given_name').notNullable();
    table.text('usual_name').notNullable();
    table.text('salt').notNullable();
  });
  for (const table of ['scans', 'reasons', 'identities'].map((name) => `acknowledgement_${name}`))
    await refuseWhen(database, { table, operation: 'UPDATE', name: `${table}_are_only_erased` });
}

async function createReceipts(database: Knex): Promise<void> {
  await database.schema.createTable('acknowledgement_receipts', (table) => {
    // One receipt for an acknowledgement, whoever made it and however often it was tried.
    table.text('acknowledgement_id').primary().references('acknowledgements.id');
    table.text('instruction_id').notNullable();
    // Of the data inside of the PDF, where the salt of the person's hash stands: it gives no name away.
    table.text('content_sha256').notNullable();
    table.text('sha256').notNullable().unique();
    table.integer('bytes').notNullable();
    table.text('level').notNullable();
    table.text('certificate_sha256').notNullable();
    table.text('sealed_at').notNullable();
  });
  await protectAppendOnly(database, 'acknowledgement_receipts');
  // Erasable: a person's name is printed in it.
  await database.schema.createTable('acknowledgement_receipt_files', (table) => {
    table.text('acknowledgement_id').primary().references('acknowledgement_receipts.acknowledgement_id');
    table.binary('pdf').notNullable();
  });
  await refuseWhen(database, {
    table: 'acknowledgement_receipt_files',
    operation: 'UPDATE',
    name: 'acknowledgement_receipt_files_are_only_erased',
  });
}

const mailMoves = ['pending>sending', 'sending>ending', 'sending>pending', 'ending>pending'].concat(
  ['sending', 'ending'].flatMap((from) => ['accepted', 'refused', 'unknown'].map((to) => `${from}>${to}`)),
);

async function createLinks(database: Knex): Promise<void> {
  // The link of a mail is of generation 0; whoever revokes it makes the next one, which later mails bear.
  await database.schema.createTable('link_generations', (table) => {
    table.text('delivery_id').notNullable().references('deliveries.id');
    table.integer('generation').notNullable();
    table.text('link_hash').notNullable().unique();
    // « revoked »: nobody was sent the new one. « replaced »: it was mailed.
    table.text('cause').notNullable();
    table.text('made_at').notNullable();
    table.text('made_by').notNullable();
    table.text('reason_hash').notNullable();
    table.primary(['delivery_id', 'generation']);
  });
  await protectAppendOnly(database, 'link_generations');
  await refuseWhen(database, {
    table: 'link_generations',
    operation: 'INSERT',
    name: 'link_generations_follow_each_other',
    condition: `NEW.generation <> 1 + COALESCE(
      (SELECT MAX(g.generation) FROM link_generations g WHERE g.delivery_id = NEW.delivery_id), 0)`,
  });
  await database.schema.createTable('link_reasons', (table) => {
    table.text('delivery_id').notNullable();
    table.integer('generation').notNullable();
    table.text('reason').notNullable();
    table.text('salt').notNullable();
    table.primary(['delivery_id', 'generation']);
  });

  // Visits are never counted as anything. One row an hour, so that a scanner cannot fill the disk; nothing
  // that tells who: neither an address nor what a browser says of itself.
  await database.schema.createTable('link_visits', (table) => {
    table.text('delivery_id').notNullable().references('deliveries.id');
    // `YYYY-MM-DDTHH`, UTC.
    table.text('hour').notNullable();
    table.text('what').notNullable();
    table.text('agent').notNullable();
    table.integer('visits').notNullable();
    table.primary(['delivery_id', 'hour', 'what', 'agent']);
  });

  // What is written to an office beside the ledger: a receipt, a new link. Its address is the delivery's.
  await database.schema.createTable('later_mails', (table) => {
    table.text('id').primary();
    table.text('kind').notNullable();
    table.text('delivery_id').notNullable().references('deliveries.id').index();
    // Each is mailed once.
    table.text('acknowledgement_id').unique();
    table.integer('generation');
    table.text('header_id').notNullable().unique();
    table.text('state').notNullable();
    table.integer('attempts').notNullable();
    table.text('due_at');
    table.text('changed_at').notNullable();
    table.unique(['delivery_id', 'generation']);
    table.index(['state', 'due_at']);
  });
  await refuseWhen(database, {
    table: 'later_mails',
    operation: 'UPDATE',
    name: 'later_mails_move_as_allowed',
    condition: `NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.delivery_id <> OLD.delivery_id
      OR NEW.attempts < OLD.attempts OR (NEW.state <> OLD.state
      AND (OLD.state || '>' || NEW.state) NOT IN (${mailMoves.map((move) => `'${move}'`).join(', ')}))`,
  });
  await refuseWhen(database, { table: 'later_mails', operation: 'DELETE', name: 'later_mails_stay' });
  // Erasable: a server's words often quote the address.
  await database.schema.createTable('later_mail_replies', (table) => {
    table.text('mail_id').primary().references('later_mails.id');
    table.text('reply').notNullable();
  });
}
