import type { Knex } from 'knex';

type Kind = 'frozen' | 'signed' | 'renewed';

/** A document that the archive holds, found by its hash. */
export interface Recognised {
  /** The instruction's slug. */
  instruction: string;
  title: string;
  year: number;
  /** `renewed`: a copy of the signed document whose archive timestamp was renewed. */
  document: Kind;
  /** It is the first hash that was known: nothing follows the document. */
  whole: boolean;
}

/**
 * Which of an instruction's documents has the first of these hashes that is known; null when none has.
 * @param hashes SHA-256, hexadecimal: of a file, then of its beginnings, longest first.
 */
export async function recogniseDocument(
  database: Knex | Knex.Transaction,
  hashes: readonly string[],
): Promise<Recognised | null> {
  const found: {
    slug: string;
    title: string;
    year: number;
    sha256: string;
    document: Kind;
  }[] = [];
  for (const [table, document] of [
    ['signed_versions', 'signed'],
    ['frozen_versions', 'frozen'],
  ] as const) {
    const rows = await database(`${table} as version`)
      .join('instructions as instruction', 'instruction.id', 'version.instruction_id')
      .whereIn('version.sha256', [...hashes])
      .select('instruction.slug', 'instruction.title', 'instruction.year', 'version.sha256');
    found.push(...rows.map((row) => ({ ...row, document })));
  }
  const renewed = await database('renewed_versions as version')
    .join('signed_versions as signed', 'signed.id', 'version.signed_version_id')
    .join('instructions as instruction', 'instruction.id', 'signed.instruction_id')
    .whereIn('version.sha256', [...hashes])
    .select('instruction.slug', 'instruction.title', 'instruction.year', 'version.sha256');
  found.push(...renewed.map((row) => ({ ...row, document: 'renewed' as const })));
  const [first] = found.toSorted((one, other) => hashes.indexOf(one.sha256) - hashes.indexOf(other.sha256));
  if (first === undefined) return null;
  const { slug, title, year, document, sha256 } = first;
  return { instruction: slug, title, year, document, whole: sha256 === hashes[0] };
}
