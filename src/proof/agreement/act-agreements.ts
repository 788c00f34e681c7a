import { agreement, doneBy, type Agreement } from './agreement.ts';

/** A signed act, the copies that keep it, and who recorded that it was repealed. */
export const actAgreements: Agreement[] = [
  agreement({
    table: 'signed_versions',
    key: ['instruction_id'],
    columns: [
      ...['sha256', 'mark', 'level', 'certificate_sha256', 'signed_at', 'signed_by'],
      ...['signed_on', 'how', 'lowered_by'],
    ],
    lines: {
      'instruction.signed': (data, line) => ({
        key: [data.instruction],
        does: 'makes',
        holds: {
          ...{ sha256: data.sha256, mark: data.mark, level: data.level, signed_by: line.actor },
          ...{ certificate_sha256: data.certificateSha256, lowered_by: data.loweredBy ?? null },
          // What was signed elsewhere, or with a pen, was signed before it came back.
          ...(data.how === 'here' || data.how === undefined ? { signed_at: { near: line.at } } : {}),
          ...(data.how === undefined ? {} : { how: data.how }),
          ...(data.signedOn === undefined ? {} : { signed_on: data.signedOn }),
        },
      }),
    },
  }),
  agreement({
    table: 'renewed_versions',
    id: ['signed_version_id', 'number'],
    key: ['instruction', 'number'],
    rows: (database) =>
      database('renewed_versions as t')
        .leftJoin('signed_versions as v', 'v.id', 't.signed_version_id')
        .select('t.*', 'v.instruction_id as instruction'),
    columns: ['previous_sha256', 'sha256', 'kept_until', 'renewed_at'],
    lines: {
      'instruction.renewed': (data, { at }) => ({
        key: [data.instruction, data.number],
        does: 'makes',
        holds: {
          ...{ previous_sha256: data.previousSha256, sha256: data.sha256, kept_until: data.keptUntil },
          renewed_at: { near: at },
        },
      }),
    },
  }),
  agreement({
    table: 'repeals',
    key: ['id'],
    columns: [
      ...['instruction_id', 'repealed_on', 'by_instruction_id', 'words_hash', 'recorded_at', 'recorded_by'],
    ],
    lines: {
      'instruction.repeal-recorded': (data, line) => ({
        key: [data.repeal],
        does: 'makes',
        holds: {
          ...{ instruction_id: data.instruction, repealed_on: data.repealedOn, words_hash: data.wordsHash },
          ...{ by_instruction_id: data.by === '' ? null : data.by },
          ...doneBy(line, 'recorded_at', 'recorded_by'),
        },
      }),
    },
  }),
  agreement({
    table: 'repeals_taken_back',
    id: ['repeal_id'],
    key: ['repeal_id'],
    columns: ['words_hash', 'taken_back_at', 'taken_back_by'],
    lines: {
      'instruction.repeal-taken-back': (data, line) => ({
        key: [data.repeal],
        does: 'makes',
        holds: { words_hash: data.wordsHash, ...doneBy(line, 'taken_back_at', 'taken_back_by') },
      }),
    },
  }),
];
