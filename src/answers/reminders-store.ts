import type { Knex } from 'knex';
import type { ReminderStep } from './reminder.ts';

type Database = Knex | Knex.Transaction;

/** A reminder that was written to an office. */
export interface Reminder {
  requestId: string;
  officeId: string;
  step: ReminderStep;
  /** The day that it reminded of: one that was moved later is reminded again. */
  dueOn: string;
  mailId: string;
  remindedAt: string;
}

interface ReminderRow {
  request_id: string;
  office_id: string;
  step: ReminderStep;
  due_on: string;
  mail_id: string;
  reminded_at: string;
}

/** A database that holds the row already refuses it: an office is reminded once of each step. */
export async function insertReminder(transaction: Knex.Transaction, reminder: Reminder): Promise<void> {
  await transaction('answer_reminders').insert({
    request_id: reminder.requestId,
    office_id: reminder.officeId,
    step: reminder.step,
    due_on: reminder.dueOn,
    mail_id: reminder.mailId,
    reminded_at: reminder.remindedAt,
  });
}

/** Newest first. */
export async function listReminders(database: Database, requestId: string): Promise<Reminder[]> {
  const rows = await database<ReminderRow>('answer_reminders')
    .where({ request_id: requestId })
    .orderBy([{ column: 'reminded_at', order: 'desc' }, { column: 'office_id' }]);
  return rows.map((row) => ({
    requestId: row.request_id,
    officeId: row.office_id,
    step: row.step,
    dueOn: row.due_on,
    mailId: row.mail_id,
    remindedAt: row.reminded_at,
  }));
}
