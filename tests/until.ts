import { setTimeout as pause } from 'node:timers/promises';

/** Waits until the condition holds, looking again every few milliseconds; the test's own timeout is the limit. */
export async function until(condition: () => boolean | Promise<boolean>, everyMs = 5): Promise<void> {
  while (!(await condition())) await pause(everyMs);
}
