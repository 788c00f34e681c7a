import { AppError } from './errors.ts';

/** What a mission lets an auditor read: the instructions of these years, both ends included; no bound, no limit. */
export interface Perimeter {
  fromYear?: number;
  toYear?: number;
}

/** Whether what is of this year may be read; without a perimeter, everything may. */
export function withinPerimeter(perimeter: Perimeter | undefined, year: number): boolean {
  if (perimeter === undefined) return true;
  const { fromYear = -Infinity, toYear = Infinity } = perimeter;
  return year >= fromYear && year <= toYear;
}

/**
 * Throws `forbidden` for what is outside: it is said to exist, with the reason. `none`: what belongs to no
 * instruction, so to no year, which a bounded mission does not open either.
 */
export function demandWithin(perimeter: Perimeter | undefined, year: number | 'none'): void {
  if (perimeter === undefined || (year !== 'none' && withinPerimeter(perimeter, year))) return;
  throw new AppError('forbidden', 'outside the perimeter of the mission', {
    messageKey: `web.perimeter.${year === 'none' ? 'of-no-year' : 'outside'}`,
    params: year === 'none' ? {} : { year },
  });
}
