import { workingDayAfter } from '../../kernel/french-calendar.ts';
import type { PinnedCircuit } from './circuit.ts';
import { standInOf, type Situation } from './place.ts';
import type { StepProgress } from './progress.ts';

/**
 * Which reminder of an open step is due: 1 on the working day that comes `after` working days after its
 * opening, then one each `every` working days; undefined before the first. One that was missed, because
 * nothing ran that day, is not made up for: only the latest is due.
 * @param openedOn the day on which the step opened, and `today`, in Paris (`YYYY-MM-DD`).
 */
export function reminderDue(
  { after, every }: PinnedCircuit['reminders'],
  { openedOn, today }: { openedOn: string; today: string },
): number | undefined {
  let number = 0;
  for (let on = workingDayAfter(openedOn, after); on <= today; on = workingDayAfter(on, every)) number += 1;
  return number === 0 ? undefined : number;
}

/** Who is reminded of an open step: those who are awaited, or who decides for them while they are away. */
export function whoIsReminded(
  { step, awaited }: StepProgress,
  situation: Situation,
  reviewerIds: readonly string[],
): string[] {
  const { authorIds, visas } = situation;
  const decided = visas.filter((visa) => visa.step === step.number).map(({ userId }) => userId);
  const seats = step.seats.length === 0 ? reviewerIds : awaited;
  const people = seats.map((seat) => standInOf(seat, step.number, situation, reviewerIds)?.takerId ?? seat);
  return [...new Set(people)].filter(
    (id) => reviewerIds.includes(id) && !authorIds.includes(id) && !decided.includes(id),
  );
}
