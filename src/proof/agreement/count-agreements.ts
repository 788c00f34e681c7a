import { agreement, type Agreement } from './agreement.ts';

/** Rows that no line tells one by one: the line of what they are part of tells how many they are. */
export const countAgreements: Agreement[] = [
  agreement({
    table: 'campaign_recipients',
    id: ['campaign_id'],
    key: ['campaign_id'],
    rows: (database) =>
      database('campaign_recipients').groupBy('campaign_id').select('campaign_id').count('* as number'),
    columns: ['number'],
    standsFor: { number: '*' },
    lines: {
      'campaign.opened': (data) => ({ key: [data.campaign], does: 'makes', holds: { number: data.offices } }),
    },
  }),
  agreement({
    table: 'annexes',
    id: ['batch_id'],
    key: ['instruction_id', 'signed_sha256'],
    rows: (database) =>
      database('annexes as a')
        .join('annex_batches as b', 'b.id', 'a.batch_id')
        // Of a batch that is not sealed yet, some are made.
        .whereIn('b.id', database('annex_manifests').select('batch_id'))
        .groupBy('a.batch_id', 'b.instruction_id', 'b.signed_sha256')
        .select('a.batch_id', 'b.instruction_id', 'b.signed_sha256')
        .count('* as number'),
    columns: ['number'],
    standsFor: { number: '*' },
    lines: {
      'annexes.sealed': (data) => ({
        key: [data.instruction, data.sha256],
        does: 'makes',
        holds: { number: data.annexes },
      }),
    },
  }),
  agreement({
    table: 'allocation_lines',
    id: ['table_id'],
    key: ['instruction_id', 'number'],
    rows: (database) =>
      database('allocation_tables as t')
        .join('allocation_lines as l', 'l.table_id', 't.id')
        .groupBy('t.id', 't.instruction_id', 't.number')
        .select('t.id as table_id', 't.instruction_id', 't.number')
        .count('* as territories'),
    columns: ['territories'],
    standsFor: { territories: '*' },
    lines: {
      'allocations.imported': (data) => ({
        key: [data.instruction, data.table],
        does: 'makes',
        holds: { territories: data.territories },
      }),
    },
  }),
];
