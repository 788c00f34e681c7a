import { parisDayOf, type Clock } from '../kernel/clock.ts';
import { formatDay, formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { mailboxOf } from '../prefectures/prefectures.ts';
import { isLate } from './answer.ts';
import type { AfterGiving } from './giving.ts';
import { officeAddress } from './paths.ts';
import type { DirectoryPort, OutboxPort } from './ports.ts';
import type { Board, OpenRequest, OwedLine } from './reading.ts';
import type { ReminderStep } from './reminder.ts';

/** The words of the mails about answers; `publicUrl` is the site's own address. */
export function createAnswerMails(deps: {
  outbox: Pick<OutboxPort, 'post'>;
  directory: DirectoryPort;
  clock: Clock;
  messages: Messages;
  publicUrl(): string;
}) {
  const { outbox, messages } = deps;
  const linkTo = (path: string) => `${deps.publicUrl().replace(/\/$/, '')}${path}`;

  return {
    /** What a reminder says of the territories that an office still owes. */
    reminderWords(board: Board, lines: readonly OwedLine[], step: ReminderStep) {
      const { request, instruction } = board;
      const words = {
        ...{ title: request.title, act: instruction.title, day: formatDay(request.dueOn) },
        territories: lines.map(({ territory }) => territory.name).join(', '),
        link: linkTo(officeAddress(request.id)),
      };
      return {
        subject: messages(`answers.mail.reminder.${step}.subject`, words),
        text: messages(`answers.mail.reminder.${step}.text`, words),
      };
    },

    /**
     * What writes to an office that its answer came, in the transaction that keeps it; nothing when it has no
     * mailbox.
     */
    async confirmation(opened: OpenRequest, line: OwedLine): Promise<AfterGiving> {
      const offices = await deps.directory.listOffices({ on: parisDayOf(deps.clock.now()) });
      const office = offices.find(({ id }) => id === line.office.id);
      const address = office && mailboxOf(office)?.address;
      return async (transaction, answer) => {
        if (address === undefined) return;
        const { request, instruction } = opened;
        const late = isLate(answer, request.dueOn);
        const words = {
          ...{ title: request.title, act: instruction.title, territory: line.territory.name },
          ...{ number: answer.number, sha256: answer.sha256 },
          at: formatLongInstant(answer.givenAt, line.office.timeZone),
          late: late ? messages('answers.mail.confirmation.late') : '',
          until: late ? '' : messages('answers.mail.confirmation.until', { day: formatDay(request.dueOn) }),
          link: linkTo(officeAddress(request.id)),
        };
        await outbox.post(transaction, {
          ...{ kind: 'answer-confirmation', officeId: line.office.id, about: `request:${request.id}` },
          ...{ journalSubject: `instruction:${instruction.id}`, writtenBy: 'system', address },
          subject: messages('answers.mail.confirmation.subject', words),
          text: messages('answers.mail.confirmation.text', words),
        });
      };
    },
  };
}

export type AnswerMails = ReturnType<typeof createAnswerMails>;
