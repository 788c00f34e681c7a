import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { insertReadings, listReaders, listReadings, removeBefore, type Reading } from './readings-store.ts';

export type { Reading, ReadingFilter } from './readings-store.ts';

const flushAfterMs = 2_000;
/** Somebody who opens more than that in two seconds is a program: the first ones tell enough. */
const mostWaiting = 2_000;
/** How long they are kept: a mission's year. */
export const keptMonths = 12;

export type Readings = ReturnType<typeof createReadings>;

/**
 * What auditors open, written together a moment after the answer: no page waits for it, none fails for it. The
 * journal has nothing of it, bundles neither.
 */
export function createReadings(deps: { database: Knex; readDatabase: Knex; clock: Clock; log: Log }) {
  const { database, readDatabase, clock, log } = deps;
  let waiting: Reading[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const readings = waiting;
    waiting = [];
    if (readings.length === 0) return;
    await insertReadings(database, readings).catch((error: unknown) => {
      log.error({ readings: readings.length, error: String(error) }, 'readings could not be written');
    });
  }

  return {
    /** Takes no time and never fails. `path`: without what follows `?`. */
    note(userId: string, path: string): void {
      if (waiting.length >= mostWaiting) return;
      waiting.push({ id: newId(), userId, openedAt: instantOf(clock), path: path.slice(0, 500) });
      timer ??= setTimeout(() => void flush(), flushAfterMs).unref();
    },

    /** Writes what waits; the last to be called before the database is closed. */
    flush,

    list: (...query: Parameters<typeof listReadings> extends [Knex, ...infer Rest] ? Rest : never) =>
      listReadings(readDatabase, ...query),
    listReaders: () => listReaders(readDatabase),

    /** For a worker's rounds: what is older than its period goes, whoever it is about. Gives how many. */
    async removeOld(): Promise<number> {
      const limit = clock.now();
      limit.setUTCMonth(limit.getUTCMonth() - keptMonths);
      return removeBefore(database, limit.toISOString());
    },
  };
}
