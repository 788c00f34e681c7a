import type { JournalLine } from '../journal/journal.ts';

/** One line of a story, or several that say the same thing of many offices. */
export interface Moment {
  first: JournalLine;
  last: JournalLine;
  count: number;
}

const fewest = 4;

/**
 * The lines as a story: within a run of a dispatch's lines, which a worker writes as answers come, those
 * of one type are gathered from `fewest` on. Everything else stays one by one.
 */
export function gather(lines: JournalLine[]): Moment[] {
  const runs: JournalLine[][] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    if (run !== undefined && isDelivery(run[0]) && isDelivery(line)) run.push(line);
    else runs.push([line]);
  }
  return runs.flatMap((run) => momentsOf(run).toSorted((one, other) => one.first.line - other.first.line));
}

function momentsOf(run: JournalLine[]): Moment[] {
  return [...Map.groupBy(run, ({ type }) => type).values()].flatMap((alike) => {
    const [first] = alike;
    const last = alike.at(-1);
    if (first === undefined || last === undefined) return [];
    if (alike.length >= fewest) return [{ first, last, count: alike.length }];
    return alike.map((line) => ({ first: line, last: line, count: 1 }));
  });
}

function isDelivery(line: JournalLine | undefined): boolean {
  return line?.type.startsWith('delivery.') ?? false;
}
