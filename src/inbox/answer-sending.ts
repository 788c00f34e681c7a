import type { Knex } from 'knex';
import type { Dispatch } from '../dispatch/dispatch.ts';
import type { Journal } from '../journal/journal.ts';
import { instantOf, type Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { wordsOf, type MailAddress, type Mailer, type MailOutcome, type OutgoingMail } from '../mail/mail.ts';
import { listAnswers, markAnswer, type Answer, type AnswerState } from './answers-store.ts';
import { findMessage } from './messages-store.ts';

const minute = 60_000;
/** After each deferral; then the mail is given up, as if refused. */
const waits = [1, 5, 15, 60, 240, 240, 240, 240].map((minutes) => minutes * minute);
/** A worker that has not ended an attempt for so long is gone. */
const goneAfterMs = 15 * minute;

/** Writes an answer's mail: the same input gives the same mail. */
type ComposeAnswer = (answer: {
  subject: string;
  text: string;
}) => Pick<OutgoingMail, 'subject' | 'text' | 'html'>;

export interface AnswerSendingDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  mailer: Pick<Mailer, 'send'>;
  dispatch: Pick<Dispatch, 'listPlaced'>;
  compose: ComposeAnswer;
  from: MailAddress;
  replyTo?: MailAddress;
}

/**
 * Sends answers. As in the ledger, the last word is committed before the final dot, so that a crash never
 * sends twice; an attempt whose end nobody knows is `unknown`, and is not tried again.
 */
export function createAnswerSending(deps: AnswerSendingDeps) {
  const { database, readDatabase, journal, clock, log, mailer } = deps;

  async function mailOf(answer: Answer): Promise<OutgoingMail | undefined> {
    const message = await findMessage(readDatabase, answer.messageId);
    if (answer.text === undefined) return undefined;
    const { address, subject, text } = answer.text;
    const thread = message?.words?.headerId ?? '';
    return {
      ...deps.compose({ subject, text }),
      messageId: answer.headerId,
      envid: answer.id,
      from: deps.from,
      ...(deps.replyTo === undefined ? {} : { replyTo: deps.replyTo }),
      to: { address },
      attachments: [],
      writtenByHand: true,
      // RFC 5322, 3.6.4: an answer names what it answers.
      headers: thread === '' ? {} : { 'In-Reply-To': thread, References: thread },
    };
  }

  async function attempt(answer: Answer): Promise<MailOutcome> {
    const mail = await mailOf(answer);
    if (mail === undefined) return { outcome: 'refused', reply: 'not sent: its text was erased', code: 0 };
    const { id } = answer;
    try {
      return await mailer.send(mail, {
        beforeFinalDot: () =>
          markAnswer(database, answer, { from: ['sending'], to: 'ending', at: instantOf(clock) }),
      });
    } catch (error) {
      log.error({ answer: id, error }, 'an answer could not be written');
      return { outcome: 'refused', reply: `not sent: ${String(error)}`, code: 0 };
    }
  }

  async function record(answer: Answer, result: MailOutcome): Promise<void> {
    const again =
      result.outcome === 'deferred' || result.outcome === 'misconfigured' || result.outcome === 'dropped';
    const wait = waits[answer.attempts];
    const to: AnswerState = again ? (wait === undefined ? 'refused' : 'pending') : result.outcome;
    const at = instantOf(clock);
    const reply = result.outcome === 'dropped' ? '' : wordsOf(result);
    await database.transaction(async (transaction) => {
      const from: AnswerState[] = to === 'pending' || to === 'refused' ? ['sending', 'ending'] : ['ending'];
      const dueAt = to === 'pending' ? new Date(clock.now().getTime() + (wait ?? 0)).toISOString() : null;
      const moved = await markAnswer(transaction, answer, { from, to, at, dueAt, attempt: true, reply });
      if (moved && to !== 'pending') await end(transaction, answer, to);
    });
  }

  async function end(transaction: Knex.Transaction, answer: Answer, outcome: string): Promise<void> {
    await journal.append(transaction, {
      type: 'answer.ended',
      actor: 'system',
      subject: await subjectOf(transaction, deps.dispatch, answer),
      data: { answer: answer.id, campaign: answer.campaignId, office: answer.officeId, outcome },
    });
  }

  /** What a process that died left: not sent for certain, or nobody knows. */
  async function sweep(): Promise<void> {
    const before = new Date(clock.now().getTime() - goneAfterMs).toISOString();
    const at = instantOf(clock);
    for (const answer of await listAnswers(database, { state: 'sending', before })) {
      await markAnswer(database, answer, { from: ['sending'], to: 'pending', at, dueAt: at, attempt: true });
    }
    for (const answer of await listAnswers(database, { state: 'ending', before })) {
      await database.transaction(async (transaction) => {
        const moved = await markAnswer(transaction, answer, {
          from: ['ending'],
          to: 'unknown',
          at,
          attempt: true,
        });
        if (moved) await end(transaction, answer, 'unknown');
      });
    }
  }

  return {
    /** Sends what is due, one after the other. */
    async sendDue(): Promise<void> {
      await sweep();
      const at = instantOf(clock);
      for (const answer of await listAnswers(database, { state: 'pending', before: at })) {
        if (!(await markAnswer(database, answer, { from: ['pending'], to: 'sending', at }))) continue;
        await record(answer, await attempt(answer));
      }
    },
  };
}

/** What the journal's lines about an answer are about. */
export async function subjectOf(
  transaction: Knex.Transaction,
  dispatch: Pick<Dispatch, 'listPlaced'>,
  { deliveryId }: Pick<Answer, 'deliveryId'>,
): Promise<string> {
  const [placed] = await dispatch.listPlaced({ ids: [deliveryId] }, transaction);
  return `instruction:${placed?.instructionId ?? ''}`;
}
