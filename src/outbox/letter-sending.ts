import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Journal } from '../journal/journal.ts';
import { wordsOf, type MailAddress, type Mailer, type MailOutcome, type OutgoingMail } from '../mail/mail.ts';
import type { Letter, LetterState } from './letter.ts';
import { listLetters, markLetter } from './letters-store.ts';

const minute = 60_000;
/** After each deferral; then the letter is given up, as if refused. */
const waits = [1, 5, 15, 60, 240, 240, 240, 240].map((minutes) => minutes * minute);
/** A worker that has not ended an attempt for so long is gone. */
const goneAfterMs = 15 * minute;

export interface LetterSendingDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  mailer: Pick<Mailer, 'send'>;
  /** Writes the mail: the same input gives the same mail. */
  compose(words: { subject: string; text: string }): Pick<OutgoingMail, 'subject' | 'text' | 'html'>;
  from: MailAddress;
  replyTo?: MailAddress;
}

/**
 * Sends letters as the ledger does (decision 0003): the last word is committed before the final dot, so that
 * a crash never sends twice; an attempt whose end nobody knows is `unknown`, and is not tried again.
 */
export function createLetterSending(deps: LetterSendingDeps) {
  const { database, readDatabase, clock, log } = deps;

  async function mailOf(letter: Letter): Promise<OutgoingMail | undefined> {
    const { words } = letter;
    if (words === undefined) return undefined;
    const thread = (await listLetters(readDatabase, { about: letter.about }))
      .filter((other) => other.officeId === letter.officeId && other.writtenAt < letter.writtenAt)
      .map(({ headerId }) => headerId);
    const others = words.replyTo.map((address) => ({ address }));
    const replyTo = others.length === 0 ? deps.replyTo : [deps.replyTo ?? deps.from, ...others];
    return {
      ...deps.compose({ subject: words.subject, text: words.text }),
      ...{ messageId: letter.headerId, envid: letter.id, from: deps.from },
      to: { address: words.address },
      ...(replyTo === undefined ? {} : { replyTo }),
      attachments: [],
      // Nobody's holiday message answers what nobody wrote (RFC 3834).
      writtenByHand: letter.writtenBy !== 'system',
      // RFC 5322, 3.6.4: an answer names what it follows, and all that came before.
      headers:
        thread.length === 0
          ? {}
          : { 'In-Reply-To': thread.at(-1) ?? '', References: thread.slice(-10).join(' ') },
    };
  }

  /** What nobody refused is tried again: a fault of ours ends no letter. */
  async function attempt(letter: Letter): Promise<MailOutcome> {
    const mail = await mailOf(letter).catch((error: unknown) => {
      log.error({ letter: letter.id, error: String(error) }, 'a letter could not be written');
      return 'failed' as const;
    });
    if (mail === 'failed') return { outcome: 'deferred', reply: 'not sent: internal error' };
    if (mail === undefined) return { outcome: 'refused', reply: 'not sent: its text was erased', code: 0 };
    const at = () => instantOf(clock);
    return deps.mailer.send(mail, {
      beforeFinalDot: () => markLetter(database, letter, { from: ['sending'], to: 'ending', at: at() }),
    });
  }

  async function record(letter: Letter, result: MailOutcome): Promise<void> {
    const again = ['deferred', 'misconfigured', 'dropped'].includes(result.outcome);
    const wait = waits[letter.attempts];
    const to = (again ? (wait === undefined ? 'refused' : 'pending') : result.outcome) as LetterState;
    const reply = result.outcome === 'dropped' ? '' : wordsOf(result);
    const from: LetterState[] = to === 'pending' || to === 'refused' ? ['sending', 'ending'] : ['ending'];
    if (to !== 'pending') return end(letter, { from, to, reply });
    const dueAt = new Date(clock.now().getTime() + (wait ?? 0)).toISOString();
    await markLetter(database, letter, { from, to, at: instantOf(clock), dueAt, ended: true, reply });
  }

  async function end(
    letter: Letter,
    move: { from: LetterState[]; to: LetterState; reply?: string },
  ): Promise<void> {
    await database.transaction(async (transaction) => {
      const moved = await markLetter(transaction, letter, { ...move, at: instantOf(clock), ended: true });
      if (!moved) return;
      await deps.journal.append(transaction, {
        type: 'outbox.ended',
        actor: 'system',
        subject: letter.journalSubject,
        data: { mail: letter.id, kind: letter.kind, office: letter.officeId, outcome: move.to },
      });
    });
  }

  /** What a process that died left: not sent for certain, or nobody knows. */
  async function sweep(): Promise<void> {
    const before = new Date(clock.now().getTime() - goneAfterMs).toISOString();
    const at = instantOf(clock);
    for (const letter of await listLetters(database, { state: 'sending', before }))
      await markLetter(database, letter, { from: ['sending'], to: 'pending', at, dueAt: at, ended: true });
    for (const letter of await listLetters(database, { state: 'ending', before }))
      await end(letter, { from: ['ending'], to: 'unknown' });
  }

  /** Sends what is due, one after the other. */
  return async function sendDue(): Promise<void> {
    await sweep();
    const at = instantOf(clock);
    for (const letter of await listLetters(database, { state: 'pending', before: at })) {
      if (!(await markLetter(database, letter, { from: ['pending'], to: 'sending', at }))) continue;
      await record(letter, await attempt(letter));
    }
  };
}
