import { expect } from 'chai';
import type { Knex } from 'knex';
import { connect } from '../../db/connect.ts';

describe('a SQLite transaction whose commit fails', () => {
  let database: Knex;

  beforeEach(async () => {
    database = connect({ url: 'sqlite::memory:', acquireTimeoutMs: 1000 });
    await database.raw('CREATE TABLE parents (id INTEGER PRIMARY KEY)');
    await database.raw(
      'CREATE TABLE children (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)',
    );
  });
  afterEach(() => database.destroy());

  /** What is looked at by COMMIT alone, as a full disk may be: the statement itself succeeds. */
  const failing = () => database.transaction((transaction) => transaction('children').insert({ parent: 7 }));

  it('is told, and leaves nothing behind', async () => {
    expect(await failing().then(String, String)).to.contain('FOREIGN KEY');
    expect(await database('children').select()).to.deep.equal([]);
  });

  it('does not keep its connection inside of a transaction for ever', async () => {
    await failing().catch(() => undefined);
    await database.transaction((transaction) => transaction('parents').insert({ id: 7 }));
    await database.transaction((transaction) => transaction('children').insert({ parent: 7 }));
    expect(await database('children').select()).to.deep.equal([{ parent: 7 }]);
  });
});
