import { expect } from 'chai';
import { isSqlite } from '../../db/connect.ts';
import { sealedTables } from '../../src/proof/sealed-tables.ts';
import { createTestDatabase } from '../database.ts';
import { listTables } from '../torture/tampering-strokes.ts';
import { coveredColumns } from './coverage.ts';
import { uncoveredColumns, uncoveredTables } from './uncovered.ts';

describe('what the verification covers', () => {
  it('is each table and each column of the real schema, or has a reason not to be', async () => {
    const database = await createTestDatabase();
    const tables = isSqlite(database) ? await listTables(database) : [];
    await database.destroy();
    const forgotten = tables.flatMap((table) => {
      const covered = coveredColumns(table);
      if (covered.size === 0) return uncoveredTables[table.name] === undefined ? [table.name] : [];
      return table.columns
        .filter((column) => !covered.has(column))
        .map((column) => `${table.name}.${column}`)
        .filter((column) => uncoveredColumns[column] === undefined);
    });
    expect(forgotten).to.deep.equal([]);
    const known = new Set(
      tables.flatMap(({ name, columns }) => [name, ...columns.map((c) => `${name}.${c}`)]),
    );
    const gone = [...Object.keys(uncoveredTables), ...Object.keys(uncoveredColumns)];
    expect(tables.length === 0 ? [] : gone.filter((name) => !known.has(name))).to.deep.equal([]);
  });

  it('is each append-only table, by a seal of each of its rows', async () => {
    const database = await createTestDatabase();
    if (!isSqlite(database)) return database.destroy();
    const triggers: { name: string; tbl_name: string }[] = await database.raw(
      `SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'`,
    );
    const tables = new Map((await listTables(database)).map((table) => [table.name, table]));
    await database.destroy();
    const has = (table: string, operation: string) =>
      triggers.some(({ name }) => name === `${table}_is_append_only_${operation}`);
    const proveThemselves = ['journal', 'journal_anchors', 'row_seals'];
    const appendOnly = [...tables.keys()].filter(
      (table) => has(table, 'update') && has(table, 'delete') && !proveThemselves.includes(table),
    );
    const whole = sealedTables.filter(({ names }) => names === undefined);
    expect(whole.map(({ table }) => table).toSorted()).to.deep.equal(appendOnly.toSorted());
    for (const { table, key } of sealedTables) expect(tables.get(table)?.key, table).to.deep.equal([...key]);
  });
});
