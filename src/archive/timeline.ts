import type { JournalLine } from '../journal/journal.ts';
import { parisDayOf } from '../kernel/clock.ts';

/** One line of a story, or several that say the same thing of many offices, or of one person's saves. */
export interface Moment {
  first: JournalLine;
  /** The first included. */
  lines: JournalLine[];
}

const fewest = 4;
/** A campaign's offices stand in one moment; what is longer is told in several. */
const most = 150;
/** Of one page, so that it opens and prints within seconds however long a story gets. */
const linesOfPage = 500;

/**
 * The lines as a story: within a day of Paris and a run of lines about offices (which a worker writes as answers
 * come), or of one person's saves and comments, those of one type are gathered from `fewest` on. Everything else
 * stays one by one.
 */
export function gather(lines: readonly JournalLine[]): Moment[] {
  const runs: { family: string; lines: JournalLine[] }[] = [];
  const dayOf = createDayOf();
  for (const line of lines) {
    const family = familyOf(line, dayOf);
    const run = runs.at(-1);
    if (family !== undefined && run?.family === family) run.lines.push(line);
    else runs.push({ family: family ?? '', lines: [line] });
  }
  return runs.flatMap(({ lines: run }) =>
    momentsOf(run).toSorted((one, other) => one.first.line - other.first.line),
  );
}

/** The moments of each page, in order: never more lines than a page holds, at least one page. */
export function pagesOf(moments: readonly Moment[]): Moment[][] {
  const pages: Moment[][] = [[]];
  let held = 0;
  for (const moment of moments) {
    if (held > 0 && held + moment.lines.length > linesOfPage) {
      pages.push([]);
      held = 0;
    }
    pages.at(-1)?.push(moment);
    held += moment.lines.length;
  }
  return pages;
}

function momentsOf(run: readonly JournalLine[]): Moment[] {
  return [...Map.groupBy(run, ({ type }) => type).values()].flatMap((alike) => {
    if (alike.length < fewest) return alike.map((line) => ({ first: line, lines: [line] }));
    const parts = Math.ceil(alike.length / most);
    return Array.from({ length: parts }, (_, index) => {
      const lines = alike.slice(index * most, (index + 1) * most);
      return { first: lines[0] as JournalLine, lines };
    });
  });
}

/** Lines of one family may be gathered while they follow each other. */
function familyOf({ type, actor, at, data }: JournalLine, dayOf: (at: string) => string): string | undefined {
  if ('office' in data) return `offices ${dayOf(at)}`;
  const isWriting = type === 'instruction.saved' || type.startsWith('comment.');
  return isWriting ? `${actor} ${dayOf(at)}` : undefined;
}

/** The day in Paris of an instant, found once for each hour: Paris is whole hours away from UTC. */
function createDayOf() {
  const days = new Map<string, string>();
  return (at: string): string => {
    const hour = at.slice(0, 13);
    const day = days.get(hour) ?? parisDayOf(new Date(at));
    days.set(hour, day);
    return day;
  };
}
