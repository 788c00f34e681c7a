import type { Knex } from 'knex';

export type LedgerWriter = ReturnType<typeof createLedgerWriter>;

/** Does to many what it would do to each; one result per item, in their order. */
type Together<Item, Result> = (transaction: Knex.Transaction, items: Item[]) => Promise<Result[]>;

interface Waiting {
  kind: Together<unknown, unknown>;
  item: unknown;
  urgent: boolean;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

const batchSize = 100;
/** How long what is not urgent waits for company, in milliseconds. */
const patienceMs = 8;

/**
 * Commits what several mails ask for in one transaction: whatever arrives while a commit is under way goes
 * together into the next one, in order of arrival, and the items of one kind in one call, so that a hundred
 * mails cost the statements of one. What holds a connection back is urgent; the rest goes with it, or after
 * a moment. A promise is settled after its commit only. When a batch fails, each of its items is tried
 * alone, so that one cannot spoil the others.
 */
export function createLedgerWriter(deps: {
  database: Knex;
  /** Run first in each transaction: locks that every writer takes in one order. */
  first?: (transaction: Knex.Transaction) => Promise<void>;
}) {
  let waiting: Waiting[] = [];
  let busy = false;
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    if (busy || waiting.length === 0) return;
    if (waiting.length < batchSize && !waiting.some(({ urgent }) => urgent)) {
      timer ??= setTimeout(() => void drain(), patienceMs);
      return;
    }
    void drain();
  }

  async function drain(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    busy = true;
    if (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize);
      waiting = waiting.slice(batchSize);
      if (!(await commit(batch)) && batch.length > 1) {
        for (const single of batch) await commit([single]);
      }
    }
    busy = false;
    look();
  }

  async function commit(batch: Waiting[]): Promise<boolean> {
    const kinds = [...Map.groupBy(batch, ({ kind }) => kind)];
    const results = new Map<Waiting, unknown>();
    try {
      await deps.database.transaction(async (transaction) => {
        await deps.first?.(transaction);
        for (const [kind, asked] of kinds) {
          const done = await kind(
            transaction,
            asked.map(({ item }) => item),
          );
          asked.forEach((each, index) => results.set(each, done[index]));
        }
      });
    } catch (error) {
      // A locked database refuses each of them too, after as long a wait: they are told at once.
      if (batch.length > 1 && !isLocked(error)) return false;
      for (const each of batch) each.reject(error);
      return true;
    }
    for (const each of batch) each.resolve(results.get(each));
    return true;
  }

  return {
    /** Makes a writer of one kind of thing: it gives an item's result once that is committed. */
    kind<Item, Result>(
      together: Together<Item, Result>,
      { urgent = false } = {},
    ): (item: Item) => Promise<Result> {
      const kind = together as Together<unknown, unknown>;
      return (item) =>
        new Promise<Result>((resolve, reject) => {
          waiting.push({ kind, item, urgent, resolve: resolve as (value: unknown) => void, reject });
          look();
        });
    },
  };
}

const isLocked = (error: unknown) => (error as { code?: string }).code === 'SQLITE_BUSY';
