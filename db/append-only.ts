import type { Knex } from 'knex';
import { isSqlite } from './connect.ts';

/** Makes the database itself refuse to change or remove a row of the table, on both engines. */
export async function protectAppendOnly(database: Knex, table: string): Promise<void> {
  for (const operation of ['UPDATE', 'DELETE'] as const) {
    await refuseWhen(database, {
      table,
      operation,
      name: `${table}_is_append_only_${operation.toLowerCase()}`,
    });
  }
}

/**
 * A trigger that refuses an operation when an SQL condition holds (always, when there is none).
 * The condition may use NEW and OLD, and must be plain SQL that both engines read.
 */
export async function refuseWhen(
  database: Knex,
  rule: { table: string; operation: 'INSERT' | 'UPDATE' | 'DELETE'; name: string; condition?: string },
): Promise<void> {
  const { table, operation, name, condition } = rule;
  if (isSqlite(database)) {
    const when = condition === undefined ? '' : `WHEN ${condition}`;
    await database.raw(
      `CREATE TRIGGER ${name} BEFORE ${operation} ON ${table} FOR EACH ROW ${when} BEGIN SELECT RAISE(ABORT, '${name}'); END`,
    );
    return;
  }
  const back = operation === 'DELETE' ? 'OLD' : 'NEW';
  await database.raw(
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF ${condition ?? 'TRUE'} THEN RAISE EXCEPTION '${name}'; END IF; RETURN ${back}; END $$`,
  );
  await database.raw(
    `CREATE TRIGGER ${name} BEFORE ${operation} ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
  );
}

/** Takes such a trigger away, so that a later migration can write its rule anew. */
export async function dropRefusal(database: Knex, rule: { table: string; name: string }): Promise<void> {
  if (isSqlite(database)) return void (await database.raw(`DROP TRIGGER ${rule.name}`));
  await database.raw(`DROP TRIGGER ${rule.name} ON ${rule.table}`);
  await database.raw(`DROP FUNCTION ${rule.name}()`);
}
