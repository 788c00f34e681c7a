import { foldTitle } from '../kernel/csv-file.ts';
import type { Messages } from '../kernel/messages.ts';
import { withinPerimeter, type Perimeter } from '../kernel/perimeter.ts';
import type { PastCirculars } from './past-circulars.ts';
import { address, factsInWords, readingStates, stateBadge, stateOf } from './words-page.ts';

/** What the address asks, as it was typed. */
export interface Asked {
  annee: string;
  lecture: string;
  titre: string;
}

type Listed = Awaited<ReturnType<PastCirculars['list']>>[number];

const noYear = 'inconnue';
const yearOf = ({ year }: Listed) => (year === undefined ? noYear : String(year));

/** The circulars by year, the latest first; what a mission's years leave out is not there, and said to be left out. */
export function listModel(
  every: readonly Listed[],
  asked: Asked,
  { messages, perimeter, mayAdd }: { messages: Messages; perimeter: Perimeter | undefined; mayAdd: boolean },
) {
  const open = every.filter(({ year }) => isOpen(perimeter, year));
  const words = foldTitle(asked.titre);
  const shown = open.filter(
    (each) =>
      (asked.annee === '' || yearOf(each) === asked.annee) &&
      (asked.lecture === '' || stateOf(each) === asked.lecture) &&
      foldTitle(`${each.title} ${each.subject ?? ''}`).includes(words),
  );
  return {
    title: messages('past-circulars.title'),
    mayAdd,
    isEmpty: open.length === 0,
    isBounded: perimeter !== undefined,
    total: shown.length,
    several: shown.length > 1,
    isFiltered: Object.values(asked).some((value) => value !== ''),
    words: asked.titre,
    years: [
      { value: '', label: messages('past-circulars.list.every-year'), selected: asked.annee === '' },
      ...[...new Set(open.map(yearOf))].map((value) => ({
        ...{ value, selected: value === asked.annee },
        label: value === noYear ? messages('past-circulars.unknown-year') : value,
      })),
    ],
    readings: [
      { value: '', label: messages('past-circulars.list.every-reading'), selected: asked.lecture === '' },
      ...readingStates.map((value) => ({
        ...{ value, label: messages(`past-circulars.state.${value}`), selected: value === asked.lecture },
      })),
    ],
    groups: [...Map.groupBy(shown, yearOf)].map(([year, circulars]) => ({
      year: year === noYear ? messages('past-circulars.unknown-year') : year,
      circulars: circulars.map((each) => ({
        ...factsInWords(each, messages),
        ...stateBadge(each, messages),
        ...{ title: each.title, href: `${address}/${each.slug}` },
      })),
    })),
  };
}

/** Nobody knows whether a circular of an unknown year is within a mission's years: it is not opened. */
function isOpen(perimeter: Perimeter | undefined, year: number | undefined): boolean {
  return perimeter === undefined || (year !== undefined && withinPerimeter(perimeter, year));
}
