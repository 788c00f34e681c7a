/**
 * The tables of the database that are not told, and why: a key of `data.left-out`. A test holds this list, and the
 * tables that are told, against the database's own schema.
 */
const byReason = {
  secret: [
    ...['second_factors', 'recovery_codes', 'pro_connect_identities', 'pro_connect_invitations'],
    ...['pro_connect_requests', 'pro_connect_sessions', 'office_agents', 'link_generations', 'access_tokens'],
    ...['acknowledgement_identities'],
  ],
  session: ['sessions', 'office_sessions', 'office_entrances', 'pending_sign_ins'],
  typing: [
    ...['working_copies', 'kept_aside_texts', 'questionnaire_drafts', 'questionnaire_asides'],
    ...['region_split_drafts', 'preparations', 'preparation_overrules', 'preparation_trials'],
    ...['allocation_imports', 'contact_imports', 'passages_to_review', 'anchors'],
  ],
  working: ['comment_threads', 'comments', 'comment_words', 'comment_mentions'],
  words: [
    ...['visa_reasons', 'acknowledgement_reasons', 'link_reasons', 'preparation_reasons', 'outside_words'],
    ...['received_words', 'received_reasons', 'answer_texts', 'answer_request_reasons', 'outbox_texts'],
    ...['question_texts', 'question_entries', 'proposal_texts', 'proposal_reasons', 'confirmation_persons'],
    ...['region_split_persons', 'escalation_texts', 'later_mail_replies', 'delivery_replies'],
    ...['publication_words', 'audit_mission_words'],
  ],
  address: ['contact_details', 'delivery_addresses'],
  content: [
    ...[
      'documents',
      'images',
      'instruction_images',
      'acknowledgement_receipt_files',
      'acknowledgement_scans',
    ],
    ...[
      'received_contents',
      'returned_contents',
      'frozen_renderings',
      'pinned_templates',
      'publication_files',
    ],
    ...['past_circular_files', 'past_circular_pages', 'past_circular_recognised', 'annex_manifests'],
  ],
  index: [
    ...['search_documents', 'search_pages', 'search_vocabulary', 'search_words'],
    ...['search_words_config', 'search_words_data', 'search_words_docsize', 'search_words_idx', 'file_texts'],
  ],
  queue: [
    ...['outbox_mails', 'later_mails', 'answers', 'answer_reminders', 'visa_reminders', 'region_reminders'],
    ...['returned_scans', 'renewal_faults', 'escalations', 'publication_warnings', 'inbox_mailboxes'],
    ...['received_places', 'received_decisions', 'delivery_decisions', 'link_visits', 'announced_ends'],
    ...['kept_ends', 'annex_batches', 'ladder_steps', 'outside_transmissions'],
  ],
  internal: [
    ...['installation', 'journal_head', 'knex_migrations', 'knex_migrations_lock', 'sqlite_sequence'],
    ...['allocation_criteria', 'circuits', 'pinned_circuits', 'pinned_steps', 'pinned_seats'],
    ...['frozen_allocations', 'instruction_authors', 'instruction_predecessors', 'template_updates'],
    ...['journal_anchoring', 'journal_anchor_faults', 'journal_heads_sent', 'row_seals'],
    ...['visa_delegations', 'contact_confirmations', 'contact_proposals', 'role_grants'],
  ],
  watched: ['readings'],
  public: [
    ...['public_feed', 'public_addresses', 'public_listings', 'public_withdrawals', 'activity_reports'],
    ...['site_designations', 'site_designations_withdrawn'],
  ],
  own: ['audit_missions', 'audit_missions_ended', 'saved_searches'],
} as const;

export type LeftOutReason = keyof typeof byReason;

export const leftOutTables: ReadonlyMap<string, LeftOutReason> = new Map(
  (Object.keys(byReason) as LeftOutReason[]).flatMap((reason) =>
    byReason[reason].map((name) => [name, reason] as const),
  ),
);
