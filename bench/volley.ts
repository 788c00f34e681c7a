import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newToken } from '../src/kernel/ids.ts';

/** What one post is: whence it is sent, and what its answer must be. */
export interface Shot {
  url: string;
  headers: Record<string, string>;
  body: string;
  expected: number;
}

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
