import { createServer } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import sqlite3 from 'sqlite3';
import { openAcknowledgeHouse } from './acknowledge-house.ts';
import type { Benchmark, Counts, Prepared } from './measure.ts';
import { openTemporaryFolder } from './temporary-folder.ts';
import { fire, formOf, listen, type Shot } from './volley.ts';

/** Posts of one run, and how many wait at the same time. */
const posts = 1_000;
const atOnce = 50;

/** The real site on its SQLite file, beside the smallest route that could keep as much. */
export const acknowledge: Benchmark = {
  name: 'acknowledge',
  about: `${posts} acknowledgements over HTTP, ${atOnce} at once, beside a bare Express route with one INSERT`,
  aim: { bound: 'at least', ratio: 0.25 },
  rounds: 5,
  also: [{ figure: 'p99OfPeer', aim: { bound: 'at most', ratio: 4 } }],

  async prepare({ atEnd, say }): Promise<Prepared> {
    const folder = await openTemporaryFolder();
    atEnd(folder.remove);
    const house = await openAcknowledgeHouse({ folder: folder.path });
    atEnd(house.close);
    const bare = await openBareRoute(join(folder.path, 'peer.sqlite'));
    atEnd(bare.close);
    say('both sites answer');
    const p99: Record<'ours' | 'peer', number[]> = { ours: [], peer: [] };
    return {
      ours: {
        async run(turn): Promise<Counts> {
          const before = await house.count();
          const counts = await fire(await house.shots(posts), atOnce);
          const kept = (await house.count()) - before;
          if (kept !== posts) throw new Error(`${kept} of ${posts} acknowledgements were kept`);
          p99.ours[turn] = counts.p99Ms;
          // Beside the peer's of the round before: the order changes from one round to the next.
          const peer = p99.peer.at(-1) ?? NaN;
          return {
            ...counts,
            ...(Number.isNaN(peer) ? { p99OfPeer: 0 } : { p99OfPeer: counts.p99Ms / peer }),
          };
        },
        facts: { posts, atOnce },
      },
      peer: {
        name: 'Express 5, one INSERT',
        async run(turn): Promise<Counts> {
          const counts = await fire(bare.shots(posts), atOnce);
          p99.peer[turn] = counts.p99Ms;
          return counts;
        },
        facts: { posts, atOnce },
      },
    };
  },
};

/** The peer: reads the form, inserts one row with the pragmas of ours, redirects. */
async function openBareRoute(path: string) {
  const database = new sqlite3.Database(path);
  const run = (sql: string, values: unknown[] = []) =>
    new Promise<void>((resolve, reject) => {
      database.run(sql, values, (error) => (error === null ? resolve() : reject(error)));
    });
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'busy_timeout = 5000'])
    await run(`PRAGMA ${pragma}`);
  await run('CREATE TABLE received (form_key TEXT PRIMARY KEY, name TEXT, function TEXT, capacity TEXT)');
  const app = express();
  app.post('/', express.urlencoded({ extended: false }), async (request, response) => {
    const { formKey, name, function: quality, capacity } = request.body;
    await run('INSERT INTO received VALUES (?, ?, ?, ?)', [formKey, name, quality, capacity]);
    response.redirect(303, '/merci');
  });
  const server = createServer(app);
  const url = await listen(server);
  return {
    shots: (count: number): Shot[] =>
      Array.from({ length: count }, (_, index) => ({
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: formOf(index),
        expected: 303,
      })),
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await new Promise<void>((resolve) => database.close(() => resolve()));
    },
  };
}
