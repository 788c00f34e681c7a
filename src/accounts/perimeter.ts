/** What a mission lets an auditor read: the instructions of these years, both ends included; no bound, no limit. */
export interface Perimeter {
  fromYear?: number;
  toYear?: number;
}

/** Whether what is of this year may be read; without a perimeter, everything may. */
export function withinPerimeter(perimeter: Perimeter | undefined, year: number): boolean {
  const { fromYear = -Infinity, toYear = Infinity } = perimeter ?? {};
  return year >= fromYear && year <= toYear;
}
