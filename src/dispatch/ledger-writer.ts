import type { Knex } from 'knex';

export type LedgerWriter = ReturnType<typeof createLedgerWriter>;

type Step<Result> = (transaction: Knex.Transaction) => Promise<Result>;
interface Waiting {
  step: Step<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

const batchSize = 50;

/**
 * Commits steps of several workers in one transaction: those that arrive while a commit is under way
 * go together in the next one (nobody waits for a timer). A promise is settled after its commit only.
 * When a batch fails, each of its steps is tried alone, so that one cannot spoil the others.
 */
export function createLedgerWriter(deps: { database: Knex }) {
  let waiting: Waiting[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize);
      waiting = waiting.slice(batchSize);
      if (!(await commit(batch)) && batch.length > 1) {
        for (const single of batch) await commit([single]);
      }
    }
    busy = false;
  }

  async function commit(batch: Waiting[]): Promise<boolean> {
    try {
      const results = await deps.database.transaction(async (transaction) => {
        const done: unknown[] = [];
        for (const { step } of batch) done.push(await step(transaction));
        return done;
      });
      batch.forEach(({ resolve }, index) => resolve(results[index]));
      return true;
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      return false;
    }
  }

  return {
    /** Runs the step in a transaction, perhaps with others; gives its result once that is committed. */
    write<Result>(step: Step<Result>): Promise<Result> {
      return new Promise<Result>((resolve, reject) => {
        waiting.push({ step, resolve: resolve as (value: unknown) => void, reject });
        if (!busy) void drain();
      });
    },
  };
}
