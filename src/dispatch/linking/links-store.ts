import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

/** A link of a mail after its first: who made it, and why the one before holds no more. */
export interface LinkGeneration {
  deliveryId: string;
  generation: number;
  /** « revoked »: nobody was sent the new one. « replaced »: it was mailed. */
  cause: 'revoked' | 'replaced';
  madeAt: string;
  madeBy: string;
  /** Undefined once erased. */
  reason: string | undefined;
}

/** Whose a link is, and whether it still holds: it is of the newest generation. */
export interface FoundLink {
  deliveryId: string;
  officeId: string;
  campaignId: string;
  generation: number;
  current: number;
}

/** Undefined when no link has this hash. */
export async function findLink(database: Database, linkHash: string): Promise<FoundLink | undefined> {
  const columns = { deliveryId: 'd.id', officeId: 'd.office_id', campaignId: 'd.campaign_id' };
  const current = database('link_generations as g').max('g.generation').whereRaw('g.delivery_id = d.id');
  const first = await database('deliveries as d')
    .where({ 'd.link_hash': linkHash })
    .first({ ...columns, current });
  if (first !== undefined) return { ...first, generation: 0, current: first.current ?? 0 };
  return database('link_generations as l')
    .join('deliveries as d', 'd.id', 'l.delivery_id')
    .where({ 'l.link_hash': linkHash })
    .first({ ...columns, generation: 'l.generation', current });
}

/** How often the link of a delivery was replaced. */
export async function findGeneration(database: Database, deliveryId: string): Promise<number> {
  const row = await database('link_generations')
    .where({ delivery_id: deliveryId })
    .max({ newest: 'generation' })
    .first();
  return row?.['newest'] ?? 0;
}

export async function insertGeneration(
  transaction: Knex.Transaction,
  made: LinkGeneration & { linkHash: string; reason: string; reasonHash: string; salt: string },
): Promise<void> {
  const key = { delivery_id: made.deliveryId, generation: made.generation };
  await transaction('link_generations').insert({
    ...key,
    link_hash: made.linkHash,
    cause: made.cause,
    made_at: made.madeAt,
    made_by: made.madeBy,
    reason_hash: made.reasonHash,
  });
  await transaction('link_reasons').insert({ ...key, reason: made.reason, salt: made.salt });
}

/** What became of the links of these deliveries, in order. */
export async function listGenerations(
  database: Database,
  deliveryIds: readonly string[],
): Promise<LinkGeneration[]> {
  const rows = await database('link_generations as g')
    .leftJoin('link_reasons as r', { 'r.delivery_id': 'g.delivery_id', 'r.generation': 'g.generation' })
    .whereIn('g.delivery_id', [...deliveryIds])
    .orderBy(['g.delivery_id', 'g.generation'])
    .select('g.*', 'r.reason');
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    generation: row.generation,
    cause: row.cause,
    madeAt: row.made_at,
    madeBy: row.made_by,
    reason: row.reason ?? undefined,
  }));
}
