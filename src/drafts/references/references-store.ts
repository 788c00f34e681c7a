import type { Knex } from 'knex';

/** A signed act, as it can be cited. */
export interface SignedAct {
  id: string;
  slug: string;
  title: string;
  year: number;
  /** `YYYY-MM-DD`. */
  signedOn: string;
  /** What was signed. */
  frozenVersionId: string;
}

const columns = {
  id: 'instructions.id',
  slug: 'slug',
  title: 'title',
  year: 'year',
  signedOn: 'signed_on',
  frozenVersionId: 'frozen_version_id',
};

/** The signed acts, the latest first; some of them by their ids. */
export async function listSignedActs(
  database: Knex | Knex.Transaction,
  ids?: readonly string[],
): Promise<SignedAct[]> {
  const select = database('instructions')
    .join('signed_versions', 'signed_versions.instruction_id', 'instructions.id')
    .select(columns)
    .orderBy([{ column: 'signed_on', order: 'desc' }, { column: 'slug' }]);
  if (ids !== undefined) select.whereIn('instructions.id', ids);
  return (await select) as SignedAct[];
}
