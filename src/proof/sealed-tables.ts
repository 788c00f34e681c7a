/**
 * The append-only tables whose rows are sealed, with their keys: what their triggers let nobody change, a seal in the
 * journal shows when somebody did. A test holds the list against the triggers of the real schema. Three are left out, for
 * they prove themselves: `journal` (the chain), `row_seals` (each batch's hash is in the chain) and `journal_anchors`
 * (each has its line, and its token is signed).
 */
export const appendOnlyTables: Record<string, readonly string[]> = {
  acknowledgement_receipts: ['acknowledgement_id'],
  acknowledgements: ['id'],
  activity_reports: ['id'],
  allocation_criteria: ['table_id'],
  allocation_lines: ['table_id', 'territory_id'],
  allocation_tables: ['id'],
  annex_manifests: ['batch_id'],
  annexes: ['batch_id', 'annex_key'],
  announced_ends: ['kind', 'subject', 'ends_at', 'alarm'],
  answer_reminders: ['request_id', 'office_id', 'step', 'due_on'],
  audit_missions: ['id'],
  audit_missions_ended: ['mission_id'],
  campaign_recipients: ['campaign_id', 'office_id'],
  comment_mentions: ['comment_id', 'user_id'],
  contact_confirmations: ['id'],
  delivery_attempts: ['id'],
  delivery_decisions: ['id'],
  dispatch_statement_files: ['statement_id'],
  dispatch_statements: ['id'],
  documents: ['sha256'],
  frozen_allocations: ['frozen_version_id'],
  frozen_renderings: ['frozen_version_id'],
  images: ['sha256'],
  installation: ['id'],
  instruction_authors: ['instruction_id', 'user_id'],
  instruction_predecessors: ['instruction_id'],
  journal_anchoring: ['id'],
  journal_heads_sent: ['line'],
  link_generations: ['delivery_id', 'generation'],
  outside_opinions: ['id'],
  outside_transmissions: ['id'],
  past_circular_facts: ['circular_id', 'number'],
  past_circular_files: ['sha256'],
  past_circulars: ['id'],
  pinned_circuits: ['frozen_version_id'],
  pinned_seats: ['frozen_version_id', 'step', 'user_id'],
  pinned_steps: ['frozen_version_id', 'number'],
  pinned_templates: ['sha256'],
  preparation_overrules: ['id'],
  public_addresses: ['slug'],
  public_feed: ['id'],
  public_listings: ['id'],
  public_withdrawals: ['listing_id'],
  publication_files: ['sha256'],
  publication_warnings: ['instruction_id', 'milestone'],
  publications: ['id'],
  publications_withdrawn: ['publication_id'],
  question_entries: ['id'],
  received_decisions: ['id'],
  received_messages: ['id'],
  received_places: ['mailbox', 'uid_validity', 'uid'],
  region_reminders: ['instruction_id', 'office_id', 'reminded_on'],
  region_split_lines: ['split_id', 'territory_id'],
  region_splits: ['id'],
  reminders: ['campaign_id', 'office_id', 'step'],
  renewed_versions: ['signed_version_id', 'number'],
  repeals: ['id'],
  repeals_taken_back: ['repeal_id'],
  returned_answers: ['id'],
  revisions: ['instruction_id', 'number'],
  signed_versions: ['id'],
  site_designations: ['id'],
  site_designations_withdrawn: ['designation_id'],
  template_updates: ['instruction_id', 'from_revision'],
  visas: ['id'],
};

/**
 * What never changes of tables whose states do: who and what a row is about. Names that can be erased are none of it.
 * Nothing is ever removed from these tables.
 */
const keptColumns: Record<string, readonly string[]> = {
  users: ['created_at', 'demonstration'],
  role_grants: ['user_id', 'role', 'granted_at', 'granted_by'],
  visa_delegations: ['giver_id', 'taker_id', 'from_on', 'until_on', 'declared_at', 'declared_by'],
  instructions: ['slug', 'kind', 'year', 'title', 'created_at', 'created_by'],
  amendments: ['corrects_id', 'corrected_sha256', 'origin_id', 'number', 'begun_at', 'begun_by'],
  frozen_versions: [
    ...['instruction_id', 'number', 'revision', 'sha256', 'html', 'pages', 'letter_on'],
    ...['frozen_at', 'frozen_by'],
  ],
  comments: ['thread_id', 'number', 'author_id', 'written_at', 'form_key'],
  comment_threads: ['instruction_id', 'number', 'anchor_id', 'opened_at', 'opened_by'],
  campaigns: [
    ...['instruction_id', 'signed_sha256', 'opened_at', 'opened_by', 'deadline_on', 'frozen_offices'],
    ...['recipients_on', 'pdf_by', 'annexes_by'],
  ],
  deliveries: [
    ...['campaign_id', 'office_id', 'contact_id', 'rank', 'step', 'repeats', 'message_id', 'envid'],
    ...['link_hash', 'planned_at'],
  ],
  escalations: ['campaign_id', 'step', 'letter_office_id', 'region_id', 'prepared_at'],
  annex_batches: ['instruction_id', 'signed_sha256', 'table_id', 'annexes', 'asked_at', 'asked_by'],
  contacts: ['office_id', 'rank', 'kind', 'valid_from', 'valid_to', 'added_at', 'added_by'],
  mandates: [
    ...['territory_id', 'office_id', 'kind', 'service', 'share', 'valid_from', 'valid_to'],
    ...['added_at', 'added_by'],
  ],
  contact_proposals: [
    ...['office_id', 'action', 'contact_id', 'kind', 'from_on', 'proposed_at', 'strength', 'text_hash'],
  ],
  questions: ['office_id', 'instruction_id', 'topic', 'asked_at', 'form_key'],
};

/** A table whose rows are sealed: by which key, and which columns; every one when nothing is said. */
export interface Sealed {
  table: string;
  key: readonly string[];
  names?: readonly string[];
}

/** A table that is keyed by something else than `id`, in `keptColumns`. */
const otherKeys: Record<string, readonly string[]> = { amendments: ['instruction_id'] };

export const sealedTables: readonly Sealed[] = [
  ...Object.entries(appendOnlyTables).map(([table, key]) => ({ table, key })),
  ...Object.entries(keptColumns).map(([table, names]) => ({ table, key: otherKeys[table] ?? ['id'], names })),
];
