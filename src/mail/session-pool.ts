/** What the pool needs to know of a session. */
export interface PooledSession {
  /** False once the server or we closed it. */
  isOpen(): boolean;
  /** Says goodbye and closes. */
  quit(): void;
  /** How many messages it has carried. */
  carried: number;
}

/**
 * Keeps a few sessions with the server open from one message to the next. It never sends anything by
 * itself and never queues a message again: what a failure means is its caller's to say.
 */
export function createSessionPool<Session extends PooledSession>(options: {
  open(): Promise<Session>;
  /** At most so many sessions at once; further messages wait for one. */
  size: number;
  messagesPerSession: number;
  /** Milliseconds after which a session without work says goodbye. */
  idle: number;
}) {
  const { open, size, messagesPerSession, idle } = options;
  const resting = new Map<Session, NodeJS.Timeout>();
  const turns: (() => void)[] = [];
  let working = 0;
  let whenQuiet: (() => void) | undefined;
  let closed = false;

  function wake(): Session | undefined {
    for (const [session, timer] of resting) {
      clearTimeout(timer);
      resting.delete(session);
      if (session.isOpen()) return session;
    }
    return undefined;
  }

  function rest(session: Session): void {
    const timer = setTimeout(() => {
      resting.delete(session);
      session.quit();
    }, idle);
    timer.unref();
    resting.set(session, timer);
  }

  return {
    /** Runs the work when a place is free; at most `size` at once. */
    async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
      if (working >= size) await new Promise<void>((resolve) => turns.push(resolve));
      else working += 1;
      try {
        return await work();
      } finally {
        const next = turns.shift();
        if (next !== undefined) next();
        else working -= 1;
        if (working === 0) whenQuiet?.();
      }
    },

    /** A session to use alone: one that rests, unless a new one is asked for. Throws what opening throws. */
    async take(how: { fresh: boolean }): Promise<Session> {
      const rested = how.fresh ? undefined : wake();
      return rested ?? (await open());
    },

    /** A session that ended its message well rests until the next one. */
    giveBack(session: Session): void {
      session.carried += 1;
      if (closed || !session.isOpen() || session.carried >= messagesPerSession) session.quit();
      else rest(session);
    },

    /** Waits for the work under way, then closes every session. */
    async close(): Promise<void> {
      closed = true;
      if (working > 0) await new Promise<void>((resolve) => (whenQuiet = resolve));
      for (const [session, timer] of resting) {
        clearTimeout(timer);
        session.quit();
      }
      resting.clear();
    },
  };
}
