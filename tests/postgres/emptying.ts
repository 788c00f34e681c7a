import type { Knex } from 'knex';

/** Rows that the migrations themselves wrote, by database and table, to be put back after each emptying. */
const bornWith = new Map<string, Map<string, Record<string, unknown>[]>>();

/** Tables, triggers and functions in one line of text: equal means the same schema. */
export async function schemaFingerprint(database: Knex): Promise<string> {
  const { rows } = (await database.raw(
    `SELECT coalesce(string_agg(item, ',' ORDER BY item), '') AS items FROM (
       SELECT c.relkind::text || ':' || c.relname AS item FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
       UNION ALL SELECT 't:' || t.tgname || t.tgenabled::text FROM pg_trigger t WHERE NOT t.tgisinternal
       UNION ALL SELECT 'f:' || md5(p.prosrc) || p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
     ) AS everything`,
  )) as { rows: { items: string }[] };
  const items = rows[0]?.items ?? '';
  if (!bornWith.has(items)) bornWith.set(items, await readEverything(database));
  return items;
}

/** Takes every row away, append-only ones too (the triggers sleep meanwhile), then puts the first ones back. */
export async function emptyTables(database: Knex): Promise<void> {
  const tables = await listTables(database);
  await database.transaction(async (trx) => {
    await trx.raw("SET LOCAL session_replication_role = 'replica'");
    for (const table of tables) await trx.raw('DELETE FROM ??', [table]);
    for (const [table, rows] of bornWith.get(await schemaFingerprint(trx)) ?? []) {
      if (rows.length > 0) await trx.batchInsert(table, rows, 100);
    }
  });
}

async function readEverything(database: Knex): Promise<Map<string, Record<string, unknown>[]>> {
  const everything = new Map<string, Record<string, unknown>[]>();
  for (const table of await listTables(database)) everything.set(table, await database(table).select('*'));
  return everything;
}

async function listTables(database: Knex): Promise<string[]> {
  const rows: { tablename: string }[] = await database('pg_tables')
    .where({ schemaname: 'public' })
    .whereNot('tablename', 'like', 'knex%')
    .select('tablename');
  return rows.map(({ tablename }) => tablename);
}
