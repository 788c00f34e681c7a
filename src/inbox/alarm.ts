import type { MailboxState } from './mailboxes-store.ts';

const minute = 60_000;
/** Rounds come every minute; a process that is asleep says nothing. */
const lateAfterMs = 20 * minute;
const graveAfterMs = 60 * minute;

/** What a mailbox that cannot be read says on the first page. `key`: the sentence of the cause. */
export interface MailboxAlarm {
  grave: boolean;
  key: string;
  /** The server's own words; may be empty. */
  words: string;
  since: string;
}

/** What a person can mend by the hour passes by itself; a password or a certificate does not. */
const passing = ['inbox.fault.silent', 'inbox.fault.unreachable', 'inbox.fault.internal'];

export function alarmOf(state: MailboxState | undefined, now: Date): MailboxAlarm | undefined {
  if (state === undefined) return undefined;
  const { fault, checkedAt } = state;
  const isOlder = (instant: string, age: number) => now.getTime() - Date.parse(instant) > age;
  if (fault !== undefined) {
    const grave = !passing.includes(fault.key) || isOlder(fault.since, graveAfterMs);
    return { grave, key: fault.key, words: fault.words, since: fault.since };
  }
  if (checkedAt === undefined || !isOlder(checkedAt, lateAfterMs)) return undefined;
  return { grave: isOlder(checkedAt, graveAfterMs), key: 'inbox.fault.late', words: '', since: checkedAt };
}
