import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { createJournal, type Journal, type JournalEvent } from '../src/journal/journal.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { sha256Hex } from '../src/kernel/hash.ts';
import { newId } from '../src/kernel/ids.ts';
import type { Benchmark, Prepared } from './measure.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

/** The whole chain computed again, beside reading the same rows and hashing their text once. */
export const verifyJournal = ({ lines = 20_000 } = {}): Benchmark => ({
  name: 'verify-journal',
  about: `journal.verify() over ${lines} lines, beside a plain read of the rows and the SHA-256 of their text`,
  aim: { bound: 'at most', ratio: 4 },
  rounds: 9,

  async prepare({ atEnd }): Promise<Prepared> {
    const folder = await openTemporaryFolder();
    atEnd(folder.remove);
    const url = `sqlite:${join(folder.path, 'journal.sqlite')}`;
    const database = connect({ url });
    const readDatabase = connect({ url, readOnly: true });
    atEnd(() => Promise.all([database.destroy(), readDatabase.destroy()]));
    await migrate(database);
    const journal = createJournal({ clock: systemClock, readDatabase });
    await fillJournal(database, journal, lines);
    return {
      ours: { run: () => verify(journal, lines), facts: { lines } },
      peer: {
        name: 'SELECT and SHA-256 of each row',
        run: () => readAndHash(readDatabase, lines),
        facts: { lines },
      },
    };
  },
});

/** Lines as campaigns write them: a delivery is planned, then accepted. */
export async function fillJournal(database: Knex, journal: Journal, lines: number): Promise<void> {
  const [instruction, campaign] = [newId(), newId()];
  const about = { actor: 'system', subject: `instruction:${instruction}` };
  const events = Array.from({ length: lines }, (_, index): JournalEvent => {
    const data = { campaign, delivery: newId(), office: `OFF-${(index % 95) + 1}` };
    const hash = sha256Hex(data.delivery);
    return index % 2 === 0
      ? { type: 'delivery.planned', ...about, data: { ...data, contact: newId(), addressHash: hash } }
      : { type: 'delivery.accepted', ...about, data: { ...data, attempt: 1, replyHash: hash } };
  });
  for (let from = 0; from < lines; from += 1000) {
    await database.transaction((transaction) =>
      journal.append(transaction, ...events.slice(from, from + 1000)),
    );
  }
}

async function verify(journal: Journal, lines: number): Promise<void> {
  const report = await journal.verify();
  if (!report.valid || report.lines !== lines) throw new Error('the journal does not verify');
}

async function readAndHash(readDatabase: Knex, lines: number): Promise<void> {
  const rows: Record<string, string | number>[] = await readDatabase('journal').orderBy('line');
  const hashes = rows.map((row) => createHash('sha256').update(Object.values(row).join('\n')).digest('hex'));
  if (new Set(hashes).size !== lines) throw new Error('a row is missing');
}
