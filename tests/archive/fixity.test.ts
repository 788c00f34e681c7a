import { expect } from 'chai';
import type { Knex } from 'knex';
import { createFixity, type Fixity } from '../../src/archive/fixity.ts';
import { createJournal, type Journal } from '../../src/journal/journal.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { createTestDatabase, dropTrigger } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

describe('the fixity of the kept documents', () => {
  let database: Knex;
  let journal: Journal;
  let fixity: Fixity;
  const clock = createFixedClock();
  const contents = Array.from({ length: 45 }, (_each, index) => Buffer.from(`document ${index}`));

  beforeEach(async () => {
    clock.moveTo('2026-12-07T08:00:00.000Z');
    database = await createTestDatabase();
    journal = createJournal({ clock, readDatabase: database });
    const kept = { media_type: 'application/pdf', created_at: '2026-12-07T08:00:00.000Z' };
    await database.batchInsert(
      'documents',
      contents.map((bytes) => ({ ...kept, sha256: sha256Hex(bytes), bytes })),
    );
    fixity = createFixity({
      database,
      readDatabase: database,
      journal,
      clock,
      log: silentLog,
    });
  });
  afterEach(() => database.destroy());

  it('is whole when nothing touched them, and the journal says so', async () => {
    expect(await fixity.checkNow()).to.deep.equal({ documents: 45, altered: [] });
    expect(await fixity.lastCheck()).to.deep.equal({
      at: '2026-12-07T08:00:00.000Z',
      documents: 45,
      altered: [],
    });
  });

  it('names the document whose bytes were changed behind the triggers', async () => {
    const sha256 = sha256Hex(contents[30] ?? '');
    await dropTrigger(database, 'documents', 'documents_is_append_only_update');
    await database('documents')
      .where({ sha256 })
      .update({ bytes: Buffer.from('another text') });
    expect(await fixity.checkNow()).to.deep.equal({ documents: 45, altered: [sha256] });
    expect((await fixity.lastCheck())?.altered).to.deep.equal([sha256]);
  });

  it('reads the files of past circulars too', async () => {
    const sha256 = sha256Hex('a past circular');
    await database('past_circular_files').insert({ sha256, bytes: Buffer.from('another text') });
    expect(await fixity.checkNow()).to.deep.equal({ documents: 46, altered: [sha256] });
  });

  it('tells since when a document is altered, and when it was last whole', async () => {
    const sha256 = sha256Hex(contents[30] ?? '');
    await fixity.checkNow();
    expect(await fixity.alterations()).to.deep.equal([]);
    await dropTrigger(database, 'documents', 'documents_is_append_only_update');
    await database('documents')
      .where({ sha256 })
      .update({ bytes: Buffer.from('another text') });
    for (let day = 0; day < 3; day++) {
      clock.advance(24 * 3_600_000);
      await fixity.checkNow();
    }
    expect(await fixity.alterations()).to.deep.equal([
      { sha256, document: null, since: '2026-12-08T08:00:00.000Z', wholeAt: '2026-12-07T08:00:00.000Z' },
    ]);
  });

  it('is checked once a day by the rounds, however often they come', async () => {
    await fixity.checkWhenDue();
    clock.advance(23 * 3_600_000);
    await fixity.checkWhenDue();
    expect(await journal.list({ subjects: ['archive:documents'] })).to.have.lengthOf(1);
    clock.advance(3_600_000);
    await fixity.checkWhenDue();
    expect(await journal.list({ subjects: ['archive:documents'] })).to.have.lengthOf(2);
  });
});
