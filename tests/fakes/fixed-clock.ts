import type { Clock } from '../../src/kernel/clock.ts';

/** A clock that stands still until it is moved. */
export function createFixedClock(start = '2026-12-07T13:30:00.000Z') {
  let current = new Date(start);
  return {
    now: () => new Date(current),
    moveTo(instant: string) {
      current = new Date(instant);
    },
    advance(milliseconds: number) {
      current = new Date(current.getTime() + milliseconds);
    },
  } satisfies Clock & Record<string, unknown>;
}
