import { localDayAndTime } from '../kernel/local-time.ts';

// Paris was never further from UTC than this, in either season.
const offsetsInHours = [2, 1];

/**
 * The UTC instants (ISO 8601) that a clock on a wall in Paris shows as this day (`YYYY-MM-DD`) and time
 * (`HH:MM`), earliest first: one; none in the hour that is skipped in March; two in the one that comes
 * twice in October. None either when it is not a day and a time.
 */
export function parisInstants(day: string, time: string): string[] {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return [];
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(asUtc)) return [];
  return offsetsInHours
    .map((hours) => new Date(asUtc - hours * 3_600_000))
    .filter((instant) => {
      const shown = parisDayAndTime(instant);
      return shown.day === day && shown.time === time;
    })
    .map((instant) => instant.toISOString());
}

/** What a clock on a wall in Paris shows at an instant. */
export function parisDayAndTime(instant: Date): { day: string; time: string } {
  return localDayAndTime(instant, 'Europe/Paris');
}
