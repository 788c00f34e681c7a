import { dayAfter, workingDayAfter } from '../../kernel/french-calendar.ts';
import { localDayAndTime } from '../../kernel/local-time.ts';
import { dayOfStep, placesOf, type LadderCampaign, type LadderStep } from './ladder.ts';
import { closes, type SilentOffice } from './leaving.ts';

/** A step that an office has not met, and the day (its own) on which it will, unless it acknowledges. */
export interface ComingStep {
  officeId: string;
  step: number;
  /** `YYYY-MM-DD`. */
  on: string;
}

/** What is to come for offices that are silent now: each step that is on, with the day of each of them. */
export function comingSteps(
  ladder: readonly LadderStep[],
  campaign: LadderCampaign,
  silent: readonly (SilentOffice & { regionId?: string | undefined })[],
  now: Date,
): ComingStep[] {
  return silent.flatMap((office) => {
    const { officeId, timeZone, met, regionId } = office;
    const { day, time } = localDayAndTime(now, timeZone);
    const today = workingDayAfter(time >= closes ? dayAfter(day, 1) : day, 0, placesOf(officeId));
    const days = ladder
      .filter(({ step, state }) => state === 'on' || met.has(step))
      .filter(({ kind }) => kind !== 'regional-prefect' || regionId !== undefined)
      .map((step) => ({ step: step.step, on: dayOfStep(step, campaign, office) }))
      .toSorted((one, other) => (one.on === other.on ? one.step - other.step : one.on < other.on ? -1 : 1));
    // Of what has come already, only the last is still met: at the next hour when people are at work.
    const last = days.findLast(({ on }) => on <= today);
    return days
      .filter(({ step }) => !met.has(step))
      .filter(({ on, step }) => on > today || step === last?.step)
      .map(({ step, on }) => ({ officeId, step, on: on < today ? today : on }));
  });
}

/** The next day on which reminders leave by themselves, and how many; undefined when none does. */
export function nextDeparture(
  ladder: readonly LadderStep[],
  coming: readonly ComingStep[],
): { on: string; reminders: number } | undefined {
  const mails = new Set(ladder.filter(({ kind }) => kind === 'reminder').map(({ step }) => step));
  const days = coming.filter(({ step }) => mails.has(step)).map(({ on }) => on);
  const on = days.toSorted()[0];
  return on === undefined ? undefined : { on, reminders: days.filter((day) => day === on).length };
}
