import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

/** Somebody who is away, and who gives visas in their place. Days in Paris, both included. */
export interface VisaDelegation {
  id: string;
  giverId: string;
  takerId: string;
  fromOn: string;
  untilOn: string;
  declaredAt: string;
  declaredBy: string;
  endedAt: string | null;
}

const columns = {
  id: 'id',
  giverId: 'giver_id',
  takerId: 'taker_id',
  fromOn: 'from_on',
  untilOn: 'until_on',
  declaredAt: 'declared_at',
  declaredBy: 'declared_by',
  endedAt: 'ended_at',
};

export async function insertDelegation(
  trx: Knex.Transaction,
  delegation: Omit<VisaDelegation, 'endedAt'>,
): Promise<void> {
  const { id, giverId, takerId, fromOn, untilOn, declaredAt, declaredBy } = delegation;
  await trx('visa_delegations').insert({
    ...{ id, giver_id: giverId, taker_id: takerId, from_on: fromOn, until_on: untilOn },
    ...{ declared_at: declaredAt, declared_by: declaredBy },
  });
}

/** Those that hold on a day, or that were not over on it and not ended. Oldest first. */
export async function listDelegations(
  database: Database,
  query: { on: string } | { notOverOn: string },
): Promise<VisaDelegation[]> {
  const select = database('visa_delegations')
    .where({ ended_at: null })
    .orderBy(['from_on', 'declared_at', 'id']);
  if ('on' in query) select.where('from_on', '<=', query.on).where('until_on', '>=', query.on);
  else select.where('until_on', '>=', query.notOverOn);
  return (await select.select(columns)) as VisaDelegation[];
}

export async function findDelegation(database: Database, id: string): Promise<VisaDelegation | undefined> {
  return database('visa_delegations').where({ id }).first<VisaDelegation | undefined>(columns);
}

/** Tells whether it still stood. */
export async function markEnded(
  trx: Knex.Transaction,
  id: string,
  { at, userId }: { at: string; userId: string },
): Promise<boolean> {
  const standing = trx('visa_delegations').where({ id, ended_at: null });
  return (await standing.update({ ended_at: at, ended_by: userId })) === 1;
}
