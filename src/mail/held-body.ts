import { Readable } from 'node:stream';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import type { Pieces } from './message.ts';

/** How far a message went: nothing of it asked for yet, its bytes leaving, or its final dot let through. */
export type BodyPhase = 'waiting' | 'leaving' | 'ended';

/**
 * A message that holds back its own end. Nodemailer writes the final dot when its source ends, so this
 * source ends only once every byte has left the process and `mayEnd` resolved to true; otherwise it is
 * destroyed, and no dot is ever written. The server's 354 is what makes nodemailer ask for the first byte.
 * Pieces that may go as they are pass beside nodemailer, once all that precedes them is on the socket: its
 * look at each byte was half of the work of sending a mail (measured).
 */
export function createHeldBody(options: {
  pieces: Pieces;
  /** True once so many bytes of the body are on the socket. */
  hasPassed(bytes: number): boolean;
  sendAsIs(bytes: Buffer): void;
  /** True once the connection handed every byte it was given to the system. */
  hasLeft(): boolean;
  /** False once either side has begun to close: a server that hung up cannot get a final dot any more. */
  isOpen(): boolean;
  /** Called at the first byte, when 354 was received. */
  onStart(): void;
  mayEnd(): Promise<boolean>;
  /** Called just before the end is let through. */
  onEnd(): void;
}) {
  const waiting = [...options.pieces.chunks];
  let given = 0;
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
      else if (options.pieces.asIs.has(chunk)) settled = goBeside(chunk);
      else give(chunk);
    },
  });

  function give(chunk: Buffer): void {
    given += chunk.length;
    stream.push(chunk);
  }

  async function goBeside(chunk: Buffer): Promise<void> {
    while (!options.hasPassed(given) && !stream.destroyed) await turn();
    if (stream.destroyed) return;
    given += chunk.length;
    options.sendAsIs(chunk);
    // A mail always ends with a piece of its own, its last boundary.
    const next = waiting.shift();
    if (next !== undefined) give(next);
  }

  async function end(): Promise<void> {
    try {
      // The system gives no event for « the last byte has left »; while it has not, look again soon.
      await turn();
      while (!(options.hasLeft() && options.isOpen()) && !stream.destroyed) await delay(2);
      if (stream.destroyed) return;
      const allowed = await options.mayEnd();
      if (allowed !== true) refusal = {};
    } catch (cause) {
      refusal = { cause };
    }
    if (stream.destroyed) return;
    if (refusal !== undefined || !options.isOpen()) {
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
