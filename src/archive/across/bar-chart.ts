/** The drawing's own units: narrow, so that its words stay legible on a telephone. */
const size = { width: 360, left: 46, right: 92, bar: 16, gap: 4, between: 14, legend: 20 };
const baseline = 12;

export interface ChartInput {
  /** Unique on its page, made of letters. */
  id: string;
  title: string;
  /** What each bar of a year is; one or two. */
  series: readonly string[];
  /** A value that is not known is said so, never drawn as none. */
  years: readonly { year: number; values: readonly (number | undefined)[] }[];
  /** As it is written at the end of its bar. */
  write: (value: number) => string;
}

/**
 * Horizontal bars by year, the same scale for all of them, from zero on. The first series is plain, the second
 * hatched: nothing is said by colour alone. Undefined when nothing is known of any year.
 */
export function barChart({ id, title, series, years, write }: ChartInput) {
  const known = years.flatMap(({ values }) => values.filter((value) => value !== undefined));
  if (known.length === 0) return undefined;
  const highest = Math.max(...known, 1);
  const legendHeight = series.length > 1 ? series.length * size.legend + 8 : 0;
  const rowHeight = series.length * (size.bar + size.gap) + size.between;
  const scale = (value: number) => round((value / highest) * (size.width - size.left - size.right));
  const said = (value: number | undefined) => (value === undefined ? '—' : write(value));
  return {
    id,
    title,
    viewBox: `0 0 ${size.width} ${legendHeight + years.length * rowHeight}`,
    legend:
      series.length > 1
        ? series.map((label, index) => ({
            label,
            isHatched: index > 0,
            y: index * size.legend,
            textY: index * size.legend + baseline,
          }))
        : [],
    axis: { x: size.left, y: legendHeight, height: years.length * rowHeight - size.between },
    rows: years.map(({ year, values }, row) => {
      const top = legendHeight + row * rowHeight;
      return {
        year,
        textY: top + (values.length * (size.bar + size.gap)) / 2 + 4,
        bars: values.map((value, index) => ({
          isHatched: index > 0,
          x: size.left,
          y: top + index * (size.bar + size.gap),
          width: scale(value ?? 0),
          height: size.bar,
          text: said(value),
          textX: size.left + scale(value ?? 0) + 6,
          textY: top + index * (size.bar + size.gap) + baseline,
        })),
      };
    }),
    description: years
      .map(
        ({ year, values }) =>
          `${year} : ${series.map((label, index) => `${label} ${said(values[index])}`).join(', ')}`,
      )
      .join(' ; '),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
