/**
 * A day as a date input sends it (`2026-12-21`) or as the French type it (« 21/12/2026 », « 21.12.26 »), as
 * `YYYY-MM-DD`; undefined when there is no such day.
 */
export function readDay(text: string): string | undefined {
  const written = text.trim();
  const french = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})$/.exec(written);
  const [, day = '', month = '', year = ''] = french ?? [];
  const iso =
    french === null
      ? written
      : `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isRealDay(iso) ? iso : undefined;
}

/** True for `YYYY-MM-DD` when that day is in the calendar. */
export function isRealDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
