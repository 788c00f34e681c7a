import type { Knex } from 'knex';
import { instantOf, parisDayOf } from '../../kernel/clock.ts';
import { isWorkingDay } from '../../kernel/french-calendar.ts';
import { newId } from '../../kernel/ids.ts';
import type { Journal } from '../../journal/journal.ts';
import { subjectOf } from '../drafting-deps.ts';
import { listInstructions, lockInstruction, type Instruction } from '../instructions-store.ts';
import { openStep } from './progress.ts';
import { reminderDue, whoIsReminded } from './reminder.ts';
import { createReminderSending, type ReminderSendingDeps } from './reminder-sending.ts';
import { insertReminder } from './reminders-store.ts';
import { findUnderReview } from './reviewing.ts';

/** The hour, in Paris, from which a reminder leaves: in somebody's mailbox when their day begins. */
const firstHour = 9;

export interface VisaRemindingDeps extends ReminderSendingDeps {
  readDatabase: Knex;
  journal: Journal;
  /** What follows the @ in Message-IDs. */
  mailDomain: string;
}

export type VisaReminding = ReturnType<typeof createVisaReminding>;

/** Reminds reviewers of the visas that they are asked for, on working days, each once; then sends. */
export function createVisaReminding(deps: VisaRemindingDeps) {
  const { database, journal, clock } = deps;
  const sendDue = createReminderSending(deps);

  /** The rows of one text and their journal lines, in one transaction: none twice, whatever dies on the way. */
  async function plan(seen: Instruction, reviewerIds: readonly string[], today: string): Promise<void> {
    await database.transaction(async (trx) => {
      const instruction = await lockInstruction(trx, seen.id);
      if (instruction.state !== 'in_review') return;
      const { version, circuit, situation } = await findUnderReview(deps, trx, instruction);
      const open = openStep(situation.progress);
      if (version === undefined || open?.since === undefined || open.step.kind === 'outside') return;
      const openedOn = parisDayOf(new Date(open.since));
      const number = reminderDue(circuit.reminders, { openedOn, today });
      if (number === undefined) return;
      const step = open.step.number;
      for (const userId of whoIsReminded(open, situation, reviewerIds)) {
        const id = newId();
        const headerId = `<${id}@${deps.mailDomain}>`;
        const reminder = { id, frozenVersionId: version.id, step, userId, number, headerId };
        if (!(await insertReminder(trx, reminder, instantOf(clock)))) continue;
        await journal.append(trx, {
          type: 'visa.reminded',
          actor: 'system',
          subject: subjectOf(instruction.id),
          data: { instruction: instruction.id, version: version.number, step, user: userId, number },
        });
      }
    });
  }

  return {
    /** Writes down what is due today, and sends what waits. */
    async remindDue(): Promise<void> {
      const now = clock.now();
      const today = parisDayOf(now);
      if (isWorkingDay(today) && parisHourOf(now) >= firstHour) {
        // Nobody can be written to without an address; their page still tells them.
        const reachable = (await deps.people.listReviewers()).filter(({ email }) => email !== '');
        const ids = reachable.map(({ id }) => id);
        for (const instruction of await listInstructions(deps.readDatabase, { state: 'in_review' }))
          await plan(instruction, ids, today);
      }
      await sendDue();
    },
  };
}

function parisHourOf(instant: Date): number {
  return Number(
    new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit', hourCycle: 'h23' })
      .formatToParts(instant)
      .find(({ type }) => type === 'hour')?.value,
  );
}
