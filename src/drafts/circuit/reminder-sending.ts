import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { formatLongInstant } from '../../kernel/french-format.ts';
import type { Log } from '../../kernel/log.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { MailAddress, Mailer, MailOutcome, OutgoingMail } from '../../mail/mail.ts';
import { getInstruction } from '../instructions-store.ts';
import type { PeoplePort } from '../ports.ts';
import { openStep } from './progress.ts';
import { listReminders, markReminder, type ReminderState, type VisaReminder } from './reminders-store.ts';
import { findUnderReview } from './reviewing.ts';
import { whoIsReminded } from './reminder.ts';

const minute = 60_000;
/** After each deferral; then it is given up: the next reminder comes in a few days. */
const waits = [1, 5, 15, 60, 240].map((minutes) => minutes * minute);
/** A worker that has not ended an attempt for so long is gone. */
const goneAfterMs = 15 * minute;

export interface ReminderSendingDeps {
  database: Knex;
  clock: Clock;
  log: Log;
  messages: Messages;
  people: PeoplePort;
  mailer: Pick<Mailer, 'send'>;
  compose(words: { subject: string; text: string }): Pick<OutgoingMail, 'subject' | 'text' | 'html'>;
  from: MailAddress;
  replyTo?: MailAddress;
  publicUrl(): string;
}

/**
 * Sends reminders as the ledger does (decision 0003): the last word is committed before the final dot, so that
 * a crash never sends twice. One that nobody needs any more is dropped when its turn comes.
 */
export function createReminderSending(deps: ReminderSendingDeps) {
  const { database, clock, messages } = deps;

  /** Undefined once the visa is no longer awaited from this person, or nobody knows where to write. */
  async function mailOf(reminder: VisaReminder): Promise<OutgoingMail | undefined> {
    const instruction = await getInstruction(database, reminder.instructionId);
    const { version, situation } = await findUnderReview(deps, database, instruction);
    const open = openStep(situation.progress);
    const reviewers = await deps.people.listReviewers();
    const person = reviewers.find(({ id }) => id === reminder.userId);
    if (instruction.state !== 'in_review' || version?.id !== reminder.frozenVersionId) return undefined;
    if (open?.since === undefined || open.step.number !== reminder.step) return undefined;
    const awaited = whoIsReminded(
      open,
      situation,
      reviewers.map(({ id }) => id),
    );
    if (person === undefined || person.email === '' || !awaited.includes(person.id)) return undefined;
    const words = {
      ...{ title: instruction.title, step: open.step.name, number: reminder.number, sha256: version.sha256 },
      since: formatLongInstant(open.since),
      link: `${deps.publicUrl().replace(/\/$/, '')}/instructions/${instruction.slug}/visas`,
    };
    return {
      ...deps.compose({
        subject: messages('circuit.mail.subject', words),
        text: messages('circuit.mail.text', words),
      }),
      ...{ messageId: reminder.headerId, envid: reminder.id, from: deps.from },
      to: { address: person.email },
      ...(deps.replyTo === undefined ? {} : { replyTo: deps.replyTo }),
      ...{ attachments: [], writtenByHand: false, headers: {} },
    };
  }

  async function send(reminder: VisaReminder): Promise<void> {
    const at = () => instantOf(clock);
    if (!(await markReminder(database, reminder, { from: ['pending'], to: 'sending', at: at() }))) return;
    try {
      const mail = await mailOf(reminder);
      if (mail === undefined) return await end(reminder, ['sending'], 'dropped');
      const result = await deps.mailer.send(mail, {
        beforeFinalDot: () => markReminder(database, reminder, { from: ['sending'], to: 'ending', at: at() }),
      });
      await record(reminder, result);
    } catch (error) {
      deps.log.error({ reminder: reminder.id, error }, 'a reminder could not be written');
      await putOff(reminder, ['sending']);
    }
  }

  async function record(reminder: VisaReminder, { outcome }: MailOutcome): Promise<void> {
    if (outcome === 'accepted' || outcome === 'unknown') return end(reminder, ['ending'], outcome);
    if (outcome === 'refused') return end(reminder, ['sending', 'ending'], outcome);
    return putOff(reminder, ['sending', 'ending']);
  }

  async function putOff(reminder: VisaReminder, from: ReminderState[]): Promise<void> {
    const wait = waits[reminder.attempts];
    if (wait === undefined) return end(reminder, from, 'refused');
    const dueAt = new Date(clock.now().getTime() + wait).toISOString();
    await markReminder(database, reminder, { from, to: 'pending', at: instantOf(clock), dueAt, ended: true });
  }

  async function end(reminder: VisaReminder, from: ReminderState[], to: ReminderState): Promise<void> {
    await markReminder(database, reminder, { from, to, at: instantOf(clock), ended: true });
  }

  /** Sends what is due, one after the other; what a process that died left first. */
  return async function sendDue(): Promise<void> {
    const at = instantOf(clock);
    const before = new Date(clock.now().getTime() - goneAfterMs).toISOString();
    for (const left of await listReminders(database, { state: 'sending', before }))
      await markReminder(database, left, { from: ['sending'], to: 'pending', at, dueAt: at, ended: true });
    for (const left of await listReminders(database, { state: 'ending', before }))
      await end(left, ['ending'], 'unknown');
    for (const due of await listReminders(database, { state: 'pending', before: at })) await send(due);
  };
}
