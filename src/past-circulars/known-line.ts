import { z } from 'zod';
import { columnTitles, problemAt, type ColumnKey, type FileLine, type ImportProblem } from './known-file.ts';
import { firstYear, keptNor, longest, oddityOfNor, type CircularFacts } from './past-circular.ts';

/** A line of the file once every cell was understood. */
export interface KnownLine {
  line: number;
  /** The file's path in the folder, as it is written. */
  file: string;
  facts: CircularFacts;
}

/** How people write that they do not know. */
const unknownWords = /^(inconnue?|inconnu\(e\)|non connue?|\?+|-+|néant)?$/iu;

/** Reads the cells of one line; every wrong cell is told, not only the first one. What is odd is taken, and told. */
export function readKnownLine(
  { line, cells }: FileLine,
  today: string,
): { known: KnownLine | undefined; problems: ImportProblem[]; warnings: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const warnings: ImportProblem[] = [];
  const wrong = (column: ColumnKey, key: string, params: Record<string, string | number> = {}): undefined => {
    problems.push(problemAt(line, column, cells[column], key, params));
    return undefined;
  };
  const text = (column: 'title' | 'nor' | 'signatory' | 'subject'): string | undefined => {
    const value = cells[column].normalize('NFC').replace(/\s+/g, ' ').trim();
    if (unknownWords.test(value)) return undefined;
    if (/\p{Cc}/u.test(value)) return wrong(column, 'control-characters');
    if (value.length > longest[column]) return wrong(column, 'too-long', { maximum: longest[column] });
    return value;
  };
  if (cells.file === '') wrong('file', 'file-missing');
  const title = text('title');
  if (title === undefined && !problems.some(({ column }) => column === columnTitles.title))
    wrong('title', 'title-missing');
  const signedOn = readDay(cells.signedOn, today, (key) => wrong('signedOn', key));
  const year = readYear(cells.year, today, (key, params) => wrong('year', key, params));
  const typedNor = text('nor');
  const nor = typedNor === undefined ? undefined : keptNor(typedNor);
  const signatory = text('signatory');
  const subject = text('subject');
  if (problems.length > 0 || title === undefined) return { known: undefined, problems, warnings };
  const oddity = nor === undefined ? undefined : oddityOfNor(nor, signedOn);
  if (oddity !== undefined)
    warnings.push(problemAt(line, 'nor', cells.nor, oddity, { year: signedOn?.slice(0, 4) ?? '' }));
  const facts = { title, year: year ?? yearOf(signedOn), signedOn, nor, signatory, subject };
  return { known: { line, file: cells.file, facts }, problems, warnings };
}

function yearOf(day: string | undefined): number | undefined {
  return day === undefined ? undefined : Number(day.slice(0, 4));
}

/** `JJ/MM/AAAA` or `AAAA-MM-JJ`. */
function readDay(cell: string, today: string, wrong: (key: string) => undefined): string | undefined {
  if (unknownWords.test(cell)) return undefined;
  const french = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(cell);
  const [, date = '', month = '', year = ''] = french ?? [];
  const day = french === null ? cell : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (!z.iso.date().safeParse(day).success) return wrong('no-such-day');
  if (day > today) return wrong('day-to-come');
  return day < `${firstYear}-01-01` ? wrong('no-such-day') : day;
}

function readYear(
  cell: string,
  today: string,
  wrong: (key: string, params: Record<string, number>) => undefined,
): number | undefined {
  if (unknownWords.test(cell)) return undefined;
  const last = Number(today.slice(0, 4)) + 1;
  const year = /^\d{4}$/.test(cell) ? Number(cell) : 0;
  return year >= firstYear && year <= last ? year : wrong('no-such-year', { first: firstYear, last });
}
