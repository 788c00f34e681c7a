import type { Knex } from 'knex';
import { toRevision, type Revision } from '../revisions-store.ts';

/** What became of one revision after it was frozen. */
export interface FrozenRevision {
  revision: number;
  version: number;
  voidedAt: string | null;
  visas: number;
  refusals: number;
  signedAt: string | null;
}

/** Newest first: the revisions below `below`, or the last ones. */
export async function listRevisions(
  database: Knex,
  instructionId: string,
  { below, limit }: { below?: number | undefined; limit: number },
): Promise<Revision[]> {
  const select = database('revisions')
    .where({ instruction_id: instructionId })
    .orderBy('number', 'desc')
    .limit(limit)
    .select<Record<string, string>[]>();
  if (below !== undefined) select.where('number', '<', below);
  return (await select).map(toRevision);
}

/** The frozen versions of an instruction by the revision that each one froze, oldest first. */
export async function listFrozenRevisions(database: Knex, instructionId: string): Promise<FrozenRevision[]> {
  const rows = await database({ f: 'frozen_versions' })
    .leftJoin({ v: 'visas' }, 'v.frozen_version_id', 'f.id')
    .leftJoin({ s: 'signed_versions' }, 's.frozen_version_id', 'f.id')
    .where('f.instruction_id', instructionId)
    .groupBy('f.number', 'f.revision', 'f.voided_at', 's.signed_at')
    .orderBy('f.number')
    .select<Record<string, unknown>[]>(
      { revision: 'f.revision', version: 'f.number', voidedAt: 'f.voided_at', signedAt: 's.signed_at' },
      database.raw("SUM(CASE WHEN v.decision = 'given' THEN 1 ELSE 0 END) AS visas"),
      database.raw("SUM(CASE WHEN v.decision = 'refused' THEN 1 ELSE 0 END) AS refusals"),
    );
  return rows.map((row) => ({
    revision: Number(row['revision']),
    version: Number(row['version']),
    voidedAt: row['voidedAt'] as string | null,
    visas: Number(row['visas']),
    refusals: Number(row['refusals']),
    signedAt: row['signedAt'] as string | null,
  }));
}
