/** The one source of the present instant. Rooms receive it; tests give a fixed one. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** The UTC instant as stored in the database: ISO 8601 with milliseconds and `Z`. */
export function instantOf(clock: Clock): string {
  return clock.now().toISOString();
}

// Made once: making one costs more than all the rest of a request's dates (measured, `bench -- acknowledge`).
const parisDay = new Intl.DateTimeFormat('fr-CA', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day (`YYYY-MM-DD`) of an instant, as it is in Paris: acts are dated in Paris. */
export function parisDayOf(instant: Date): string {
  return parisDay.format(instant);
}
