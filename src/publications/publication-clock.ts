import { dayAfter } from '../kernel/french-calendar.ts';

/**
 * The day that is so many calendar months after a day (`YYYY-MM-DD`): the same date, or the month's last day
 * where there is no such date (31 October and four months: 28 or 29 February).
 */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  lastOfMonth.setUTCDate(Math.min(date, lastOfMonth.getUTCDate()));
  return lastOfMonth.toISOString().slice(0, 10);
}

/** When people are told that a text is still not known to be published. */
export const milestones = ['two-months', 'three-months', 'fifteen-days'] as const;
export type Milestone = (typeof milestones)[number];

/**
 * The days that count for a text that was signed on a day: those of the warnings, and that of the four calendar
 * months at the end of which a text that is not published is « réputée abrogée » (CRPA, R. 312-7).
 */
export function clockOf(signedOn: string) {
  const limitOn = monthsAfter(signedOn, 4);
  const warnings: { milestone: Milestone; on: string }[] = [
    { milestone: 'two-months', on: monthsAfter(signedOn, 2) },
    { milestone: 'three-months', on: monthsAfter(signedOn, 3) },
    { milestone: 'fifteen-days', on: dayAfter(limitOn, -15) },
  ];
  return { signedOn, limitOn, warnings };
}

/** The warning that is due on a day: the latest that has come; none after the four months, which the pages tell. */
export function warningDue(signedOn: string, today: string): Milestone | undefined {
  const { limitOn, warnings } = clockOf(signedOn);
  if (today > limitOn) return undefined;
  return warnings.findLast(({ on }) => on <= today)?.milestone;
}

/** Where a text that is not known to be published stands: nothing yet, warned, or past the four months. */
export function phaseOf(signedOn: string, today: string): Milestone | 'early' | 'passed' {
  if (today > clockOf(signedOn).limitOn) return 'passed';
  return warningDue(signedOn, today) ?? 'early';
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
