import { join } from 'node:path';
import type { Knex } from 'knex';
import { openSearching } from '../tests/archive/searching-room.ts';
import type { Benchmark, Prepared } from './measure.ts';
import { openSyntheticArchive } from './synthetic-archive.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const instructions = 200;
const questions = 20;

/** The archive's search, stems and passage included, beside SQLite's own full-text index, words as written. */
export const search: Benchmark = {
  name: 'search',
  about: `${questions} searches among ${instructions} instructions, beside MATCH of SQLite FTS5 on the same texts`,
  aim: { bound: 'at most', ratio: 5 },
  rounds: 15,

  async prepare({ atEnd }): Promise<Prepared> {
    const folder = await openTemporaryFolder();
    atEnd(folder.remove);
    const archive = openSyntheticArchive({ url: `sqlite:${join(folder.path, 'archive.sqlite')}` });
    atEnd(archive.close);
    const { database, readDatabase } = archive;
    const texts = await archive.write(instructions);
    const ours = openSearching(archive, { readDatabase: archive.readDatabase });
      ...archive,
      sources: async () => [instructionsSource(archive.instructions)],
    });
    await ours.refreshAll();
    await indexPlainly(database, texts);
    const asked = Array.from({ length: questions }, (_, index) => archive.question(1 + (index % 3)));
    return {
      ours: {
        async run() {
          let found = 0;
          for (const words of asked) found += (await ours.search({ words }, { roles: ['auditor'] })).total;
          return { resultsPerQuestion: found / questions };
        },
        facts: { instructions, questions },
      },
      peer: {
        name: 'SQLite FTS5 MATCH',
        async run() {
          let found = 0;
          for (const words of asked) found += (await match(readDatabase, words)).length;
          return { resultsPerQuestion: found / questions };
        },
        facts: { instructions, questions },
      },
    };
  },
};

async function indexPlainly(
  database: Knex,
  texts: ReadonlyMap<string, { title: string; text: string }>,
): Promise<void> {
  await database.raw('CREATE VIRTUAL TABLE plain_texts USING fts5(id UNINDEXED, title, text)');
  await database.transaction(async (transaction) => {
    for (const [id, { title, text }] of texts) await transaction('plain_texts').insert({ id, title, text });
  });
}

/** Every word asked for, the best first. */
async function match(readDatabase: Knex, words: string): Promise<unknown[]> {
  const expression = words
    .split(' ')
    .map((word) => `"${word}"`)
    .join(' AND ');
  return readDatabase.raw('SELECT id, title FROM plain_texts WHERE plain_texts MATCH ? ORDER BY rank', [
    expression,
  ]);
}
