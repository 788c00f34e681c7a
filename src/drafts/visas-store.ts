import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

export interface Visa {
  id: string;
  frozenVersionId: string;
  userId: string;
  /** Of the version's circuit. */
  step: number;
  /** Whose seat it is, when it was given for somebody who was away. */
  onBehalfOf: string | null;
  delegationId: string | null;
  decision: 'given' | 'refused';
  sha256: string;
  reasonHash: string;
  decidedAt: string;
  /** Null once it was erased. */
  reason: string | null;
}

export async function insertVisa(
  trx: Knex.Transaction,
  visa: Omit<Visa, 'reason'> & { reason: string; salt: string },
): Promise<void> {
  await trx('visas').insert({
    id: visa.id,
    frozen_version_id: visa.frozenVersionId,
    user_id: visa.userId,
    step: visa.step,
    on_behalf_of: visa.onBehalfOf,
    delegation_id: visa.delegationId,
    decision: visa.decision,
    sha256: visa.sha256,
    reason_hash: visa.reasonHash,
    decided_at: visa.decidedAt,
  });
  await trx('visa_reasons').insert({ visa_id: visa.id, reason: visa.reason, salt: visa.salt });
}

/** The visas of the given frozen versions, oldest first. */
export async function listVisas(database: Database, frozenVersionIds: string[]): Promise<Visa[]> {
  return (await database('visas')
    .leftJoin('visa_reasons', 'visa_id', 'id')
    .whereIn('frozen_version_id', frozenVersionIds)
    .orderBy(['decided_at', 'id'])
    .select({
      id: 'id',
      frozenVersionId: 'frozen_version_id',
      userId: 'user_id',
      step: 'step',
      onBehalfOf: 'on_behalf_of',
      delegationId: 'delegation_id',
      decision: 'decision',
      sha256: 'sha256',
      reasonHash: 'reason_hash',
      decidedAt: 'decided_at',
      reason: 'reason',
    })) as Visa[];
}
