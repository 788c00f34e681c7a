const months = [
  ...['janvier', 'février', 'mars', 'avril', 'mai', 'juin'],
  ...['juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
];
const weekdays = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const plain = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const monthNames = `(?:${months.map((month) => month.replace(/[éû]/g, '[éeûu]')).join('|')})`;
const inWords = new RegExp(
  `(?<![\\p{L}\\d.,])(?:(${weekdays.join('|')})\\s+)?(\\d{1,2})(?:er)?\\s+(${monthNames})(?:\\s+(\\d{4}))?(?![\\p{L}\\d])`,
  'giu',
);
// Two digits everywhere: what is shorter may be a fraction, a reference, an article.
const inFigures = /(?<![\d/.\-\p{L}]|n°\s?)(\d{2})\/(\d{2})\/(\d{4})(?![\d/\-\p{L}])/gu;

/** A date that somebody wrote. `on` is its day (`YYYY-MM-DD`), when it has a year and exists. */
export interface WrittenDate {
  text: string;
  index: number;
  exists: boolean;
  on?: string;
  /** The weekday written before it, and the true one, when they differ. */
  weekday?: { written: string; actual: string };
}

/** The dates of a text, in French words or in figures. A day without a year is held against the longest month. */
export function findWrittenDates(text: string): WrittenDate[] {
  const found: WrittenDate[] = [];
  for (const match of text.matchAll(inWords)) {
    const [whole, weekday, day = '', month = '', year] = match;
    const number = months.findIndex((name) => plain(name) === plain(month)) + 1;
    found.push(toDate(whole, match.index, Number(day), number, year, weekday));
  }
  for (const match of text.matchAll(inFigures)) {
    const [whole, day, month, year] = match;
    found.push(toDate(whole, match.index, Number(day), Number(month), year));
  }
  return found.toSorted((one, other) => one.index - other.index);
}

function toDate(
  text: string,
  index: number,
  day: number,
  month: number,
  year: string | undefined,
  weekday?: string,
): WrittenDate {
  const longest = longestMonths[month - 1];
  const possible = longest !== undefined && day >= 1 && day <= longest;
  if (!possible || year === undefined) return { text, index, exists: possible };
  const two = (part: number) => String(part).padStart(2, '0');
  const on = `${year}-${two(month)}-${two(day)}`;
  const date = new Date(`${on}T00:00:00Z`);
  if (!date.toISOString().startsWith(on)) return { text, index, exists: false };
  const actual = weekdays[date.getUTCDay()] ?? '';
  const differs = weekday !== undefined && weekday.toLowerCase() !== actual;
  return { text, index, exists: true, on, ...(differs && { weekday: { written: weekday, actual } }) };
}
