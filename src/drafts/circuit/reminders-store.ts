import type { Knex } from 'knex';

type Database = Knex | Knex.Transaction;

export type ReminderState = 'pending' | 'sending' | 'ending' | 'accepted' | 'refused' | 'unknown' | 'dropped';

/** A reminder to one reviewer about one step; its words are written when it leaves, and kept nowhere. */
export interface VisaReminder {
  id: string;
  instructionId: string;
  frozenVersionId: string;
  step: number;
  userId: string;
  number: number;
  headerId: string;
  state: ReminderState;
  attempts: number;
}

/** Tells whether it was not planned before. */
export async function insertReminder(
  trx: Knex.Transaction,
  reminder: Omit<VisaReminder, 'instructionId' | 'state' | 'attempts'>,
  at: string,
): Promise<boolean> {
  const { id, frozenVersionId, step, userId, number, headerId } = reminder;
  const inserted = await trx('visa_reminders')
    .insert({
      ...{ id, frozen_version_id: frozenVersionId, step, user_id: userId, number, header_id: headerId },
      ...{ state: 'pending', attempts: 0, due_at: at, planned_at: at, changed_at: at },
    })
    .onConflict(['frozen_version_id', 'step', 'user_id', 'number'])
    .ignore()
    .returning('id');
  return inserted.length === 1;
}

/** Those of a state: pending ones that are due, others that have stood so since that instant. */
export async function listReminders(
  database: Database,
  { state, before }: { state: ReminderState; before: string },
): Promise<VisaReminder[]> {
  return (await database('visa_reminders')
    .join('frozen_versions', 'frozen_versions.id', 'frozen_version_id')
    .where({ state })
    .where(state === 'pending' ? 'due_at' : 'changed_at', '<=', before)
    .orderBy(['planned_at', 'visa_reminders.id'])
    .select({
      ...{ id: 'visa_reminders.id', instructionId: 'instruction_id', frozenVersionId: 'frozen_version_id' },
      ...{ step: 'step', userId: 'user_id', number: 'visa_reminders.number', headerId: 'header_id' },
      ...{ state: 'state', attempts: 'attempts' },
    })) as VisaReminder[];
}

/** Moves it while it stands at the attempt that is held; tells whether it was there to move. */
export async function markReminder(
  database: Database,
  { id, attempts }: Pick<VisaReminder, 'id' | 'attempts'>,
  move: { from: ReminderState[]; to: ReminderState; at: string; dueAt?: string; ended?: boolean },
): Promise<boolean> {
  const moved = await database('visa_reminders')
    .where({ id, attempts })
    .whereIn('state', move.from)
    .update({
      ...{ state: move.to, changed_at: move.at, due_at: move.dueAt ?? null },
      attempts: move.ended === true ? attempts + 1 : attempts,
    });
  return moved === 1;
}
