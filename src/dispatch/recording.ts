import { setTimeout as pause } from 'node:timers/promises';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { MailOutcome } from '../mail/mail.ts';
import type { AnswerFiles, KeptAnswer } from './answer-files.ts';
import type { Delivery } from './delivery.ts';
import type { Ended } from './outcomes.ts';

// A database that is locked or full is asked again, more and more seldom.
const firstPause = 100;
const longestPause = 2_000;
// How long a database that takes nothing is waited for, and after a stop was asked.
const patience = 3_600_000;
const stopPatience = 5_000;

/**
 * How the end of an attempt is written down: in a file the moment it is heard, then in the ledger, which is
 * asked until it takes it. `record`: tells the ledger, and throws when that could not be committed.
 */
export function createRecording(deps: {
  record: (ended: Ended) => Promise<unknown>;
  answers: AnswerFiles;
  clock: Clock;
  log: Log;
}) {
  const { record, answers, clock, log } = deps;
  let stopAskedAt = Infinity;

  /** An answer is not given up because the database is locked or full: it is all that tells sent from unknown. */
  async function recordAtLast(ended: Ended): Promise<void> {
    const since = performance.now();
    for (let wait = firstPause; ; wait = Math.min(2 * wait, longestPause)) {
      try {
        await record(ended);
        return;
      } catch (error) {
        const { id, epoch } = ended.delivery;
        log.error({ delivery: id, epoch, error }, 'an answer could not be written down yet');
        const now = performance.now();
        if (now - since > patience || now - stopAskedAt > stopPatience) throw error;
        await pause(wait);
      }
    }
  }

  return {
    /** For one claim: its end is heard once, then told to the ledger. A dropped mail has none. */
    of(delivery: Delivery) {
      let heard: { ended: Ended; kept: KeptAnswer } | undefined;
      return {
        hear(result: MailOutcome): void {
          if (result.outcome === 'dropped' || heard !== undefined) return;
          const { id, epoch } = delivery;
          const at = instantOf(clock);
          heard = { ended: { delivery, result, at }, kept: answers.keep({ id, epoch, at, result }) };
        },

        /** False when there was nothing to write down. A throw leaves it to the sweep. */
        async tellLedger(): Promise<boolean> {
          if (heard === undefined) return false;
          try {
            await recordAtLast(heard.ended);
            heard.kept.recorded();
          } catch (error) {
            heard.kept.leave();
            throw error;
          }
          return true;
        },
      };
    },

    /** From now on, what the database does not take is soon left to the sweep of the next start. */
    askToStop(): void {
      stopAskedAt = performance.now();
    },
  };
}
