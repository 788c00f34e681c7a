import { saltedHash } from '../../kernel/hash.ts';
import { agreement, doneBy, type Agreement } from './agreement.ts';

/** What a mail may be on its way: the journal tells how its attempts end, not each step. */
const underWay = ['pending', 'queued', 'sending', 'ending', 'cancelled with its campaign'];

interface Planned {
  campaign: string;
  delivery: string;
  office: string;
  contact: string;
}

const planned = (data: Planned, { at }: { at: string }, step: number) => ({
  key: [data.delivery],
  does: 'makes' as const,
  holds: {
    ...{ campaign_id: data.campaign, office_id: data.office, contact_id: data.contact, step },
    planned_at: { near: at },
  },
  allows: { standing: underWay },
});

const addressed = (data: { delivery: string; addressHash: string }) => ({
  key: [data.delivery],
  does: 'makes' as const,
  holds: { proof: data.addressHash },
});

const ended =
  (...states: string[]) =>
  (data: { delivery: string }) => ({ key: [data.delivery], allows: { standing: states } });

const attempt =
  (...outcomes: string[]) =>
  (data: { delivery: string; attempt: number; replyHash?: string }) => ({
    key: [data.delivery, data.attempt],
    does: 'makes' as const,
    holds: {
      outcome: { oneOf: outcomes },
      ...(data.replyHash === undefined ? {} : { reply_hash: data.replyHash }),
    },
  });

const letterState = (state: string) => (data: { escalation: string }) => ({
  key: [data.escalation],
  allows: { state: [state] },
});

const relinked =
  (cause: string) =>
  (
    data: { delivery: string; generation: number; reasonHash: string },
    line: { at: string; actor: string },
  ) => ({
    key: [data.delivery, data.generation],
    does: 'makes' as const,
    holds: { cause, reason_hash: data.reasonHash, ...doneBy(line, 'made_at', 'made_by') },
  });

/** Campaigns, their ledger, and what is written down when they close. */
export const dispatchAgreements: Agreement[] = [
  agreement({
    table: 'campaigns',
    key: ['id'],
    columns: [
      ...['instruction_id', 'signed_sha256', 'state', 'opened_at', 'opened_by', 'deadline_on'],
      ...['recipients_on', 'frozen_offices', 'pause_cause'],
    ],
    lines: {
      'campaign.opened': (data, line) => ({
        key: [data.campaign],
        does: 'makes',
        holds: {
          ...{ instruction_id: data.instruction, signed_sha256: data.sha256, state: 'open' },
          ...{ deadline_on: data.deadlineOn, frozen_offices: data.offices, pause_cause: null },
          ...(data.recipientsOn === undefined ? {} : { recipients_on: data.recipientsOn }),
          ...doneBy(line, 'opened_at', 'opened_by'),
        },
      }),
      'campaign.paused': (data) => ({
        key: [data.campaign],
        holds: { state: 'paused', pause_cause: data.cause },
      }),
      'campaign.resumed': (data) => ({ key: [data.campaign], holds: { state: 'open', pause_cause: null } }),
      'campaign.cancelled': (data) => ({ key: [data.campaign], holds: { state: 'cancelled' } }),
      'campaign.closed': (data) => ({ key: [data.campaign], holds: { state: 'closed' } }),
    },
  }),
  agreement({
    table: 'deliveries',
    key: ['id'],
    rows: (database) =>
      database('deliveries as d')
        .leftJoin('campaigns as c', 'c.id', 'd.campaign_id')
        .select('d.id', 'd.campaign_id', 'd.office_id', 'd.contact_id', 'd.step', 'd.planned_at')
        .select(
          database.raw(
            `CASE WHEN d.state = 'cancelled' AND c.state IN ('cancelled', 'closed')
               THEN 'cancelled with its campaign' ELSE d.state END AS standing`,
          ),
        ),
    columns: ['campaign_id', 'office_id', 'contact_id', 'step', 'planned_at', 'standing'],
    standsFor: { standing: 'state' },
    lines: {
      'delivery.planned': (data, line) => planned(data, line, 0),
      'reminder.planned': (data, line) => planned(data, line, data.step),
      'delivery.accepted': ended('accepted'),
      'delivery.deferred': ended('deferred'),
      'delivery.refused': ended('refused'),
      'delivery.unknown': ended('unknown'),
      'delivery.delivered': ended('delivered'),
      'delivery.bounced': ended('bounced'),
      'delivery.taken': ended('accepted'),
      'reminder.dropped': ended('cancelled'),
    },
  }),
  agreement({
    table: 'delivery_addresses',
    id: ['delivery_id'],
    key: ['delivery_id'],
    erasable: true,
    rows: (database) => database('delivery_addresses').select('delivery_id', 'address', 'salt'),
    derive: ({ salt, address }) => ({ proof: saltedHash(salt, address) }),
    columns: ['address', 'salt'],
    standsFor: { proof: 'address, salt' },
    lines: { 'delivery.planned': addressed, 'reminder.planned': addressed },
  }),
  agreement({
    table: 'delivery_attempts',
    id: ['delivery_id', 'number'],
    key: ['delivery_id', 'number'],
    // An answer that every recipient would have had is told once, with the pause of its campaign.
    rows: (database) =>
      database('delivery_attempts')
        .whereNot('outcome', 'misconfigured')
        .select('delivery_id', 'number', 'outcome', 'reply_hash'),
    columns: ['outcome', 'reply_hash'],
    lines: {
      'delivery.accepted': attempt('accepted'),
      'delivery.deferred': attempt('deferred'),
      'delivery.refused': attempt('refused', 'deferred'),
      'delivery.unknown': attempt('unknown'),
    },
  }),
  agreement({
    table: 'link_generations',
    id: ['delivery_id', 'generation'],
    key: ['delivery_id', 'generation'],
    columns: ['cause', 'made_at', 'made_by', 'reason_hash'],
    lines: { 'link.revoked': relinked('revoked'), 'link.reissued': relinked('replaced') },
  }),
  agreement({
    table: 'preparation_overrules',
    key: ['preparation_id'],
    again: 'decided_at',
    columns: ['reason_hash', 'decided_at', 'decided_by'],
    lines: {
      'preparation.overruled': (data, line) => ({
        key: [data.preparation],
        does: 'makes',
        holds: { reason_hash: data.reasonHash, ...doneBy(line, 'decided_at', 'decided_by') },
      }),
    },
  }),
  agreement({
    table: 'escalations',
    key: ['id'],
    columns: ['campaign_id', 'step', 'letter_office_id', 'state', 'prepared_at'],
    lines: {
      'escalation.prepared': (data, { at }) => ({
        key: [data.escalation],
        does: 'makes',
        holds: {
          ...{ campaign_id: data.campaign, step: data.step, letter_office_id: data.office },
          prepared_at: { near: at },
        },
        allows: { state: ['prepared'] },
      }),
      'escalation.set-aside': letterState('set-aside'),
      'escalation.sent': letterState('sent'),
    },
  }),
  agreement({
    table: 'dispatch_statements',
    id: ['campaign_id'],
    key: ['campaign_id'],
    columns: ['content_sha256'],
    lines: {
      // Campaigns were closed without a statement before there were any.
      'campaign.closed': ({ campaign, contentSha256 }) =>
        contentSha256 === undefined
          ? []
          : { key: [campaign], does: 'makes', holds: { content_sha256: contentSha256 } },
    },
  }),
  agreement({
    table: 'dispatch_statement_files',
    id: ['campaign'],
    key: ['campaign'],
    rows: (database) =>
      database('dispatch_statement_files as f')
        .leftJoin('dispatch_statements as s', 's.id', 'f.statement_id')
        .select('s.campaign_id as campaign', 'f.sha256', 'f.level', 'f.certificate_sha256', 'f.sealed_at'),
    columns: ['sha256', 'level', 'certificate_sha256', 'sealed_at'],
    lines: {
      'campaign.statement-sealed': (data, { at }) => ({
        key: [data.campaign],
        does: 'makes',
        holds: {
          ...{ sha256: data.sha256, level: data.level, certificate_sha256: data.certificateSha256 },
          sealed_at: { near: at },
        },
      }),
    },
  }),
];
