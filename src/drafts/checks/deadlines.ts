import { holidayOn, isWorkingDay } from '../../kernel/french-calendar.ts';
import { formatDay } from '../../kernel/french-format.ts';
import { readRows } from '../../kernel/typed-field.ts';
import type { CheckedText } from './checked-text.ts';
import { around } from './excerpt.ts';
import type { Finding, Place } from './finding.ts';
import { findWrittenDates } from './written-dates.ts';

type Columns = NonNullable<CheckedText['template']['fields'][number]['columns']>;

/** Words that make a deadline of the date that follows them. « Jusqu’au » ends a period: it asks for nothing. */
const announcing =
  /(?:au plus tard(?: le)?|avant le|pour le|d[’']ici (?:le|au)|(?:date|délai) limite[^.;]{0,60}?|échéance[^.;]{0,40}?)\s*(?::\s*)?(?:le\s+)?$/iu;
/** What announces a date stands just before it. */
const mostCharactersBefore = 80;
/** What is further back is history, not a deadline that was left from the year before. */
const mostDaysBack = 500;
const dayMs = 86_400_000;

/** Deadlines that have passed when the letter is dated, or that fall on a day when nobody works. */
export function findDoubtfulDeadlines({ template, content, passages, letterOn, at }: CheckedText): Finding[] {
  const inFields = template.fields.flatMap(({ key, type, columns = [] }) => {
    const on = content.fields[key] ?? '';
    if (type === 'table') return faultsInTable({ key, columns }, on, letterOn, at);
    if (type !== 'date' || !/(deadline|dueOn)$/i.test(key) || on === '') return [];
    return faultsOf(on, letterOn, { quote: formatDay(on) }, at({ field: key }));
  });
  const inText = passages.flatMap(({ text, ...place }) =>
    findWrittenDates(text).flatMap(({ on, index, text: date }) => {
      const before = text.slice(Math.max(0, index - mostCharactersBefore), index);
      const [announced] = announcing.exec(before) ?? [];
      if (on === undefined || announced === undefined) return [];
      // « Avant le 1er janvier » means before the year's end, whatever that day is.
      if (/avant/i.test(announced) && on.endsWith('-01-01')) return [];
      if ((Date.parse(letterOn) - Date.parse(on)) / dayMs > mostDaysBack) return [];
      return faultsOf(
        on,
        letterOn,
        { quote: around(text, index, date.length) },
        at({ ...place, words: date }),
      );
    }),
  );
  return [...inFields, ...inText];
}

/** A column of days that people must keep to: its title says so. */
const announcingColumn = /au plus tard|avant le|échéance|date limite|délai/iu;

function faultsInTable(
  { key, columns }: { key: string; columns: Columns },
  stored: string,
  letterOn: string,
  at: CheckedText['at'],
): Finding[] {
  const days = columns.filter(({ type, label }) => type === 'date' && announcingColumn.test(label));
  return readRows(columns, stored).flatMap((row, index) =>
    days.flatMap((column) => {
      const on = row[column.key] ?? '';
      if (on === '') return [];
      const place = at({ field: `${key}.${index}.${column.key}` });
      return faultsOf(on, letterOn, { quote: formatDay(on) }, place);
    }),
  );
}

function faultsOf(
  on: string,
  letterOn: string,
  said: { quote: string },
  where: { place: Place; label: string },
): Finding[] {
  const params = { ...said, day: formatDay(on) };
  if (on < letterOn) {
    const letter = formatDay(letterOn);
    return [{ key: 'checks.deadline-passed', severity: 'warning', params: { ...params, letter }, ...where }];
  }
  if (isWorkingDay(on)) return [];
  const holiday = holidayOn(on);
  const key = holiday === undefined ? 'checks.deadline-weekend' : 'checks.deadline-holiday';
  return [{ key, severity: 'warning', params: { ...params, holiday: holiday ?? '' }, ...where }];
}
