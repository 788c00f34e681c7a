import type { Knex } from 'knex';
import { dropRefusal, protectAppendOnly, refuseWhen } from '../append-only.ts';

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
  'refused>pending',
  'bounced>pending',
  ...['pending', 'queued', 'sending', 'deferred', 'ending', 'unknown'].map((state) => `${state}>cancelled`),
  // A notice may be quicker than the answer that it follows, and tells of a mail that waits to be sent again.
  ...['accepted', 'ending'].flatMap((state) => [`${state}>delivered`, `${state}>bounced`]),
  ...['pending', 'queued', 'deferred', 'bounced'].map((state) => `${state}>delivered`),
];

export async function up(database: Knex): Promise<void> {
  await createMailboxes(database);
  await createMessages(database);
  await createFiling(database);
  await createAnswers(database);
  await extendAcknowledgements(database);

  const moves = { table: 'deliveries', name: 'deliveries_move_as_allowed' };
  const allowed = deliveryMoves.map((move) => `'${move}'`).join(', ');
  await dropRefusal(database, moves);
  await refuseWhen(database, {
    ...moves,
    operation: 'UPDATE',
    condition: `NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (${allowed})`,
  });
}

/** The mailboxes that are read: who reads each one now, and what stands in the way. */
async function createMailboxes(database: Knex): Promise<void> {
  await database.schema.createTable('inbox_mailboxes', (table) => {
    table.text('mailbox').primary();
    table.text('lease_owner');
    table.text('lease_until');
    // The end of the last round that read everything there was.
    table.text('checked_at');
    table.text('fault_key');
    table.text('fault_words');
    table.text('fault_since');
    // A message on which rounds keep failing is asked for in part.
    table.text('stuck_uid');
    table.integer('stuck_tries').notNullable().defaultTo(0);
  });
}

async function createMessages(database: Knex): Promise<void> {
  await database.schema.createTable('received_messages', (table) => {
    table.text('id').primary();
    // Of the bytes that were kept: a mailbox numbered anew shows them again, and they are known.
    table.text('sha256').notNullable().unique();
    table.integer('size').notNullable();
    table.text('kept').notNullable();
    table.text('kind').notNullable();
    table.text('why').notNullable();
    table.text('received_at').notNullable().index();
    table.text('stored_at').notNullable();
  });
  await protectAppendOnly(database, 'received_messages');

  // Where each was found: nothing is read twice, nothing is missed.
  await database.schema.createTable('received_places', (table) => {
    table.text('mailbox').notNullable();
    table.text('uid_validity').notNullable();
    table.text('uid').notNullable();
    table.text('message_id').notNullable().references('received_messages.id');
    table.primary(['mailbox', 'uid_validity', 'uid']);
  });
  await protectAppendOnly(database, 'received_places');

  // Erasable: the bytes as they came, and what is shown of them.
  await database.schema.createTable('received_contents', (table) => {
    table.text('message_id').primary().references('received_messages.id');
    table.binary('bytes').notNullable();
  });
  await database.schema.createTable('received_words', (table) => {
    table.text('message_id').primary().references('received_messages.id');
    table.text('from_name').notNullable();
    table.text('from_address').notNullable();
    table.text('subject').notNullable();
    table.text('text').notNullable();
    table.text('header_id').notNullable();
    table.text('sent_at');
    // JSON: the recipients of a notice, the attachments (without their bytes), what was left unread.
    table.text('recipients').notNullable();
    table.text('attachments').notNullable();
    table.text('limits').notNullable();
  });
  for (const table of ['received_contents', 'received_words']) {
    await refuseWhen(database, { table, operation: 'UPDATE', name: `${table}_are_only_erased` });
  }
}

/** What each message was taken for, by whom, and where it stands. */
async function createFiling(database: Knex): Promise<void> {
  const place = (table: Knex.CreateTableBuilder) => {
    table.text('kind').notNullable();
    table.text('evidence').notNullable();
    table.text('campaign_id').references('campaigns.id');
    table.text('office_id');
    table.text('delivery_id').references('deliveries.id');
    table.text('answer_id');
  };
  await database.schema.createTable('received_decisions', (table) => {
    table.text('id').primary();
    table.text('message_id').notNullable().references('received_messages.id');
    // From 1 on: two people who decide at once do not both decide.
    table.integer('number').notNullable();
    table.text('state').notNullable();
    place(table);
    table.unique(['message_id', 'number']);
    table.text('decided_at').notNullable();
    table.text('decided_by').notNullable();
    table.text('reason_hash');
  });
  await protectAppendOnly(database, 'received_decisions');
  // Erasable: why a person set a message aside.
  await database.schema.createTable('received_reasons', (table) => {
    table.text('decision_id').primary().references('received_decisions.id');
    table.text('reason').notNullable();
    table.text('salt').notNullable();
  });
  // The last decision, for the lists.
  await database.schema.createTable('received_standings', (table) => {
    table.text('message_id').primary().references('received_messages.id');
    table.text('state').notNullable().index();
    place(table);
    table.index(['campaign_id', 'office_id']);
  });
}

/** What staff write back: each text leaves once. */
async function createAnswers(database: Knex): Promise<void> {
  await database.schema.createTable('answers', (table) => {
    table.text('id').primary();
    table.text('message_id').notNullable().references('received_messages.id').index();
    table.text('campaign_id').notNullable();
    table.text('office_id').notNullable();
    table.text('delivery_id').notNullable();
    // One form writes once, however often it is posted.
    table.text('form_key').notNullable().unique();
    table.text('header_id').notNullable().unique();
    table.text('state').notNullable();
    table.integer('attempts').notNullable();
    table.text('due_at');
    table.text('written_at').notNullable();
    table.text('written_by').notNullable();
    table.text('changed_at').notNullable();
    table.text('text_hash').notNullable();
    table.index(['campaign_id', 'office_id']);
    table.index(['state', 'due_at']);
  });
  const moves = ['pending>sending', 'sending>pending', 'sending>ending', 'sending>refused'];
  const ends = ['pending', 'accepted', 'refused', 'unknown'].map((state) => `ending>${state}`);
  const allowed = [...moves, ...ends].map((move) => `'${move}'`).join(', ');
  await refuseWhen(database, {
    table: 'answers',
    operation: 'UPDATE',
    name: 'answers_move_as_allowed',
    condition: `(NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (${allowed}))
      OR NEW.message_id <> OLD.message_id OR NEW.header_id <> OLD.header_id OR NEW.text_hash <> OLD.text_hash
      OR NEW.written_by <> OLD.written_by OR NEW.written_at <> OLD.written_at`,
  });
  await refuseWhen(database, { table: 'answers', operation: 'DELETE', name: 'answers_stay' });
  // Erasable: to whom, and what was written.
  await database.schema.createTable('answer_texts', (table) => {
    table.text('answer_id').primary().references('answers.id');
    table.text('address').notNullable();
    table.text('subject').notNullable();
    table.text('text').notNullable();
    table.text('salt').notNullable();
    table.text('server_reply').notNullable();
  });
}

/** An acknowledgement that staff declare from a mail says so for ever, and names its proof. */
async function extendAcknowledgements(database: Knex): Promise<void> {
  await database.schema.alterTable('acknowledgements', (table) => {
    table.text('declared_at');
    table.text('declared_by');
    table.text('evidence_message');
    table.text('evidence_sha256');
  });
  await refuseWhen(database, {
    table: 'acknowledgements',
    operation: 'INSERT',
    name: 'acknowledgements_declared_have_their_proof',
    condition: `(NEW.declared_at IS NOT NULL OR NEW.declared_by IS NOT NULL
        OR NEW.evidence_message IS NOT NULL OR NEW.evidence_sha256 IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM received_messages m JOIN received_standings s ON s.message_id = m.id
        WHERE m.id = NEW.evidence_message AND m.sha256 = NEW.evidence_sha256 AND s.state = 'tied'
        AND s.campaign_id = NEW.campaign_id AND s.office_id = NEW.office_id
        AND NEW.declared_at IS NOT NULL AND NEW.declared_by IS NOT NULL)`,
  });
}
