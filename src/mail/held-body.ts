import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** How far a message went: nothing of it asked for yet, its bytes leaving, or its final dot let through. */
export type BodyPhase = 'waiting' | 'leaving' | 'ended';

/**
 * A message that holds back its own end. Nodemailer writes the final dot when its source ends, so this
 * source ends only once every byte has left the process and `mayEnd` resolved to true; otherwise it is
 * destroyed, and no dot is ever written. The server's 354 is what makes nodemailer ask for the first byte.
 */
export function createHeldBody(options: {
  chunks: readonly Buffer[];
  /** True once the connection handed every byte it was given to the system. */
  hasLeft(): boolean;
  /** Called at the first byte, when 354 was received. */
  onStart(): void;
  mayEnd(): Promise<boolean>;
  /** Called just before the end is let through. */
  onEnd(): void;
}) {
  const waiting = [...options.chunks];
  let phase: BodyPhase = 'waiting';
  let refusal: { cause?: unknown } | undefined;
  let settled = Promise.resolve();

  const stream = new Readable({
    read() {
      if (phase === 'waiting') {
        phase = 'leaving';
        options.onStart();
      }
      const chunk = waiting.shift();
      if (chunk === undefined) settled = end();
      else stream.push(chunk);
    },
  });

  async function end(): Promise<void> {
    try {
      // The system gives no event for « the last byte has left »; while it has not, look again soon.
      while (!options.hasLeft() && !stream.destroyed) await delay(2);
      if (stream.destroyed) return;
      const allowed = await options.mayEnd();
      if (allowed !== true) refusal = {};
    } catch (cause) {
      refusal = { cause };
    }
    if (stream.destroyed) return;
    if (refusal !== undefined) {
      stream.destroy(new Error('the message was dropped before its final dot'));
      return;
    }
    phase = 'ended';
    options.onEnd();
    stream.push(null);
  }

  return {
    stream,
    phase: () => phase,
    /** Why the end was not let through, if it was not. */
    refusal: () => refusal,
    /** Gives the message up: from here on its end cannot be let through any more. */
    abandon: () => void stream.destroy(),
    /** Resolves when `mayEnd` is no longer running. */
    settled: () => settled,
  };
}

export type HeldBody = ReturnType<typeof createHeldBody>;
