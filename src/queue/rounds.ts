import type { Log } from '../kernel/log.ts';

export type Rounds = ReturnType<typeof startRounds>;

/**
 * Repeats one piece of work: at once, then `everyMs` after each end, never twice at the same time.
 * `wake()` asks for a round now (after a commit). A round that fails is logged and the next one comes:
 * relays and sweeps must outlive a database or a Redis that is away for a while.
 */
export function startRounds(deps: { name: string; everyMs: number; run: () => Promise<void>; log: Log }) {
  let stopped = false;
  let running = false;
  let again = false;
  let current: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function round(): Promise<void> {
    running = true;
    do {
      again = false;
      await deps
        .run()
        .catch((error: unknown) => deps.log.error({ rounds: deps.name, error }, 'a round failed'));
    } while (again && !stopped);
    running = false;
    if (!stopped) timer = setTimeout(wake, deps.everyMs);
  }

  function wake(): void {
    if (stopped) return;
    clearTimeout(timer);
    if (running) again = true;
    else current = round();
  }

  wake();
  return {
    wake,
    /** No further round; waits for the one that runs. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
