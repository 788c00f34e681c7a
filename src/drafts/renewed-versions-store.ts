import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

/** A later copy of a signed act: the same bytes, and a newer archive timestamp after them. */
export interface RenewedVersion {
  signedVersionId: string;
  /** 1 follows the bytes that were signed. */
  number: number;
  previousSha256: string;
  sha256: string;
  /** Until when its proof holds by itself. */
  keptUntil: string;
  renewedAt: string;
}

/** A signed act and its newest copy; `number` is 0 while there is none but the signed bytes. */
export interface KeptAct {
  signedVersionId: string;
  instructionId: string;
  slug: string;
  title: string;
  year: number;
  signedSha256: string;
  number: number;
  sha256: string;
}

const columns = {
  signedVersionId: 'signed_version_id',
  number: 'number',
  previousSha256: 'previous_sha256',
  sha256: 'sha256',
  keptUntil: 'kept_until',
  renewedAt: 'renewed_at',
};

export async function insertRenewed(trx: Knex.Transaction, renewed: RenewedVersion): Promise<void> {
  await trx('renewed_versions').insert({
    signed_version_id: renewed.signedVersionId,
    number: renewed.number,
    previous_sha256: renewed.previousSha256,
    sha256: renewed.sha256,
    kept_until: renewed.keptUntil,
    renewed_at: renewed.renewedAt,
  });
}

/** The later copies of an instruction's signed act, the newest first. */
export async function listRenewed(database: Database, instructionId: string): Promise<RenewedVersion[]> {
  return database('renewed_versions')
    .whereIn(
      'signed_version_id',
      database('signed_versions').select('id').where({ instruction_id: instructionId }),
    )
    .orderBy('number', 'desc')
    .select<RenewedVersion[]>(columns);
}

/** Every signed act, the oldest first. */
export async function listKeptActs(
  database: Database,
  only: { signedVersionId?: string } = {},
): Promise<KeptAct[]> {
  const acts = database('signed_versions as signed')
    .join('instructions as instruction', 'instruction.id', 'signed.instruction_id')
    .orderBy(['signed.signed_at', 'signed.id']);
  if (only.signedVersionId !== undefined) acts.where('signed.id', only.signedVersionId);
  const rows = await acts.select<Omit<KeptAct, 'number' | 'sha256'>[]>({
    signedVersionId: 'signed.id',
    instructionId: 'instruction.id',
    slug: 'instruction.slug',
    title: 'instruction.title',
    year: 'instruction.year',
    signedSha256: 'signed.sha256',
  });
  const renewed = await database('renewed_versions')
    .whereIn(
      'signed_version_id',
      rows.map(({ signedVersionId }) => signedVersionId),
    )
    .orderBy('number')
    .select<RenewedVersion[]>(columns);
  // The last of each act stays in the map.
  const newest = new Map(renewed.map((each) => [each.signedVersionId, each]));
  return rows.map((row) => {
    const { number, sha256 } = newest.get(row.signedVersionId) ?? { number: 0, sha256: row.signedSha256 };
    return { ...row, number, sha256 };
  });
}
