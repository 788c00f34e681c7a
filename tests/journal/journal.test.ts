import { expect } from 'chai';
import type { Knex } from 'knex';
import { createJournal, type Journal, type JournalEvent } from '../../src/journal/journal.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { createTestDatabase, dropTrigger } from '../database.ts';

function granted(user: string): JournalEvent {
  return { type: 'role.granted', actor: 'system', subject: `user:${user}`, data: { user, role: 'drafter' } };
}

async function tamper(database: Knex, trigger: string, statement: string): Promise<void> {
  await dropTrigger(database, 'journal', trigger);
  await database.raw(statement);
}

describe('the journal', () => {
  let database: Knex;
  let journal: Journal;

  beforeEach(async () => {
    database = await createTestDatabase();
    journal = createJournal({ clock: createFixedClock(), readDatabase: database });
    await database.transaction((trx) => journal.append(trx, granted('a'), granted('b'), granted('c')));
  });
  afterEach(() => database.destroy());

  it('is valid when nobody touched it, and tells its length and head', async () => {
    const report = await journal.verify();
    expect(report).to.include({ lines: 3, valid: true });
    expect(report.head).to.match(/^[0-9a-f]{64}$/);
  });

  it('goes on from one transaction to the next', async () => {
    await database.transaction((trx) => journal.append(trx, granted('d')));
    expect((await journal.verify()).lines).to.equal(4);
  });

  it('moves its head over many lines at once, but never over one that is not there, nor back', async () => {
    const many = Array.from({ length: 250 }, (_, index) => granted(`u${index}`));
    await database.transaction((trx) => journal.append(trx, ...many));
    expect(await journal.verify()).to.include({ lines: 253, valid: true });
    const [last] = await journal.list({ newestFirst: true, limit: 1 });
    const [before] = await journal.list({ newestFirst: true, limit: 1, beforeLine: 200 });
    for (const head of [
      { line: 254, hash: last?.hash },
      { line: 199, hash: before?.hash },
      { line: 253, hash: 'f'.repeat(64) },
    ]) {
      const moved = database('journal_head').where({ id: 1 }).update(head);
      expect(await moved.then(() => 'moved', String)).to.contain('journal_head_only_advances');
    }
  });

  it('keeps nothing of a transaction that failed', async () => {
    const failing = database.transaction(async (trx) => {
      await journal.append(trx, granted('d'));
      throw new Error('after the line');
    });
    await failing.catch(() => undefined);
    expect(await journal.verify()).to.include({ lines: 3, valid: true });
  });

  it('refuses to change a line', async () => {
    const failure = await database('journal').where({ line: 2 }).update({ actor: 'x' }).catch(String);
    expect(failure).to.contain('journal_is_append_only_update');
  });

  it('refuses to remove a line', async () => {
    const failure = await database('journal').where({ line: 2 }).del().catch(String);
    expect(failure).to.contain('journal_is_append_only_delete');
  });

  it('refuses a second line after the same predecessor', async () => {
    const line = await database('journal').where({ line: 2 }).first();
    const failure = await database('journal')
      .insert({ ...line, line: 9, hash: 'other' })
      .catch(String);
    expect(failure).to.match(/unique/i);
  });

  it('tells which line was changed behind its back', async () => {
    await tamper(database, 'journal_is_append_only_update', "UPDATE journal SET actor = 'x' WHERE line = 2");
    const report = await journal.verify();
    expect(report.valid).to.equal(false);
    expect(report.faults).to.deep.equal([{ line: 2, kind: 'changed' }]);
  });

  it('tells that a line was removed', async () => {
    await tamper(database, 'journal_is_append_only_delete', 'DELETE FROM journal WHERE line = 2');
    expect((await journal.verify()).faults).to.deep.equal([{ line: 3, kind: 'removed-or-inserted' }]);
  });

  it('tells that the last line was removed', async () => {
    await tamper(database, 'journal_is_append_only_delete', 'DELETE FROM journal WHERE line = 3');
    expect((await journal.verify()).faults).to.deep.equal([{ line: 3, kind: 'cut-tail' }]);
  });

  it('tells that a line was inserted at the end', async () => {
    const line = await database('journal').where({ line: 3 }).first();
    await database('journal').insert({ ...line, line: 4, previous_hash: line.hash, hash: 'f'.repeat(64) });
    expect((await journal.verify()).valid).to.equal(false);
  });
});
