import { isWorkingDay, workingDayAfter } from '../../kernel/french-calendar.ts';
import { localDayAndTime } from '../../kernel/local-time.ts';
import {
  dayOfStep,
  leastWorkingDays,
  placesOf,
  type LadderCampaign,
  type LadderStep,
  type OfficeCalendar,
} from './ladder.ts';

/** A mail arrives while people are at work: from nine to five by the office's own clock. */
const opens = '09:00';
export const closes = '17:00';

/** An office that meets a step. */
export interface Meeting<Office extends SilentOffice> {
  office: Office;
  step: LadderStep;
}

/** An office whose acknowledgement is awaited, and what it has met of the ladder. */
export interface SilentOffice extends OfficeCalendar {
  /** When its first mail was taken by its server (UTC). */
  reachedAt: string;
  met: ReadonlySet<number>;
}

/**
 * The step that an office meets at this instant; undefined when none. Of several whose day has come, after an
 * absence of every worker, the last only: nobody is reminded twice at once. A step that came too late for
 * its turn is passed over for good. A clock set back makes nothing due twice: a step is met once.
 */
export function stepToMeet(
  ladder: readonly LadderStep[],
  campaign: LadderCampaign,
  office: SilentOffice,
  now: Date,
): LadderStep | undefined {
  const { day, time } = localDayAndTime(now, office.timeZone);
  const places = placesOf(office.officeId);
  if (time < opens || time >= closes || !isWorkingDay(day, places)) return undefined;
  const [last] = ladder
    .filter(({ step, state }) => state === 'on' || office.met.has(step))
    .map((step) => ({ step, comesOn: dayOfStep(step, campaign, office) }))
    .filter(({ comesOn }) => comesOn <= day)
    .toSorted((one, other) =>
      one.comesOn === other.comesOn ? other.step.step - one.step.step : one.comesOn < other.comesOn ? 1 : -1,
    );
  if (last === undefined || office.met.has(last.step.step)) return undefined;
  // Reached late, by its second contact for instance: it is given time to read.
  const reachedOn = localDayAndTime(new Date(office.reachedAt), office.timeZone).day;
  if (workingDayAfter(reachedOn, leastWorkingDays, places) > day) return undefined;
  return last.step;
}

/**
 * Every office that meets a step at this instant, where something can be done about it: a reminder needs an
 * address; a letter to a regional prefect waits until all the silent offices of the region have come to it,
 * since it tells of them all, and there is none for an office of no region.
 */
export function meetingsOf<Office extends SilentOffice & { address: string; regionId?: string | undefined }>(
  ladder: readonly LadderStep[],
  campaign: LadderCampaign,
  silent: readonly Office[],
  now: Date,
): Meeting<Office>[] {
  const met = silent.flatMap((office): Meeting<Office>[] => {
    const step = stepToMeet(ladder, campaign, office, now);
    return step === undefined ? [] : [{ office, step }];
  });
  const comes = new Set(met.map(({ office, step }) => `${office.officeId} ${step.step}`));
  return met.filter(({ office, step: { step, kind } }) => {
    if (kind === 'reminder') return office.address !== '';
    if (kind === 'secretary-general') return true;
    const region = silent.filter(({ regionId }) => regionId === office.regionId);
    return (
      office.regionId !== undefined &&
      region.every((other) => other.met.has(step) || comes.has(`${other.officeId} ${step}`))
    );
  });
}
