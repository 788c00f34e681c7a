import { localHolidays, nationalHolidays, type Holiday } from './french-holidays.ts';

const dayMs = 86_400_000;

/** The day (`YYYY-MM-DD`) that is so many days later, or earlier. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Easter Sunday (`YYYY-MM-DD`) of a Gregorian year: Meeus, Astronomical Algorithms, chapter 8. */
export function easterOf(year: number): string {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  const two = (part: number) => String(part).padStart(2, '0');
  return `${year}-${two(Math.floor(n / 31))}-${two((n % 31) + 1)}`;
}

/**
 * The name of the public holiday that a day is where all these codes of departments or collectivities are one
 * office (`['67']`, `['977', '978']`, none: metropolitan France); undefined when it is none. A Sunday's
 * holiday is not moved: French law moves none.
 */
export function holidayOn(day: string, places: readonly string[] = []): string | undefined {
  const own = places.flatMap((place) => localHolidays[place] ?? []);
  return [...nationalHolidays, ...own].find((holiday) => isOn(holiday, day))?.name;
}

/** Neither a Saturday, a Sunday nor a public holiday there. */
export function isWorkingDay(day: string, places: readonly string[] = []): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && holidayOn(day, places) === undefined;
}

/**
 * The working day that comes `count` working days after a day, or before it when `count` is negative; for 0,
 * the day itself, or the first working day after it.
 */
export function workingDayAfter(day: string, count: number, places: readonly string[] = []): string {
  const step = count < 0 ? -1 : 1;
  let current = day;
  for (let left = Math.abs(count); left > 0;) {
    current = dayAfter(current, step);
    if (isWorkingDay(current, places)) left -= 1;
  }
  while (!isWorkingDay(current, places)) current = dayAfter(current, step);
  return current;
}

// A page may ask for the working days of a hundred offices: they all move with a few Easters.
const movable = new Map<string, string>();

function dayFromEaster(year: string, days: number): string {
  const key = `${year} ${days}`;
  const day = movable.get(key) ?? dayAfter(easterOf(Number(year)), days);
  movable.set(key, day);
  return day;
}

function isOn(holiday: Holiday, day: string): boolean {
  if ('afterEaster' in holiday) return day === dayFromEaster(day.slice(0, 4), holiday.afterEaster);
  const year = Number(day.slice(0, 4));
  const { on, since = year, until = year } = holiday;
  return day.slice(5) === on && since <= year && year <= until;
}
