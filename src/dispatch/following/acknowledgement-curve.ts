import { parisDayOf } from '../../kernel/clock.ts';
import { formatCount, formatShortDay } from '../../kernel/french-format.ts';

/** The curve's drawing, in its own units. */
const size = { width: 640, height: 200, left: 44, right: 12, top: 16, bottom: 30 };
const dayMs = 86_400_000;
// A campaign that stays open for years is drawn until here: the table goes on.
const mostDays = 400;

export interface CurveInput {
  /** Instants of the first acknowledgement of each office. */
  acknowledgedAt: readonly string[];
  openedAt: string;
  /** Last day to acknowledge. */
  deadlineOn: string;
  /** Today, in Paris. */
  today: string;
  /** How many are expected to acknowledge. */
  asked: number;
}

/** Acknowledgements by day, in Paris: how many came on each day, and how many in all. Days without any are left out. */
export function acknowledgementsByDay(acknowledgedAt: readonly string[]) {
  const byDay = Map.groupBy(acknowledgedAt, (instant) => parisDayOf(new Date(instant)));
  let total = 0;
  return [...byDay.keys()].toSorted().map((day) => {
    const count = byDay.get(day)?.length ?? 0;
    total += count;
    return { day, count, total };
  });
}

/** The curve, from the opening to today or the deadline, and its table. Undefined while nobody acknowledged. */
export function curveOf({ acknowledgedAt, openedAt, deadlineOn, today, asked }: CurveInput) {
  const days = acknowledgementsByDay(acknowledgedAt);
  const last = days.at(-1);
  if (last === undefined) return undefined;
  const first = parisDayOf(new Date(openedAt));
  const end = [deadlineOn, today < last.day ? last.day : today].toSorted().at(-1) ?? deadlineOn;
  const span = Math.min(mostDays, Math.max(1, daysBetween(first, end)));
  const highest = Math.max(asked, last.total, 1);
  const bottom = size.height - size.bottom;
  const x = (day: string) =>
    round(
      size.left +
        (Math.min(span, Math.max(0, daysBetween(first, day))) / span) * (size.width - size.left - size.right),
    );
  const y = (count: number) => round(bottom - (count / highest) * (bottom - size.top));
  const known = today < end ? today : end;
  const steps = days.map(({ day, total }) => `H${x(day)}V${y(total)}`).join('');
  return {
    viewBox: `0 0 ${size.width} ${size.height}`,
    line: `M${size.left} ${bottom}${steps}H${x(known < last.day ? last.day : known)}`,
    axis: { left: size.left, right: size.width - size.right, top: size.top, bottom },
    asked: { y: y(asked), text: formatCount(asked), textY: y(asked) + 4, x: size.left - 8 },
    zero: { textY: bottom + 4, x: size.left - 8 },
    deadline: { x: x(deadlineOn), labelY: size.height - 8 },
    opened: { text: formatShortDay(first), x: size.left, labelY: size.height - 8 },
    deadlineText: formatShortDay(deadlineOn),
    days: days.map(({ day, count, total }) => ({
      day: formatShortDay(day),
      count: formatCount(count),
      total: formatCount(total),
    })),
  };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
