import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { systemClock as clock } from '../../src/kernel/clock.ts';

const run = promisify(execFile);
const child = new URL('appending-child.ts', import.meta.url).pathname;

describe('a journal in a file', function () {
  this.timeout(180_000);
  let folder: string;
  let database: Knex;
  let url: string;
  const each = 30;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'estafette-journal-'));
    url = `sqlite:${join(folder, 'journal.sqlite')}`;
    database = connect({ url });
    await migrate(database);
  });
  after(async () => {
    await database.destroy();
    rmSync(folder, { recursive: true });
  });

  it('stays one chain when two processes write at once', async () => {
    const writers = ['a', 'b'].map((name) => run(process.execPath, [child, url, name, String(each)]));
    await Promise.all(writers);
    const journal = createJournal({ clock, readDatabase: database });
    expect(await journal.verify()).to.deep.include({ valid: true, lines: 2 * each });
    const actors = (await journal.list()).map(({ actor }) => actor);
    expect(actors.filter((actor) => actor === 'a')).to.have.length(each);
  });

  it('is computed again from its documentation alone, with sha256sum', async () => {
    const rows = await database('journal').orderBy('line').limit(5);
    let previous = '0'.repeat(64);
    for (const { line, at, type, actor, subject, data, previous_hash: before, hash } of rows) {
      // docs/journal.md, word for word: names in order, no space, the data as it is stored.
      const text = `{"actor":"${actor}","at":"${at}","data":${data},"line":${line},"previousHash":"${previous}","subject":"${subject}","type":"${type}"}`;
      const [found] = execFileSync('sha256sum', { input: text }).toString().split(' ');
      expect(before).to.equal(previous);
      expect(found).to.equal(hash);
      previous = hash;
    }
  });
});
