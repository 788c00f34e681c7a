import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { dayAfter } from '../kernel/french-calendar.ts';
import type { Journal } from '../journal/journal.ts';
import { mailboxOf } from '../prefectures/prefectures.ts';
import type { AnswerMails } from './answer-mails.ts';
import type { DirectoryPort, OutboxPort } from './ports.ts';
import { owes, type Board, type OwedLine } from './reading.ts';
import { daysAfterwards, reminderDue, type ReminderStep } from './reminder.ts';
import { insertReminder, listReminders } from './reminders-store.ts';
import { findRequest, listRequests } from './requests-store.ts';
import { listAnswers } from './returned-store.ts';

/** How long before its day a request is first looked at: the first reminder, and a margin of time zones. */
const daysBefore = 9;

/** Reminds the offices that owe an answer: each step once, whatever dies on the way, and never one that answered. */
export function createReminding(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  directory: DirectoryPort;
  outbox: OutboxPort;
  mails: Pick<AnswerMails, 'reminderWords'>;
  board(requestId: string): Promise<Board | undefined>;
}) {
  const { database, readDatabase, journal, clock, outbox } = deps;

  /** One office, one step: its row, its letter and its journal line, or nothing at all. */
  async function remind(board: Board, lines: OwedLine[], step: ReminderStep, address: string): Promise<void> {
    const [{ office } = { office: { id: '' } }] = lines;
    const { id, instructionId, dueOn } = board.request;
    await database.transaction(async (transaction) => {
      const request = await findRequest(transaction, id);
      if (request === undefined || !request.reminders || request.dueOn !== dueOn || request.withdrawnAt)
        return;
      const met = await listReminders(transaction, id);
      if (met.some((one) => one.officeId === office.id && one.step === step && one.dueOn === dueOn)) return;
      const given = await listAnswers(transaction, { requestIds: [id] });
      const still = lines.filter(({ territory, answers }) =>
        given.every((one) => one.territoryId !== territory.id || one.number <= answers.length),
      );
      if (still.length === 0) return;
      const { id: mail, textHash } = await outbox.post(transaction, {
        ...{ kind: 'answer-reminder', officeId: office.id, about: `request:${id}` },
        ...{ journalSubject: `instruction:${instructionId}`, writtenBy: 'system', address },
        ...deps.mails.reminderWords(board, still, step),
      });
      const reminded = { requestId: id, officeId: office.id, step, dueOn, mailId: mail };
      await insertReminder(transaction, { ...reminded, remindedAt: instantOf(clock) });
      await journal.append(transaction, {
        type: 'request.reminded',
        actor: 'system',
        subject: `instruction:${instructionId}`,
        data: {
          ...{ instruction: instructionId, request: id, office: office.id },
          ...{ mail, step, dueOn, textHash },
        },
      });
    });
  }

  return {
    /** Writes every reminder whose hour has come; the outbox sends them. */
    async remindDue(): Promise<void> {
      const today = parisDayOf(clock.now());
      const near = (await listRequests(readDatabase)).filter(
        ({ reminders, withdrawnAt, dueOn }) =>
          reminders &&
          withdrawnAt === undefined &&
          dayAfter(dueOn, -daysBefore) <= today &&
          today <= dayAfter(dueOn, daysAfterwards + 1),
      );
      for (const { id, dueOn } of near) {
        const board = await deps.board(id);
        if (board?.sentOn === undefined) continue;
        const { sentOn } = board;
        const owing = Map.groupBy(
          board.lines.filter((line) => owes(board, line)),
          ({ office }) => office.id,
        );
        const met = await listReminders(readDatabase, id);
        const offices = owing.size === 0 ? [] : await deps.directory.listOffices({ on: today });
        for (const [officeId, lines] of owing) {
          const office = offices.find((one) => one.id === officeId);
          const step = office && reminderDue({ dueOn, sentOn, office, now: clock.now() });
          const address = office && mailboxOf(office)?.address;
          if (step === undefined || address === undefined) continue;
          if (met.some((one) => one.officeId === officeId && one.step === step && one.dueOn === dueOn))
            continue;
          await remind(board, lines, step, address);
        }
      }
    },

    /** The reminders of a request, newest first, and how far each letter got. */
    async remindersOf(requestId: string) {
      const reminders = await listReminders(readDatabase, requestId);
      const letters = await outbox.find(reminders.map(({ mailId }) => mailId));
      return reminders.map((reminder) => ({ ...reminder, state: letters.get(reminder.mailId)?.state }));
    },
  };
}
