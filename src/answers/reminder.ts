import { dayAfter, isWorkingDay, workingDayAfter } from '../kernel/french-calendar.ts';
import { localDayAndTime } from '../kernel/local-time.ts';

/** When an office that owes an answer is reminded, the last first. */
export const reminderSteps = ['day-after', 'day-before', 'week-before'] as const;
export type ReminderStep = (typeof reminderSteps)[number];

/** A mail arrives while people are at work: from nine to five by the office's own clock. */
const opens = '09:00';
const closes = '17:00';
/** Nobody is reminded of what they have had for less: working days after the sending. */
const leastWorkingDays = 2;
/** A worker that was away for longer says nothing any more of a day that is past. */
export const daysAfterwards = 10;

/**
 * The codes of the places whose holidays an office keeps: its own, and those of Saint-Barthélemy and
 * Saint-Martin, which are one prefecture (décret n° 2025-38 of 9 January 2025).
 */
function placesOf(officeId: string): string[] {
  const code = officeId.replace(/^OFF-/, '');
  return code === '977' ? ['977', '978'] : [code];
}

/** The day on which a step comes for an office: a working day there. */
export function dayOfReminder(step: ReminderStep, dueOn: string, officeId: string): string {
  const places = placesOf(officeId);
  if (step === 'day-before') return workingDayAfter(dueOn, -1, places);
  return workingDayAfter(dayAfter(dueOn, step === 'week-before' ? -7 : 1), 0, places);
}

/**
 * The reminder that is due to an office at this instant; undefined when none. Of several whose day has come,
 * the last only: what came too late for its turn is passed over.
 */
export function reminderDue(given: {
  dueOn: string;
  /** In Paris. */
  sentOn: string;
  office: { id: string; timeZone: string };
  now: Date;
}): ReminderStep | undefined {
  const { dueOn, sentOn, office, now } = given;
  const { day, time } = localDayAndTime(now, office.timeZone);
  const places = placesOf(office.id);
  if (time < opens || time >= closes || !isWorkingDay(day, places)) return undefined;
  if (day < workingDayAfter(sentOn, leastWorkingDays, places)) return undefined;
  if (day > dayAfter(dueOn, daysAfterwards)) return undefined;
  return reminderSteps.find((step) => dayOfReminder(step, dueOn, office.id) <= day);
}
