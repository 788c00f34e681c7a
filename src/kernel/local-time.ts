// Making a formatter costs more than a hundred uses of it.
const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock on a wall shows at an instant, in the time zone given (IANA name): `YYYY-MM-DD` and `HH:MM`. */
export function localDayAndTime(instant: Date, timeZone: string): { day: string; time: string } {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('fr-CA', {
      timeZone,
      hourCycle: 'h23',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
  clocks.set(timeZone, clock);
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}
