import type { Log } from './kernel/log.ts';

/** Keeps what was opened until the end: gives the thing back, and closes it in its turn. */
export type Hold = <Thing>(
  thing: Thing | Promise<Thing>,
  close: (thing: Thing) => Promise<unknown>,
) => Promise<Thing>;

/** What a process opened, closed in the reverse order by `end()`; what closes badly is told to the log. */
export function createLifetime({ log }: { log: Log }): { hold: Hold; end(): Promise<void> } {
  const opened: (() => Promise<unknown>)[] = [];
  return {
    async hold(thing, close) {
      const held = await thing;
      opened.push(() => close(held));
      return held;
    },

    async end() {
      for (const close of opened.splice(0).reverse()) {
        await close().catch((error: unknown) =>
          log.error({ error: String(error) }, 'a part did not stop cleanly'),
        );
      }
    },
  };
}
