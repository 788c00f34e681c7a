import type { Knex } from 'knex';
import { agreement, doneBy, type Agreement } from './agreement.ts';

const withVersion = (table: string) => (database: Knex) =>
  database(`${table} as t`)
    .leftJoin('frozen_versions as v', 'v.id', 't.frozen_version_id')
    .select('t.*', 'v.instruction_id as instruction', 'v.number as version');

interface Decided {
  instruction: string;
  version: number;
  sha256: string;
  reasonHash: string;
  step?: number;
  onBehalfOf?: string;
}

const visa = (decision: string) => (data: Decided, line: { at: string; actor: string }) => ({
  key: [data.instruction, data.version, line.actor],
  does: 'makes' as const,
  holds: {
    ...{ decision, sha256: data.sha256, reason_hash: data.reasonHash, decided_at: { near: line.at } },
    ...(data.step === undefined ? {} : { step: data.step, on_behalf_of: data.onBehalfOf ?? null }),
  },
});

const movesTo = (state: string) => (data: { instruction: string }) => ({
  key: [data.instruction],
  holds: { state },
});

/** A text, from its first word to its signature and after. */
export const textAgreements: Agreement[] = [
  agreement({
    table: 'instructions',
    key: ['id'],
    columns: [
      'kind',
      'year',
      'template_sha256',
      'state',
      'revision',
      'created_at',
      'created_by',
      'corrected_by',
    ],
    lines: {
      'instruction.created': (data, line) => ({
        key: [data.instruction],
        does: 'makes',
        holds: {
          ...{ kind: data.kind, year: data.year, template_sha256: data.templateSha256, state: 'draft' },
          ...{ ...doneBy(line, 'created_at', 'created_by'), corrected_by: null },
        },
      }),
      'instruction.saved': (data) => ({ key: [data.instruction], holds: { revision: data.revision } }),
      'instruction.template-updated': (data) => ({
        key: [data.instruction],
        holds: { template_sha256: data.templateSha256 },
      }),
      'instruction.frozen': (data) => ({
        key: [data.instruction],
        holds: { state: 'in_review', corrected_by: null },
      }),
      'instruction.freeze-voided': movesTo('draft'),
      'instruction.approved': movesTo('approved'),
      'instruction.signed': movesTo('signed'),
      'campaign.opened': movesTo('dispatched'),
      'instruction.closed': movesTo('closed'),
      'instruction.correction-begun': (data, line) => ({
        key: [data.instruction],
        holds: { corrected_by: line.actor },
      }),
      'instruction.correction-left': (data) => ({ key: [data.instruction], holds: { corrected_by: null } }),
    },
  }),
  agreement({
    table: 'revisions',
    id: ['instruction_id', 'number'],
    key: ['instruction_id', 'number'],
    columns: ['content_sha256', 'saved_at', 'saved_by'],
    lines: {
      'instruction.saved': (data, line) => ({
        key: [data.instruction, data.revision],
        does: 'makes',
        holds: { content_sha256: data.contentSha256, ...doneBy(line, 'saved_at', 'saved_by') },
      }),
    },
  }),
  agreement({
    table: 'instruction_authors',
    id: ['instruction_id', 'user_id'],
    key: ['instruction_id', 'user_id'],
    columns: ['declared_at', 'declared_by'],
    lines: {
      'instruction.author-declared': (data, line) => ({
        key: [data.instruction, data.user],
        does: 'makes',
        holds: doneBy(line, 'declared_at', 'declared_by'),
      }),
    },
  }),
  agreement({
    table: 'instruction_predecessors',
    id: ['instruction_id'],
    key: ['instruction_id'],
    columns: ['from_id', 'from_revision', 'prepared_at', 'prepared_by'],
    lines: {
      'instruction.rolled-over': (data, line) => ({
        key: [data.instruction],
        does: 'makes',
        holds: {
          ...{ from_id: data.from, from_revision: data.fromRevision },
          ...doneBy(line, 'prepared_at', 'prepared_by'),
        },
      }),
    },
  }),
  agreement({
    table: 'amendments',
    id: ['instruction_id'],
    key: ['instruction_id'],
    columns: ['corrects_id', 'corrected_sha256', 'relation', 'begun_at', 'begun_by', 'sent_at'],
    lines: {
      'instruction.amendment-begun': (data, line) => ({
        key: [data.instruction],
        does: 'makes',
        holds: {
          ...{ corrects_id: data.corrects, corrected_sha256: data.correctedSha256, relation: data.relation },
          ...{ ...doneBy(line, 'begun_at', 'begun_by'), sent_at: null },
        },
      }),
      'instruction.amendment-changed': (data) => ({
        key: [data.instruction],
        holds: { relation: data.relation },
      }),
      'instruction.corrected': (data, { at }) => ({ key: [data.by], holds: { sent_at: { near: at } } }),
    },
  }),
  agreement({
    table: 'frozen_versions',
    key: ['instruction_id', 'number'],
    columns: ['revision', 'sha256', 'frozen_at', 'frozen_by', 'voided_at'],
    lines: {
      'instruction.frozen': (data, line) => ({
        key: [data.instruction, data.version],
        does: 'makes',
        holds: {
          ...{ revision: data.revision, sha256: data.sha256, voided_at: null },
          ...doneBy(line, 'frozen_at', 'frozen_by'),
        },
      }),
      'instruction.freeze-voided': (data, { at }) => ({
        key: [data.instruction, data.version],
        holds: { voided_at: { near: at }, sha256: data.sha256 },
      }),
    },
  }),
  agreement({
    table: 'visas',
    key: ['instruction', 'version', 'user_id'],
    again: 'decided_at',
    rows: withVersion('visas'),
    columns: ['decision', 'sha256', 'reason_hash', 'decided_at', 'step', 'on_behalf_of'],
    lines: { 'visa.given': visa('given'), 'visa.refused': visa('refused') },
  }),
  agreement({
    table: 'outside_transmissions',
    key: ['instruction', 'version', 'step'],
    again: 'recorded_at',
    rows: withVersion('outside_transmissions'),
    columns: ['sent_on', 'words_hash', 'recorded_at', 'recorded_by'],
    lines: {
      'outside.transmitted': (data, line) => ({
        key: [data.instruction, data.version, data.step],
        does: 'makes',
        holds: {
          ...{ sent_on: data.sentOn, words_hash: data.wordsHash },
          ...doneBy(line, 'recorded_at', 'recorded_by'),
        },
      }),
    },
  }),
  agreement({
    table: 'outside_opinions',
    key: ['instruction', 'version', 'step'],
    again: 'recorded_at',
    rows: withVersion('outside_opinions'),
    columns: [
      ...['opinion', 'decision', 'given_on', 'file_sha256', 'words_hash', 'recorded_at', 'recorded_by'],
    ],
    lines: {
      'outside.opinion-recorded': (data, line) => ({
        key: [data.instruction, data.version, data.step],
        does: 'makes',
        holds: {
          ...{ opinion: data.opinion, decision: data.decision, given_on: data.givenOn },
          ...{ file_sha256: data.fileSha256, words_hash: data.wordsHash },
          ...doneBy(line, 'recorded_at', 'recorded_by'),
        },
      }),
    },
  }),
  agreement({
    table: 'comments',
    key: ['id'],
    columns: ['author_id', 'written_at', 'words_hash', 'edited_at', 'withdrawn_at'],
    lines: {
      'comment.written': (data, line) => ({
        key: [data.comment],
        does: 'makes',
        holds: {
          ...{ words_hash: data.wordsHash, edited_at: null, withdrawn_at: null },
          ...doneBy(line, 'written_at', 'author_id'),
        },
      }),
      'comment.edited': (data, { at }) => ({
        key: [data.comment],
        holds: { words_hash: data.wordsHash, edited_at: { near: at } },
      }),
      'comment.withdrawn': (data, { at }) => ({
        key: [data.comment],
        holds: { withdrawn_at: { near: at } },
      }),
    },
  }),
  agreement({
    table: 'comment_threads',
    key: ['id'],
    columns: ['instruction_id', 'resolved_at', 'resolved_by'],
    lines: {
      'comment.written': (data) => ({
        key: [data.thread],
        does: 'ensures',
        holds: { instruction_id: data.instruction },
      }),
      'comment.resolved': (data, line) => ({
        key: [data.thread],
        holds: doneBy(line, 'resolved_at', 'resolved_by'),
      }),
      'comment.reopened': (data) => ({
        key: [data.thread],
        holds: { resolved_at: null, resolved_by: null },
      }),
    },
  }),
];
