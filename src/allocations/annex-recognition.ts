import type { Knex } from 'knex';
import type { Known } from '../signing/signing.ts';

/**
 * Which instruction's notification has the first of these hashes that is known; null when none has.
 * @param hashes SHA-256, hexadecimal: of a file, then of its beginnings, longest first.
 */
export async function recogniseAnnex(
  database: Knex | Knex.Transaction,
  hashes: readonly string[],
): Promise<Known | null> {
  const found: { slug: string; title: string; year: number; sha256: string }[] = await database('annexes')
    .join('annex_batches', 'annex_batches.id', 'annexes.batch_id')
    .join('instructions', 'instructions.id', 'annex_batches.instruction_id')
    .whereIn('annexes.sha256', [...hashes])
    .select('instructions.slug', 'instructions.title', 'instructions.year', 'annexes.sha256');
  const [first] = found.toSorted((one, other) => hashes.indexOf(one.sha256) - hashes.indexOf(other.sha256));
  if (first === undefined) return null;
  const { slug, title, year, sha256 } = first;
  return { instruction: slug, title, year, document: 'annex', whole: sha256 === hashes[0] };
}
