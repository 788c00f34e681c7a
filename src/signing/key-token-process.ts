import { fork, type ChildProcess } from 'node:child_process';
import { AppError } from '../kernel/errors.ts';
import { keyRefusal } from './key-checks.ts';
import type { TokenReply } from './key-token-child.ts';
import type { TokenAnswer, TokenHands, TokenOrder } from './key-token-hands.ts';

const program = new URL('./key-token-child.ts', import.meta.url);

/**
 * Hands in a process of their own, for one library: a token's driver is somebody else's native code, and
 * its calls block whoever makes them. One that never comes back, or falls, costs its deadline and its own
 * process; the next order begins another. A PIN that was refused is never tried again, by no process.
 * @param options.deadlineMs how long one signature may take, a card's PIN typed on its reader included.
 */
export function createTokenProcess(options: {
  deadlineMs: number;
}): TokenHands & { pid(): number | undefined } {
  const refusedPins = new Map<string, AppError>();
  let child: ChildProcess | undefined;

  function living(): ChildProcess {
    if (child?.connected !== true) {
      child = fork(program, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      child.unref();
    }
    return child;
  }

  async function ask(asked: ChildProcess, order: TokenOrder): Promise<TokenReply> {
    const { name } = order.address;
    const { deadlineMs } = options;
    const { promise, resolve, reject } = Promise.withResolvers<TokenReply>();
    const failed = (reply: string) => reject(keyRefusal('token-failed', name, { params: { reply } }));
    const ended = (code: number | null, signal: string | null) => failed(`${signal ?? code}`);
    const answered = (reply: unknown) => resolve(reply as TokenReply);
    const timer = setTimeout(
      () => reject(keyRefusal('token-silent', name, { params: { seconds: Math.ceil(deadlineMs / 1000) } })),
      deadlineMs,
    );
    asked.once('message', answered).once('exit', ended);
    asked.send(order, (error) => error !== null && failed(error.message));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      asked.off('message', answered).off('exit', ended);
    }
  }

  return {
    async sign(order: TokenOrder): Promise<TokenAnswer> {
      const named = JSON.stringify([order.address, order.pin]);
      const refused = refusedPins.get(named);
      if (refused !== undefined) throw refused;
      const asked = living();
      asked.channel?.ref();
      let answered = false;
      try {
        const reply = await ask(asked, order);
        answered = true;
        asked.channel?.unref();
        if ('answer' in reply) return reply.answer;
        const { message, messageKey, params } = reply.refusal;
        const refusal = new AppError('unavailable', message, {
          ...(messageKey !== undefined && { messageKey }),
          params,
        });
        if (messageKey?.startsWith('signing.keys.token-pin') === true) refusedPins.set(named, refusal);
        throw refusal;
      } catch (error) {
        // Silent or fallen: whatever it still does, it does for nobody. Not waited for, it may never end.
        if (!answered) {
          child = undefined;
          asked.kill('SIGKILL');
        }
        throw error;
      }
    },

    async close(): Promise<void> {
      if (child?.connected === true) child.disconnect();
      child = undefined;
    },

    pid: () => child?.pid,
  };
}
