import { workingDayAfter } from '../../kernel/french-calendar.ts';
import { localDayAndTime } from '../../kernel/local-time.ts';

/** A mail to the office that leaves by itself; or a letter that is prepared, which a person reads and sends. */
export const stepKinds = ['reminder', 'secretary-general', 'regional-prefect'] as const;
export type StepKind = (typeof stepKinds)[number];

/** What its working days are counted from. */
export const anchors = ['sending', 'deadline'] as const;
export type Anchor = (typeof anchors)[number];

export interface LadderStep {
  /** Counted from 1, never used again: 0 is the first sending. */
  step: number;
  kind: StepKind;
  anchor: Anchor;
  /** After the anchor; before it when negative. */
  workingDays: number;
  state: 'on' | 'off';
}

/** What a step's day depends on beside the office. */
export interface LadderCampaign {
  openedAt: string;
  /** The last day to acknowledge (`YYYY-MM-DD`). */
  deadlineOn: string;
}

/** Where an office's days are. */
export interface OfficeCalendar {
  officeId: string;
  timeZone: string;
}

/** As far as a step may be from what it is counted from, in working days. */
export const mostWorkingDays = 60;

/** An office has at least this long, in working days, from the mail that reached it to its first reminder. */
export const leastWorkingDays = 2;

/**
 * The ladder of a new campaign: a reminder while the deadline can still be kept, one when it has just passed
 * and one a week later; the hierarchy only once two weeks, then three, have gone by.
 */
const usualSteps: readonly Omit<LadderStep, 'step' | 'state'>[] = [
  { kind: 'reminder', anchor: 'deadline', workingDays: -5 },
  { kind: 'reminder', anchor: 'deadline', workingDays: 1 },
  { kind: 'reminder', anchor: 'deadline', workingDays: 5 },
  { kind: 'secretary-general', anchor: 'deadline', workingDays: 10 },
  { kind: 'regional-prefect', anchor: 'deadline', workingDays: 15 },
];

const paris: OfficeCalendar = { officeId: 'OFF-75', timeZone: 'Europe/Paris' };

/** A step that would come on the heels of the first mail, because the deadline is near, begins switched off. */
export function usualLadder(campaign: LadderCampaign): LadderStep[] {
  const sentOn = localDayAndTime(new Date(campaign.openedAt), paris.timeZone).day;
  const earliest = workingDayAfter(sentOn, leastWorkingDays);
  return usualSteps.map((usual, index): LadderStep => {
    const step: LadderStep = { ...usual, step: index + 1, state: 'on' };
    return dayOfStep(step, campaign, paris) < earliest ? { ...step, state: 'off' } : step;
  });
}

/** The day (`YYYY-MM-DD`, the office's own) on which a step comes for an office; in Paris when none is given. */
export function dayOfStep(
  { anchor, workingDays }: Pick<LadderStep, 'anchor' | 'workingDays'>,
  { openedAt, deadlineOn }: LadderCampaign,
  office: OfficeCalendar = paris,
): string {
  const from = anchor === 'deadline' ? deadlineOn : localDayAndTime(new Date(openedAt), office.timeZone).day;
  return workingDayAfter(from, workingDays, placesOf(office.officeId));
}

/**
 * The codes of the territories whose holidays an office keeps. Saint-Barthélemy and Saint-Martin are one
 * prefecture (décret n° 2025-38 of 9 January 2025).
 */
export function placesOf(officeId: string): string[] {
  const code = officeId.replace(/^OFF-/, '');
  return code === '977' ? ['977', '978'] : [code];
}
