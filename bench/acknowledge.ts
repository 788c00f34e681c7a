import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import sqlite3 from 'sqlite3';
import { newToken } from '../src/kernel/ids.ts';
import { openAcknowledgeHouse } from './acknowledge-house.ts';
import type { Benchmark, Counts, Prepared } from './measure.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

/** Posts of one run, and how many wait at the same time. */
const posts = 1_000;
const atOnce = 50;

/** What one post is: whence it is sent, and what its answer must be. */
export interface Shot {
  url: string;
  headers: Record<string, string>;
  body: string;
  expected: number;
}

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

/** Sends them, so many at a time; throws at the first answer that is not the one expected. */
export async function fire(shots: readonly Shot[], width: number) {
  const waiting = [...shots];
  const times: number[] = [];
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let shot = waiting.pop(); shot !== undefined; shot = waiting.pop()) {
        const { url, headers, body, expected } = shot;
        const sentAt = performance.now();
        const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' });
        await answer.arrayBuffer();
        times.push(performance.now() - sentAt);
        if (answer.status !== expected) throw new Error(`answered ${answer.status}`);
      }
    }),
  );
  const sorted = times.toSorted((one, other) => one - other);
  const p99Ms = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? NaN;
  return { perSecond: (shots.length * 1000) / (performance.now() - startedAt), p99Ms };
}

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

/** What a person types, another one each time. */
export function formOf(index: number, more: Record<string, string> = {}): string {
  return new URLSearchParams({
    ...more,
    name: `Jeanne Morel ${index} ${newToken(6)}`,
    function: 'Directrice de cabinet',
    capacity: 'for-the-prefect',
    formKey: newToken(16),
  }).toString();
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
