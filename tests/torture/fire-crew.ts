import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FireChildOrders, FireOrder, FireWord } from './fire-orders.ts';

/**
 * The workers' processes: some work, one is always loaded and waits, so that whoever is killed is replaced
 * at once, as by a service manager. `onReached`: a worker stands where it was told to stop.
 */
export function createFireCrew(orders: FireChildOrders, onReached: (worker: ChildProcess) => void) {
  const working = new Set<ChildProcess>();
  const everyone = new Set<ChildProcess>();
  let standby = load();
  let clockOffsetMs = 0;

  function load(): { child: ChildProcess; ready: Promise<unknown> } {
    const child = fork(join(import.meta.dirname, 'fire-child.ts'), [JSON.stringify(orders)]);
    everyone.add(child);
    child.once('exit', () => {
      everyone.delete(child);
      working.delete(child);
    });
    child.on('message', (word: FireWord) => {
      if (word === 'reached') onReached(child);
    });
    const ready = heard(child, 'ready');
    // Told to whoever waits for it, and to nobody else.
    ready.catch(() => undefined);
    return { child, ready };
  }

  function heard(child: ChildProcess, wanted: FireWord): Promise<void> {
    return new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error('a worker ended by itself')));
      child.on('message', (word: FireWord) => word === wanted && resolve());
    });
  }

  const give = (child: ChildProcess, order: FireOrder) => {
    if (child.connected) child.send(order, () => undefined);
  };

  async function addWorker(): Promise<ChildProcess> {
    const { child, ready } = standby;
    standby = load();
    await ready;
    const works = heard(child, 'working');
    give(child, { do: 'work', clockOffsetMs });
    await works;
    working.add(child);
    return child;
  }

  async function end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  return {
    workers: () => [...working],
    give,
    end,

    /** As many workers as asked, none else. */
    async muster(count: number): Promise<void> {
      for (const extra of [...working].slice(count)) await end(extra);
      while (working.size < count) await addWorker();
    },

    /** The worker is no longer one of those that work; another takes its place. */
    async replace(child: ChildProcess): Promise<void> {
      working.delete(child);
      await addWorker();
    },

    setClock(offsetMs: number): void {
      clockOffsetMs = offsetMs;
      for (const child of working) give(child, { do: 'clock', offsetMs });
    },

    async close(): Promise<void> {
      await Promise.all([...everyone].map(end));
    },
  };
}

export type FireCrew = ReturnType<typeof createFireCrew>;
