import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { createJournal, sealOf } from '../src/journal/journal.ts';
import { systemClock } from '../src/kernel/clock.ts';
import type { Benchmark, Prepared } from './measure.ts';
import { openTemporaryFolder } from './temporary-folder.ts';
import { fillJournal } from './verify-journal.ts';

const run = promisify(execFile);

/** The whole chain read from its base and computed again, beside `sha256sum` over the very bytes that it hashes. */
export const proof = ({ lines = 100_000 } = {}): Benchmark => ({
  name: 'proof',
  about: `journal.verify() over ${lines} lines of a SQLite file, beside sha256sum of the same bytes in a file`,
  aim: { bound: 'at most', ratio: 10 },
  rounds: 5,

  async prepare({ atEnd, say }): Promise<Prepared> {
    const folder = await openTemporaryFolder();
    atEnd(folder.remove);
    const url = `sqlite:${join(folder.path, 'journal.sqlite')}`;
    const database = connect({ url });
    const readDatabase = connect({ url, readOnly: true });
    atEnd(() => Promise.all([database.destroy(), readDatabase.destroy()]));
    await migrate(database);
    const journal = createJournal({ clock: systemClock, readDatabase });
    say(`${lines} lines are written first`);
    await fillJournal(database, journal, lines);
    const file = join(folder.path, 'journal.txt');
    const bytes = await writeSealed(journal, file);
    return {
      ours: {
        facts: { lines, bytes },
        async run() {
          const report = await journal.verify();
          if (!report.valid || report.lines !== lines) throw new Error('the journal does not verify');
        },
      },
      peer: {
        name: 'sha256sum of the same bytes',
        facts: { bytes },
        async run() {
          await run('sha256sum', [file]);
        },
      },
    };
  },
});

/** What every line's hash covers, to the byte; gives how many bytes there are. */
async function writeSealed(journal: ReturnType<typeof createJournal>, file: string): Promise<number> {
  const stream = createWriteStream(file);
  let bytes = 0;
  for (let afterLine = 0; ;) {
    const lines = await journal.list({ afterLine, limit: 1000 });
    for (const line of lines) {
      const { text } = sealOf(line);
      bytes += Buffer.byteLength(text);
      stream.write(text);
    }
    const last = lines.at(-1);
    if (last === undefined) break;
    afterLine = last.line;
  }
  stream.end();
  await finished(stream);
  return bytes;
}
