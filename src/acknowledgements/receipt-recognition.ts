import type { Knex } from 'knex';
import type { Known } from '../signing/signing.ts';

/**
 * Of which instruction is the receipt that has the first of these hashes that is known; null when none has.
 * @param hashes SHA-256, hexadecimal: of a file, then of its beginnings, longest first.
 */
export async function recogniseReceipt(
  database: Knex | Knex.Transaction,
  hashes: readonly string[],
): Promise<Known | null> {
  const found: { slug: string; title: string; year: number; sha256: string }[] = await database(
    'acknowledgement_receipts as r',
  )
    .join('instructions as i', 'i.id', 'r.instruction_id')
    .whereIn('r.sha256', [...hashes])
    .select('i.slug', 'i.title', 'i.year', 'r.sha256');
  const [first] = found.toSorted((one, other) => hashes.indexOf(one.sha256) - hashes.indexOf(other.sha256));
  if (first === undefined) return null;
  const { slug, title, year, sha256 } = first;
  return { instruction: slug, title, year, document: 'receipt', whole: sha256 === hashes[0] };
}
