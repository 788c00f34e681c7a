import type { CheckedText } from './checked-text.ts';
import { around } from './excerpt.ts';
import type { Finding } from './finding.ts';
import { findWrittenDates } from './written-dates.ts';

/** Dates in the text that no calendar has, and days that are not the weekday written before them. */
export function findImpossibleDates({ passages, at }: CheckedText): Finding[] {
  return passages.flatMap(({ text, ...place }) =>
    findWrittenDates(text).flatMap((date): Finding[] => {
      const found = { ...place, words: date.text };
      const params = { date: date.text, quote: around(text, date.index, date.text.length) };
      if (!date.exists) {
        // A rectificatif quotes the date that it corrects, in its table.
        const severity = isCell(place.field) ? 'warning' : 'error';
        return [{ key: 'checks.impossible-date', severity, params, ...at(found) }];
      }
      if (date.weekday === undefined) return [];
      const { actual } = date.weekday;
      return [
        { key: 'checks.wrong-weekday', severity: 'warning', params: { ...params, actual }, ...at(found) },
      ];
    }),
  );
}

const isCell = (field = '') => /\.\d+\./.test(field);
