import { agreement, doneBy, type Agreement } from './agreement.ts';

interface Acknowledged {
  acknowledgement: string;
  campaign: string;
  office: string;
  sha256: string;
  personHash: string;
}

const acknowledged = (data: Acknowledged, holds: Record<string, string | number | null>) => ({
  key: [data.acknowledgement],
  does: 'makes' as const,
  holds: {
    ...{ campaign_id: data.campaign, office_id: data.office, signed_sha256: data.sha256 },
    ...{ person_hash: data.personHash, ...holds },
  },
});

/** What offices answer: acknowledgements and their receipts, files, splits, confirmations, messages. */
export const officeAgreements: Agreement[] = [
  agreement({
    table: 'acknowledgements',
    key: ['id'],
    columns: [
      ...['campaign_id', 'office_id', 'signed_sha256', 'person_hash', 'strength', 'means', 'identity_hash'],
      ...['declared_at', 'declared_by', 'evidence_message', 'evidence_sha256', 'reason_hash'],
      ...['acknowledged_at', 'acknowledged_on'],
    ],
    lines: {
      'acknowledgement.recorded': (data, { at }) => {
        const { strength = 'declared', means = 'link', identityHash = null } = data;
        const told = acknowledged(data, { strength, means, identity_hash: identityHash, declared_by: null });
        return { ...told, holds: { ...told.holds, acknowledged_at: { near: at } } };
      },
      'acknowledgement.declared': (data, { actor }) =>
        acknowledged(data, {
          ...{ declared_by: actor, evidence_message: data.message, evidence_sha256: data.messageSha256 },
        }),
      'acknowledgement.consigned': (data) =>
        acknowledged(data, {
          ...{ means: data.means, acknowledged_on: data.on, reason_hash: data.reasonHash },
        }),
    },
  }),
  agreement({
    table: 'acknowledgement_receipts',
    id: ['acknowledgement_id'],
    key: ['acknowledgement_id'],
    columns: ['content_sha256', 'sha256', 'level', 'certificate_sha256', 'sealed_at'],
    lines: {
      'acknowledgement.receipt-sealed': (data, { at }) => ({
        key: [data.acknowledgement],
        does: 'makes',
        holds: {
          ...{ content_sha256: data.contentSha256, sha256: data.sha256, level: data.level },
          ...{ certificate_sha256: data.certificateSha256, sealed_at: { near: at } },
        },
      }),
    },
  }),
  agreement({
    table: 'answer_requests',
    key: ['id'],
    columns: [
      ...['instruction_id', 'kind', 'audience', 'due_on', 'created_at', 'created_by'],
      ...['withdrawn_at', 'withdrawn_by'],
    ],
    lines: {
      'request.created': (data, line) => ({
        key: [data.request],
        does: 'makes',
        holds: {
          ...{ instruction_id: data.instruction, kind: data.kind, audience: data.audience },
          ...{ due_on: data.dueOn, withdrawn_at: null, withdrawn_by: null },
          ...doneBy(line, 'created_at', 'created_by'),
        },
      }),
      'request.changed': (data) => ({
        key: [data.request],
        holds: { kind: data.kind, audience: data.audience, due_on: data.dueOn },
      }),
      'request.removed': (data) => ({ key: [data.request], does: 'removes' }),
      'request.extended': (data) => ({ key: [data.request], holds: { due_on: data.dueOn } }),
      'request.withdrawn': (data, line) => ({
        key: [data.request],
        holds: doneBy(line, 'withdrawn_at', 'withdrawn_by'),
      }),
    },
  }),
  agreement({
    table: 'returned_answers',
    key: ['id'],
    columns: [
      ...['request_id', 'territory_id', 'office_id', 'number', 'content_kind', 'sha256', 'bytes'],
      ...['strength', 'person_hash', 'given_on', 'given_at'],
    ],
    lines: {
      'return.given': (data, { at }) => ({
        key: [data.answer],
        does: 'makes',
        holds: {
          ...{ request_id: data.request, territory_id: data.territory, office_id: data.office },
          ...{ number: data.number, content_kind: data.contentKind, sha256: data.sha256 },
          ...{ bytes: data.bytes, strength: data.strength, person_hash: data.personHash },
          ...{ given_on: data.givenOn, given_at: { near: at } },
        },
      }),
    },
  }),
  agreement({
    table: 'region_splits',
    key: ['id'],
    columns: [
      ...['instruction_id', 'region_id', 'office_id', 'number', 'content_sha256', 'person_hash'],
      ...['reason_hash', 'strength', 'published_at'],
    ],
    lines: {
      'region.split-published': (data, { at }) => ({
        key: [data.split],
        does: 'makes',
        holds: {
          ...{ instruction_id: data.instruction, region_id: data.region, office_id: data.office },
          ...{ number: data.number, content_sha256: data.contentSha256, person_hash: data.personHash },
          ...{ strength: data.strength, reason_hash: data.reasonHash ?? null, published_at: { near: at } },
        },
      }),
    },
  }),
  agreement({
    table: 'contact_confirmations',
    key: ['id'],
    columns: ['office_id', 'year', 'contacts', 'contacts_hash', 'person_hash', 'strength', 'confirmed_at'],
    lines: {
      'contacts.confirmed': (data, { at }) => ({
        key: [data.confirmation],
        does: 'makes',
        holds: {
          ...{ office_id: data.office, year: data.year, contacts: data.contacts },
          ...{ contacts_hash: data.contactsHash, person_hash: data.personHash, strength: data.strength },
          confirmed_at: { near: at },
        },
      }),
    },
  }),
  agreement({
    table: 'contact_proposals',
    key: ['id'],
    columns: [
      ...['office_id', 'action', 'kind', 'text_hash', 'strength', 'state', 'proposed_at', 'decided_by'],
      'decided_at',
    ],
    lines: {
      'contact.proposed': (data, { at }) => ({
        key: [data.proposal],
        does: 'makes',
        holds: {
          ...{ office_id: data.office, action: data.action, kind: data.kind, text_hash: data.textHash },
          ...{ strength: data.strength, state: 'proposed', proposed_at: { near: at }, decided_by: null },
        },
      }),
      'contact.proposal-accepted': (data, line) => ({
        key: [data.proposal],
        holds: { state: 'accepted', ...doneBy(line, 'decided_at', 'decided_by') },
      }),
      'contact.proposal-refused': (data, line) => ({
        key: [data.proposal],
        holds: { state: 'refused', ...doneBy(line, 'decided_at', 'decided_by') },
      }),
    },
  }),
  agreement({
    table: 'questions',
    key: ['id'],
    columns: ['office_id', 'asked_at'],
    lines: {
      'question.asked': (data, { at }) => ({
        key: [data.question],
        does: 'makes',
        holds: { office_id: data.office, asked_at: { near: at } },
      }),
    },
  }),
  agreement({
    table: 'question_entries',
    key: ['id'],
    columns: ['question_id', 'text_hash', 'written_at'],
    lines: Object.fromEntries(
      ['question.asked', 'question.followed-up', 'question.answered', 'question.closed'].map((type) => [
        type,
        (data: { question: string; entry: string; textHash: string }, { at }: { at: string }) => ({
          key: [data.entry],
          does: 'makes' as const,
          holds: { question_id: data.question, text_hash: data.textHash, written_at: { near: at } },
        }),
      ]),
    ),
  }),
  agreement({
    table: 'received_messages',
    key: ['id'],
    columns: ['sha256', 'stored_at'],
    lines: {
      'message.received': (data, { at }) => ({
        key: [data.message],
        does: 'makes',
        holds: { sha256: data.sha256, stored_at: { near: at } },
      }),
      'notice.received': (data, { at }) => ({
        key: [data.message],
        does: 'makes',
        holds: { sha256: data.sha256, stored_at: { near: at } },
      }),
    },
  }),
];
