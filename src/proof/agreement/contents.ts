import type { Knex } from 'knex';
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts';
import { saltedHash, sha256Hex } from '../../kernel/hash.ts';

type Read = Record<string, string> & { bytes?: Uint8Array };

/** Bytes or words that are kept under a hash, which the journal or a row that it tells holds. */
export interface Content {
  table: string;
  /** What would have been changed. */
  column: string;
  id: string;
  /** One page of them: `id`, `expected`, and what `hash` reads. */
  rows(database: Knex): Knex.QueryBuilder;
  hash(row: Read): string;
}

const bytesOf = (table: string, column = 'bytes'): Content => ({
  ...{ table, column, id: 'sha256' },
  rows: (database) => database(table).select('sha256', 'sha256 as expected', `${column} as bytes`),
  hash: ({ bytes }) => sha256Hex(bytes ?? ''),
});

/** Bytes that may be erased, beside the row that holds their hash. */
const bytesBeside = (table: string, id: string, beside: { table: string; id: string }, column = 'bytes') => ({
  ...{ table, column, id },
  rows: (database: Knex) =>
    database(`${table} as t`)
      .join(`${beside.table} as b`, `b.${beside.id}`, `t.${id}`)
      .select(`t.${id}`, 'b.sha256 as expected', `t.${column} as bytes`),
  hash: ({ bytes }: Read) => sha256Hex(bytes ?? ''),
});

/** A text under its own hash, in the same row. */
const textOf = (table: string, id: string, column: string, hash: string): Content => ({
  ...{ table, column, id },
  rows: (database) => database(table).select(id, `${hash} as expected`, `${column} as text`),
  hash: ({ text = '' }) => sha256Hex(text),
});

/** Words that may be erased with their salt, beside the row that holds their salted hash. */
function wordsBeside(
  [table, id, ...columns]: [string, string, ...string[]],
  beside: { table: string; id?: string; hash: string },
  textOf: (row: Read) => string = (row) => row[columns[0]!] ?? '',
): Content {
  return {
    ...{ table, column: [...columns, 'salt'].join(', '), id },
    rows: (database) =>
      database(`${table} as t`)
        .join(`${beside.table} as b`, `b.${beside.id ?? 'id'}`, `t.${id}`)
        .whereNotNull(`b.${beside.hash}`)
        .select(`t.${id}`, 't.salt', `b.${beside.hash} as expected`)
        .select(columns.map((column) => `t.${column}`)),
    hash: (row) => saltedHash(row['salt'] ?? '', textOf(row)),
  };
}

const personOf =
  (name: string, role: string) =>
  (row: Read): string =>
    JSON.stringify([row[name], row[role]]);

/** Everything that is kept under a hash. */
export const contents: readonly Content[] = [
  ...['documents', 'publication_files', 'past_circular_files', 'images', 'acknowledgement_scans'].map(
    (table) => bytesOf(table),
  ),
  bytesOf('dispatch_statement_files'),
  bytesBeside(
    'acknowledgement_receipt_files',
    'acknowledgement_id',
    { table: 'acknowledgement_receipts', id: 'acknowledgement_id' },
    'pdf',
  ),
  bytesBeside('returned_contents', 'answer_id', { table: 'returned_answers', id: 'id' }),
  bytesBeside('received_contents', 'message_id', { table: 'received_messages', id: 'id' }),
  textOf('dispatch_statements', 'campaign_id', 'content', 'content_sha256'),
  textOf('pinned_templates', 'sha256', 'source', 'sha256'),
  textOf('circuits', 'id', 'definition', 'definition_sha256'),
  {
    ...{ table: 'revisions', column: 'fields, sections', id: 'id' },
    rows: (database) =>
      // The row's two keys, as a person reads them.
      database('revisions').select(
        database.raw(`instruction_id || ' / ' || number AS id`),
        ...['content_sha256 as expected', 'fields', 'sections'],
      ),
    hash: ({ fields = '', sections = '' }) =>
      sha256Hex(
        canonicalJson({ fields: JSON.parse(fields) as Json, sections: JSON.parse(sections) as Json }),
      ),
  },
  wordsBeside(['visa_reasons', 'visa_id', 'reason'], { table: 'visas', hash: 'reason_hash' }),
  wordsBeside(['comment_words', 'comment_id', 'words'], { table: 'comments', hash: 'words_hash' }),
  wordsBeside(['delivery_replies', 'attempt_id', 'reply'], {
    table: 'delivery_attempts',
    hash: 'reply_hash',
  }),
  wordsBeside(['acknowledgement_reasons', 'acknowledgement_id', 'reason'], {
    table: 'acknowledgements',
    hash: 'reason_hash',
  }),
  wordsBeside(
    ['acknowledgement_persons', 'acknowledgement_id', 'name', 'function'],
    { table: 'acknowledgements', hash: 'person_hash' },
    personOf('name', 'function'),
  ),
  wordsBeside(
    ['acknowledgement_identities', 'acknowledgement_id', 'issuer', 'subject', 'given_name', 'usual_name'],
    { table: 'acknowledgements', hash: 'identity_hash' },
    (row) => JSON.stringify([row['issuer'], row['subject'], row['given_name'], row['usual_name']]),
  ),
  wordsBeside(
    ['confirmation_persons', 'confirmation_id', 'name', 'function'],
    { table: 'contact_confirmations', hash: 'person_hash' },
    personOf('name', 'function'),
  ),
  wordsBeside(
    ['region_split_persons', 'split_id', 'name', 'function'],
    { table: 'region_splits', hash: 'person_hash' },
    personOf('name', 'function'),
  ),
  wordsBeside(['question_texts', 'entry_id', 'text'], { table: 'question_entries', hash: 'text_hash' }),
  wordsBeside(
    ['audit_mission_words', 'mission_id', 'title', 'institution', 'letter_reference', 'letter_on'],
    { table: 'audit_missions', hash: 'words_hash' },
    (row) => JSON.stringify([row['title'], row['institution'], row['letter_reference'], row['letter_on']]),
  ),
  wordsBeside(['proposal_reasons', 'proposal_id', 'reason'], {
    table: 'contact_proposals',
    hash: 'reason_hash',
  }),
  wordsBeside(['preparation_reasons', 'overrule_id', 'reason'], {
    table: 'preparation_overrules',
    hash: 'reason_hash',
  }),
];
