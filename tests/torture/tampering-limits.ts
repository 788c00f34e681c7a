import { uncoveredColumns, uncoveredTables } from '../proof/uncovered.ts';
import type { Tampering } from './tampering-strokes.ts';

/** Tables of words that may be erased: one row less is what an erasure leaves, one more speaks of nothing. */
const erasable = new Set([
  ...['visa_reasons', 'comment_words', 'delivery_replies', 'acknowledgement_persons', 'confirmation_persons'],
  ...['acknowledgement_identities', 'acknowledgement_reasons', 'acknowledgement_receipt_files'],
  ...['acknowledgement_scans', 'audit_mission_words', 'region_split_persons', 'question_texts'],
  ...['proposal_reasons', 'preparation_reasons', 'returned_contents', 'received_contents'],
  ...['delivery_addresses', 'contact_details', 'mandate_persons'],
]);

/** Append-only tables whose rows no line tells, one by one or by their number: one more is a row like the others. */
const untold = new Set([
  ...['allocation_criteria', 'annex_manifests', 'documents', 'frozen_allocations', 'frozen_renderings'],
  ...['images', 'journal_anchoring', 'pinned_circuits', 'pinned_seats', 'pinned_steps', 'pinned_templates'],
  ...['public_addresses', 'public_feed', 'publication_files', 'past_circular_files', 'journal_heads_sent'],
  ...['comment_mentions', 'announced_ends', 'template_updates', 'received_places', 'received_decisions'],
  ...['delivery_decisions', 'reminders', 'answer_reminders', 'region_reminders', 'region_split_lines'],
  'publication_warnings',
]);

/** Why a tampering need not be found; undefined when it must be. */
export function whyNotFound({ table, stroke, column }: Tampering): string | undefined {
  const listed = uncoveredTables[table] ?? uncoveredColumns[`${table}.${column}`];
  if (listed !== undefined) return listed;
  const isKey = /_id$|^of$/.test(column ?? '');
  if (erasable.has(table) && (stroke === 'remove' || stroke === 'insert' || isKey)) return 'may be erased';
  if (untold.has(table) && stroke === 'insert') return 'a row that no line tells';
  if (table === 'journal_head' && stroke === 'insert') return 'never read';
  // Two accounts are each other's when their logins are, which may change.
  if (table === 'users' && stroke === 'swap') return uncoveredColumns['users.login'];
  // An instant is held to its line within ten minutes; of rows that are sealed, to the millisecond.
  if (stroke === 'swap' && /_(at|on)$/.test(column ?? '')) return 'two instants that lie close';
  return undefined;
}
