/**
 * What the verification does not hold against anything, and why. A table or a column that is neither covered nor named
 * here fails a test: a new one cannot be forgotten.
 */
export const uncoveredTables: Record<string, string> = {
  ...of('sessions, codes and second factors: they open a door for a while, and prove nothing later', [
    ...['sessions', 'pending_sign_ins', 'second_factors', 'recovery_codes', 'office_sessions'],
    ...['office_entrances', 'office_agents', 'pro_connect_requests', 'pro_connect_sessions'],
    ...['pro_connect_identities', 'pro_connect_invitations'],
  ]),
  ...of('work in progress: what counts is the revision that is saved, or the version that is given', [
    ...['working_copies', 'kept_aside_texts', 'anchors', 'passages_to_review', 'instruction_images'],
    ...[
      'preparations',
      'preparation_trials',
      'questionnaires',
      'questionnaire_drafts',
      'questionnaire_asides',
    ],
    ...['region_split_drafts', 'allocation_imports', 'contact_imports', 'saved_searches'],
  ]),
  ...of('made again from what is covered', [
    ...['search_documents', 'search_pages', 'search_vocabulary', 'search_words'],
    ...['search_words_config', 'search_words_data', 'search_words_docsize', 'search_words_idx'],
    ...['file_texts', 'past_circular_pages', 'past_circular_recognised', 'received_standings', 'kept_ends'],
  ]),
  ...of('names and words that may be erased or put right, with a hash in a line or none at all', [
    ...['user_identities', 'signatory_names', 'returned_persons', 'received_words', 'received_reasons'],
    ...['outbox_texts', 'escalation_texts', 'answer_texts', 'proposal_texts', 'publication_words'],
    ...['repeal_words', 'outside_words', 'link_reasons', 'answer_request_reasons', 'past_circular_words'],
    'later_mail_replies',
  ]),
  ...of('mails beside the ledger and their fate, told by the journal once they ended and not before', [
    ...['outbox_mails', 'later_mails', 'answers', 'visa_reminders', 'returned_scans'],
  ]),
  ...of('how the service does today, which proves nothing', [
    ...['inbox_mailboxes', 'renewal_faults', 'journal_anchor_faults', 'link_visits', 'readings'],
    ...['knex_migrations', 'knex_migrations_lock'],
  ]),
  ...of('the State’s own list of territories, which a start writes again', [
    ...['offices', 'territories', 'office_territories'],
  ]),
  ...of('settings that people change: the journal tells each change, not the whole', ['ladder_steps']),
};

/** Of tables that are covered otherwise. */
export const uncoveredColumns: Record<string, string> = {
  ...of('how far a worker is: it moves all the time', [
    ...['deliveries.epoch', 'deliveries.attempts', 'deliveries.queued_at', 'deliveries.claimed_at'],
    ...['deliveries.due_at', 'deliveries.changed_at', 'deliveries.change_number', 'campaigns.change_number'],
    ...['annex_batches.held_until', 'annex_batches.held_by', 'annex_batches.failed_at'],
    ...[
      'annex_batches.failure_key',
      'escalations.sendings',
      'escalations.changed_at',
      'escalations.changed_by',
    ],
    ...['instructions.updated_at', 'questions.state', 'questions.changed_at', 'access_tokens.last_used_on'],
  ]),
  ...of('a copy that serves an index or a page', [
    ...['acknowledgement_persons.office_id', 'acknowledgement_persons.signed_sha256'],
    ...['acknowledgement_persons.folded_person', 'acknowledgement_scans.acknowledgement_id'],
    ...['acknowledgement_scans.kind', 'delivery_addresses.domain', 'circuits.name', 'access_tokens.name'],
    'access_tokens.hint',
  ]),
  ...of('a secret, or its hash: the journal tells that it changed', [
    ...['users.login', 'users.password_hash', 'access_tokens.token_hash'],
  ]),
  ...of('words of a request that may change until it is answered: the journal has a hash of them all', [
    ...['answer_requests.title', 'answer_requests.guidance', 'answer_requests.office_ids'],
    ...['answer_requests.accepted_kinds', 'answer_requests.reminders'],
  ]),
  ...of('names and remarks that may be erased, without a hash of their own', [
    ...['contact_details.person_name', 'mandate_persons.note', 'question_texts.person_name'],
    ...['question_texts.person_function', 'region_split_persons.reason'],
  ]),
  ...of('a day that a line tells otherwise, or not at all', ['contacts.ended_on', 'mandates.ended_on']),
  ...of('told by its line with others', [
    ...['comment_threads.blocking', 'contact_proposals.reason_hash', 'contact_proposals.form_key'],
  ]),
};

function of(reason: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}
