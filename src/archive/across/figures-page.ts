import { writeAmount } from '../../kernel/amount.ts';
import { writeCsv } from '../../kernel/csv-file.ts';
import { formatAmount, formatCount } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { barChart, type ChartInput } from './bar-chart.ts';
import { daysText } from './territory-page.ts';
import type { YearFigures } from './year-figures.ts';

/** What is told of each year, in the order of the table; the titles are `across.figure.…`. */
export const figureKeys = [
  ...(['signed', 'commitment', 'payment', 'offices', 'expected', 'acknowledged', 'medianDays'] as const),
  ...(['owed', 'given', 'onTime', 'published', 'publicationDays'] as const),
] as const;
type FigureKey = (typeof figureKeys)[number];

const amounts: readonly FigureKey[] = ['commitment', 'payment'];
const days: readonly FigureKey[] = ['medianDays', 'publicationDays'];

/** The figures of the years: charts, and the table that says the same to the last unit. */
export function figuresModel(
  messages: Messages,
  { years, outside, at }: { years: readonly YearFigures[]; outside: number; at: string },
) {
  return {
    title: messages('across.figures.title'),
    at,
    isEmpty: years.length === 0,
    ...(outside === 0 ? {} : { outside }),
    charts: chartsOf(messages, years).flatMap((chart) => barChart(chart) ?? []),
    years: years.map(({ year }) => ({ year })),
    rows: figureKeys.map((key) => ({
      label: messages(`across.figure.${key}`),
      cells: years.map((each) => ({ text: write(key, each[key]) })),
    })),
  };
}

function chartsOf(messages: Messages, years: readonly YearFigures[]): ChartInput[] {
  const chart = (id: string, keys: readonly FigureKey[], written = write): ChartInput => ({
    id,
    title: messages(`across.chart.${id}`),
    series: keys.map((key) => messages(`across.figure.${key}`)),
    years: years.map((each) => ({
      year: each.year,
      // Of what nobody was asked, there is nothing to draw.
      values: keys.map((key) => (isAsked(each, key) ? each[key] : undefined)),
    })),
    write: (value) => written(keys[0] ?? 'signed', value),
  });
  return [
    chart('montants', ['commitment', 'payment'], (_key, value) => millions(value ?? 0)),
    chart('accuses', ['acknowledged', 'expected']),
    chart('delais', ['medianDays']),
    chart('reponses', ['onTime', 'owed']),
    chart('publication', ['publicationDays']),
  ];
}

function isAsked({ owed, expected }: YearFigures, key: FigureKey): boolean {
  if (key === 'onTime' || key === 'owed') return owed > 0;
  return key === 'acknowledged' || key === 'expected' ? expected > 0 : true;
}

function write(key: FigureKey, value: number | undefined): string {
  if (value === undefined) return '—';
  if (amounts.includes(key)) return formatAmount(value);
  return days.includes(key) ? daysText(value) : formatCount(value);
}

/** « 8,41 M€ »: a bar's end has little room, the table has the cents. */
function millions(cents: number): string {
  const text = (cents / 100_000_000).toLocaleString('fr-FR', { maximumFractionDigits: 2 });
  return `${text}\u00a0M€`;
}

/** One line a year: amounts in euros, days as numbers, nothing where nothing is known. */
export function figuresCsv(messages: Messages, years: readonly YearFigures[]): Uint8Array {
  const titles = [messages('across.csv.year'), ...figureKeys.map((key) => messages(`across.figure.${key}`))];
  const rows = years.map((each) => [
    String(each.year),
    ...figureKeys.map((key) => {
      const value = each[key];
      if (value === undefined) return '';
      return amounts.includes(key) ? writeAmount(value) : daysText(value);
    }),
  ]);
  return new TextEncoder().encode(writeCsv([titles, ...rows]));
}

/** The same for programs: amounts in integer cents, `null` where nothing is known. */
export function figuresJson(years: readonly YearFigures[], at: string) {
  return {
    at,
    years: years.map(({ year, ...figures }) => ({
      year,
      ...Object.fromEntries(figureKeys.map((key) => [key, figures[key] ?? null])),
    })),
  };
}
