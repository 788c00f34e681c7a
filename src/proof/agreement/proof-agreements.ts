import { agreement, doneBy, type Agreement } from './agreement.ts';

interface AllocationsSet {
  instruction: string;
  table: number;
  contentSha256: string;
}

const allocated = (data: AllocationsSet, line: { at: string; actor: string }) => ({
  key: [data.instruction, data.table],
  does: 'makes' as const,
  holds: { content_sha256: data.contentSha256, ...doneBy(line, 'set_at', 'set_by') },
});

/** Credits, and what vouches for the journal. */
export const proofAgreements: Agreement[] = [
  agreement({
    table: 'allocation_tables',
    key: ['instruction_id', 'number'],
    columns: ['content_sha256', 'set_at', 'set_by'],
    lines: { 'allocations.imported': allocated, 'allocations.removed': allocated },
  }),
  agreement({
    table: 'annex_batches',
    key: ['instruction_id', 'signed_sha256'],
    columns: ['annexes', 'asked_at', 'asked_by'],
    lines: {
      'annexes.asked': (data, line) => ({
        key: [data.instruction, data.sha256],
        does: 'makes',
        holds: { annexes: data.annexes, ...doneBy(line, 'asked_at', 'asked_by') },
      }),
    },
  }),
  agreement({
    table: 'annex_manifests',
    id: ['batch_id'],
    key: ['instruction_id', 'signed_sha256'],
    rows: (database) =>
      database('annex_manifests as m')
        .leftJoin('annex_batches as b', 'b.id', 'm.batch_id')
        .select(
          'm.batch_id',
          'm.sha256',
          'm.timestamp_at',
          'm.made_at',
          'b.instruction_id',
          'b.signed_sha256',
        ),
    columns: ['sha256', 'timestamp_at', 'made_at'],
    lines: {
      'annexes.sealed': (data, { at }) => ({
        key: [data.instruction, data.sha256],
        does: 'makes',
        holds: {
          ...{ sha256: data.manifestSha256, made_at: { near: at } },
          timestamp_at: data.timestampedAt === '' ? null : data.timestampedAt,
        },
      }),
    },
  }),
  agreement({
    table: 'journal_anchors',
    id: ['line'],
    key: ['line'],
    columns: ['hash', 'cause', 'token_sha256', 'stamped_at', 'service', 'kept_at'],
    lines: {
      'journal.anchored': (data, { at }) => ({
        key: [data.anchored],
        does: 'makes',
        holds: {
          ...{ hash: data.hash, cause: data.cause, token_sha256: data.tokenSha256, service: data.service },
          ...{ stamped_at: data.stampedAt, kept_at: { near: at } },
        },
      }),
    },
  }),
];
