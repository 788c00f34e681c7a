import type { Knex } from 'knex';

export interface VisitCount {
  deliveryId: string;
  /** `YYYY-MM-DDTHH`, UTC. */
  hour: string;
  what: string;
  agent: string;
  visits: number;
}

/** Adds to what was counted in the same hour, by this process or by another. */
export async function addVisits(database: Knex, counts: readonly VisitCount[]): Promise<void> {
  for (let from = 0; from < counts.length; from += 100) {
    await database('link_visits')
      .insert(
        counts.slice(from, from + 100).map(({ deliveryId, ...count }) => ({
          delivery_id: deliveryId,
          ...count,
        })),
      )
      .onConflict(['delivery_id', 'hour', 'what', 'agent'])
      .merge({ visits: database.raw('link_visits.visits + excluded.visits') });
  }
}

/** How many of each sort these mails' links had, and in which hour the last was. */
export async function listVisits(
  database: Knex,
  deliveryIds: readonly string[],
): Promise<{ deliveryId: string; what: string; agent: string; visits: number; lastHour: string }[]> {
  const rows: Record<string, unknown>[] = await database('link_visits')
    .whereIn('delivery_id', [...deliveryIds])
    .groupBy(['delivery_id', 'what', 'agent'])
    .orderBy(['delivery_id', 'what', 'agent'])
    .select('delivery_id', 'what', 'agent')
    .sum({ visits: 'visits' })
    .max({ last_hour: 'hour' });
  return rows.map((row) => ({
    deliveryId: row['delivery_id'] as string,
    what: row['what'] as string,
    agent: row['agent'] as string,
    visits: Number(row['visits']),
    lastHour: row['last_hour'] as string,
  }));
}
