import type { Knex } from 'knex';

/** Tables, triggers and functions in one line of text: equal means the same schema. */
export async function schemaFingerprint(database: Knex): Promise<string> {
  const { rows } = (await database.raw(
    `SELECT coalesce(string_agg(item, ',' ORDER BY item), '') AS items FROM (
       SELECT c.relkind::text || ':' || c.relname AS item FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
       UNION ALL SELECT 't:' || t.tgname || t.tgenabled::text FROM pg_trigger t WHERE NOT t.tgisinternal
       UNION ALL SELECT 'f:' || md5(p.prosrc) || p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
     ) AS everything`,
  )) as { rows: { items: string }[] };
  return rows[0]?.items ?? '';
}

const eachTable = `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'knex%'`;

/** Keeps the rows that the migrations themselves wrote in a schema of their own, to be put back after each emptying. */
export async function keepFirstRows(database: Knex): Promise<void> {
  await database.raw(`DO $$
    DECLARE name text; holds boolean;
    BEGIN
      DROP SCHEMA IF EXISTS first_rows CASCADE;
      CREATE SCHEMA first_rows;
      FOR name IN ${eachTable} LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO holds;
        IF holds THEN EXECUTE format('CREATE TABLE first_rows.%I AS TABLE public.%I', name, name); END IF;
      END LOOP;
    END $$`);
}

/**
 * Takes every row away, append-only ones too (the triggers sleep meanwhile), then puts the first ones back: in one
 * statement, since hundreds of tests wait for it.
 */
export async function emptyTables(database: Knex): Promise<void> {
  await database.raw(`DO $$
    DECLARE name text;
    BEGIN
      PERFORM set_config('session_replication_role', 'replica', true);
      FOR name IN ${eachTable} LOOP EXECUTE format('DELETE FROM public.%I', name); END LOOP;
      FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'first_rows' LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM first_rows.%I', name, name);
      END LOOP;
    END $$`);
}
