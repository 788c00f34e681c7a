import type { Knex } from 'knex';

/** One page or file that somebody opened. */
export interface Reading {
  id: string;
  userId: string;
  openedAt: string;
  /** The address without what follows `?`: a question is never kept. */
  path: string;
}

export async function insertReadings(database: Knex, readings: readonly Reading[]): Promise<void> {
  const rows = readings.map(({ id, userId, openedAt, path }) => ({
    ...{ id, user_id: userId, opened_at: openedAt, path },
  }));
  for (let from = 0; from < rows.length; from += 100)
    await database('readings').insert(rows.slice(from, from + 100));
}

/** Whose, and from which instant to which, both included; every one when nothing is said. */
export interface ReadingFilter {
  userId?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
}

/** Newest first. */
export async function listReadings(
  database: Knex,
  filter: ReadingFilter,
  page: { limit: number; offset?: number },
): Promise<{ readings: Reading[]; total: number }> {
  const matching = () => {
    const select = database('readings');
    if (filter.userId !== undefined) select.where({ user_id: filter.userId });
    if (filter.from !== undefined) select.where('opened_at', '>=', filter.from);
    if (filter.until !== undefined) select.where('opened_at', '<=', filter.until);
    return select;
  };
  const counted = await matching().count('* as count').first();
  const rows = await matching()
    .orderBy([
      { column: 'opened_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(page.limit)
    .offset(page.offset ?? 0);
  return {
    total: Number(counted?.['count'] ?? 0),
    readings: rows.map((row) => ({
      ...{ id: row.id, userId: row.user_id, openedAt: row.opened_at, path: row.path },
    })),
  };
}

/** Everybody whose readings are kept. */
export async function listReaders(database: Knex): Promise<string[]> {
  return database('readings').distinct('user_id').pluck('user_id');
}

export async function removeBefore(database: Knex, instant: string): Promise<number> {
  return database('readings').where('opened_at', '<', instant).del();
}
