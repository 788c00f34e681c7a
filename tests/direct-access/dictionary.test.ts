import { expect } from 'chai';
import type { Knex } from 'knex';
import { isSqlite } from '../../db/connect.ts';
import { dictionaryOf, leftOutEntries, sourceOf } from '../../src/direct-access/dictionary.ts';
import { leftOutTables } from '../../src/direct-access/left-out.ts';
import { partsOfInstruction, tableNamed } from '../../src/direct-access/resources.ts';
import { tables } from '../../src/direct-access/tables/tables.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createTestDatabase } from '../database.ts';
import { routeTable } from '../journeys/route-table.ts';

const messages = loadMessages('templates/messages');
const letters = {
  D: 'drafter',
  R: 'reviewer',
  S: 'signatory',
  P: 'dispatcher',
  A: 'auditor',
  M: 'administrator',
};

/** Every table of the base, with its columns. */
async function schemaOfBase(database: Knex): Promise<Map<string, string[]>> {
  if (!isSqlite(database)) {
    const rows = await database('information_schema.columns')
      .where({ table_schema: 'public' })
      .select('table_name', 'column_name');
    return new Map(
      [...Map.groupBy(rows, (row) => row.table_name)].map(([name, all]) => [
        name,
        all.map((row) => row.column_name),
      ]),
    );
  }
  const names = await database('sqlite_master').where({ type: 'table' }).pluck('name');
  const found = new Map<string, string[]>();
  for (const name of names) {
    const columns: { name: string }[] = await database.raw(`PRAGMA table_info('${name}')`);
    found.set(
      name,
      columns.map((column) => column.name),
    );
  }
  return found;
}

describe('the dictionary of the data', () => {
  let base: Map<string, string[]>;

  before(async () => {
    const database = await createTestDatabase();
    base = await schemaOfBase(database);
    await database.destroy();
  });

  const nameOf = (aliased: string) => aliased.replace('?', '').split(' as ')[0] ?? '';
  const firsts = new Set(tables.map(({ from }) => nameOf(from)));

  /** The tables of the base that one told table reads as its own: the first, and those that no other begins with. */
  const ownOf = ({ from, joins }: (typeof tables)[number]) => [
    nameOf(from),
    ...joins
      .map(([joined]) => nameOf(joined))
      .filter((name) => !firsts.has(name) && !leftOutTables.has(name)),
  ];

  it('tells every table of the base, or says why it is not told, and never both', () => {
    const told = new Set(tables.flatMap((table) => ownOf(table)));
    const forgotten = [...base.keys()].filter((name) => !told.has(name) && !leftOutTables.has(name));
    expect(forgotten).to.deep.equal([]);
    expect([...leftOutTables.keys()].filter((name) => told.has(name))).to.deep.equal([]);
  });

  it('tells every column of a told table, or says why it is not', () => {
    const told = new Set(
      tables.flatMap((table) => Object.values(table.columns).map((column) => sourceOf(table, column))),
    );
    const left = new Set(
      tables.flatMap((table) =>
        ownOf(table).flatMap((own) => Object.keys(table.leftOut).map((column) => `${own}.${column}`)),
      ),
    );
    const known = new Set(
      [...base].flatMap(([name, columns]) => columns.map((column) => `${name}.${column}`)),
    );
    const forgotten = tables
      .flatMap((table) => ownOf(table))
      .flatMap((own) => (base.get(own) ?? []).map((column) => `${own}.${column}`))
      .filter((column) => !told.has(column) && !left.has(column));
    expect([...new Set(forgotten)]).to.deep.equal([]);
    expect([...told].filter((column) => !known.has(column))).to.deep.equal([]);
  });

  it('never tells what opens an account, a session or a link', () => {
    const sources = tables.flatMap((table) =>
      Object.values(table.columns).map((column) => sourceOf(table, column)),
    );
    expect(
      sources.filter((source) =>
        /password|secret|access_token|session|salt|link_hash|code_hash|email|address|login/.test(source),
      ),
    ).to.deep.equal([]);
  });

  it('says in French what each table and each column means, and what an empty cell does', () => {
    const entries = dictionaryOf(tables, messages).flatMap(({ columns }) => columns);
    expect(entries.length).to.be.greaterThan(250);
    for (const { meaning, type, name, unit } of entries) {
      expect(meaning, name).to.match(/\.$/);
      expect(type, name).not.to.equal('');
      expect(unit).to.be.oneOf(['', 'octets', 'centimes d’euro']);
    }
    for (const table of tables)
      for (const reason of Object.values(table.leftOut)) messages(`data.left-out.${reason}`);
    expect(leftOutEntries(messages).length).to.be.greaterThan(5);
  });

  it('opens each table to those who may open the page that tells the same, and to nobody else', () => {
    for (const table of tables) {
      const [who = ''] = routeTable[table.like] ?? [];
      const roles = [...who].flatMap((letter) => letters[letter as keyof typeof letters] ?? []);
      expect([...table.roles].toSorted(), `${table.name} as ${table.like}`).to.deep.equal(roles.toSorted());
    }
  });

  it('tells of one instruction what is of the scope that opens it, and nothing of another', () => {
    expect(new Set(partsOfInstruction.map((name) => tableNamed(name).scope))).to.deep.equal(
      new Set(['instructions']),
    );
  });
});
