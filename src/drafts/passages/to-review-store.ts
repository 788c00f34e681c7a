import type { Knex } from 'knex';
import { anchorColumns, fromRow, type PlacedAnchor } from './anchors-store.ts';

type Database = Knex | Knex.Transaction;

/** A passage that somebody must read again, and whether somebody did. */
export interface ToReview extends PlacedAnchor {
  why: string;
  markedAt: string;
  markedBy: string;
  confirmedAt: string | null;
  confirmedBy: string | null;
}

export async function insertToReview(
  trx: Knex.Transaction,
  passages: readonly Pick<ToReview, 'id' | 'instructionId' | 'why' | 'markedAt' | 'markedBy'>[],
): Promise<void> {
  const rows = passages.map(({ id, instructionId, why, markedAt, markedBy }) => ({
    anchor_id: id,
    instruction_id: instructionId,
    why,
    marked_at: markedAt,
    marked_by: markedBy,
  }));
  for (let at = 0; at < rows.length; at += 150)
    await trx('passages_to_review').insert(rows.slice(at, at + 150));
}

export async function listToReview(database: Database, instructionId: string): Promise<ToReview[]> {
  const rows = (await database('passages_to_review')
    .join('anchors', 'anchors.id', 'anchor_id')
    .where({ 'passages_to_review.instruction_id': instructionId })
    .orderBy(['part', 'from_offset', 'anchors.id'])
    .select({
      ...anchorColumns,
      why: 'why',
      markedAt: 'marked_at',
      markedBy: 'marked_by',
      confirmedAt: 'confirmed_at',
      confirmedBy: 'confirmed_by',
    })) as (Omit<ToReview, 'gone'> & { gone: number })[];
  return rows.map(fromRow);
}

/** Those of these passages that were not confirmed yet, and are now; or the other way round. */
export async function markConfirmed(
  trx: Knex.Transaction,
  instructionId: string,
  ids: readonly string[],
  by: { at: string; userId: string } | null,
): Promise<string[]> {
  const changed = trx('passages_to_review')
    .where({ instruction_id: instructionId })
    .whereIn('anchor_id', ids)
    .update({ confirmed_at: by?.at ?? null, confirmed_by: by?.userId ?? null });
  const rows = (await (
    by === null ? changed.whereNotNull('confirmed_at') : changed.whereNull('confirmed_at')
  ).returning('anchor_id')) as { anchor_id: string }[];
  return rows.map((row) => row.anchor_id);
}
