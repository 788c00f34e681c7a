import { expect } from 'chai';
import type { Knex } from 'knex';
import { createJournal, type Journal, type JournalEvent } from '../../src/journal/journal.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { createTestDatabase, dropTrigger } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

const granted = (user: string): JournalEvent => ({
  ...{ type: 'role.granted', actor: 'system', subject: `user:${user}` },
  data: { user, role: 'drafter' },
});

describe('writing in the journal', () => {
  let database: Knex;
  let journal: Journal;
  let clock: ReturnType<typeof createFixedClock>;
  const append = (...events: JournalEvent[]) => database.transaction((trx) => journal.append(trx, ...events));

  beforeEach(async () => {
    database = await createTestDatabase();
    clock = createFixedClock();
    journal = createJournal({ clock, readDatabase: database });
    await append(granted('a'), granted('b'));
  });
  afterEach(() => database.destroy());

  describe('when another tool moved its head', () => {
    const failure = async (): Promise<AppError> =>
      append(granted('c')).then(
        () => expect.fail('a line was written'),
        (error: AppError) => error,
      );

    it('stops, and says why, after a line was added beside it', async () => {
      const [last] = await journal.list({ newestFirst: true, limit: 1 });
      const { previousHash: _before, hash, ...line } = last!;
      const added = { ...line, line: 3, data: '{}', previous_hash: hash, hash: 'f'.repeat(64) };
      await database('journal').insert(added);
      expect(await failure()).to.include({ code: 'unavailable', messageKey: 'journal.halted' });
      expect(await journal.standing()).to.equal('moved');
    });

    it('stops after its end was cut', async () => {
      await dropTrigger(database, 'journal', 'journal_is_append_only_delete');
      await database('journal').where({ line: 2 }).del();
      expect((await failure()).code).to.equal('unavailable');
    });

    it('stops after the head was put back', async () => {
      await dropTrigger(database, 'journal_head', 'journal_head_only_advances');
      const [first] = await journal.list({ limit: 1 });
      await database('journal_head').update({ line: 1, hash: first!.hash });
      expect((await failure()).code).to.equal('unavailable');
    });

    it('undoes what the line would have told', async () => {
      await dropTrigger(database, 'journal', 'journal_is_append_only_delete');
      await database('journal').where({ line: 2 }).del();
      const written = database.transaction(async (trx) => {
        await trx('territories').insert({ id: 'T', kind: 'x', code: 'T', name: 'T', linked_name: 'T' });
        await journal.append(trx, granted('c'));
      });
      expect(
        await written.then(
          () => 'written',
          () => 'undone',
        ),
      ).to.equal('undone');
      expect(await database('territories').where({ id: 'T' })).to.deep.equal([]);
    });
  });

  describe('when the clock goes back', () => {
    it('keeps the order, and says it in a line of its own', async () => {
      clock.advance(-3_600_000);
      await append(granted('c'));
      const lines = await journal.list();
      expect(lines.map(({ type }) => type).slice(2)).to.deep.equal([
        'journal.clock-went-back',
        'role.granted',
      ]);
      expect(lines[2]?.data).to.deep.equal({ previousAt: lines[1]?.at });
      expect(await journal.verify()).to.deep.include({ valid: true, wentBack: [3] });
    });

    it('says nothing of the second that two machines lie apart', async () => {
      clock.advance(-1000);
      await append(granted('c'));
      expect(await journal.list()).to.have.length(3);
      expect(await journal.verify()).to.deep.include({ valid: true, wentBack: [3] });
    });

    it('goes on as before once it was said', async () => {
      clock.advance(-3_600_000);
      await append(granted('c'));
      clock.advance(60_000);
      await append(granted('d'));
      expect(await journal.list()).to.have.length(5);
    });
  });

  describe('a verification since a line', () => {
    it('computes the lines from there on only, and reads them all', async () => {
      await dropTrigger(database, 'journal', 'journal_is_append_only_update');
      await append(granted('c'), granted('d'));
      await database('journal').where({ line: 2 }).update({ actor: 'x' });
      const seen: number[] = [];
      const since = await journal.verify({ since: 3, onLine: ({ line }) => void seen.push(line) });
      expect(since).to.include({ valid: true, lines: 4 });
      expect(seen).to.deep.equal([1, 2, 3, 4]);
      expect((await journal.verify({ since: 2 })).faults).to.deep.equal([{ line: 2, kind: 'changed' }]);
    });
  });

  describe('data that is not in its canonical form', () => {
    const stored = async (data: string): Promise<string[]> => {
      await dropTrigger(database, 'journal', 'journal_is_append_only_update');
      await database('journal').where({ line: 2 }).update({ data });
      return (await journal.verify()).faults.map(({ kind }) => kind);
    };

    it('was not written by the service', async () => {
      expect(await stored('{"user":"b","role":"drafter"}')).to.deep.equal(['changed']);
    });

    it('cannot close its braces early to stand for another', async () => {
      expect(await stored('{"role":"drafter","user":"b"},"line":2,"x":{}')).to.deep.equal(['unreadable']);
    });

    it('cannot tell the same thing twice', async () => {
      expect(await stored('{"role":"drafter","user":"b","user":"z"}')).to.deep.equal(['changed']);
    });
  });
});
