import type { UnreadableReason } from '../extraction/extracted-text.ts';
import { joinNor, yearOfNor } from '../kernel/nor.ts';
import type { FieldError } from '../kernel/outcome.ts';

/** What is known of a circular from before Estafette. Undefined: unknown. */
export interface CircularFacts {
  title: string;
  /** The year that it is about. */
  year: number | undefined;
  /** `YYYY-MM-DD`. */
  signedOn: string | undefined;
  nor: string | undefined;
  signatory: string | undefined;
  subject: string | undefined;
}

/** Its file, and how far it can be read. */
export interface CircularFile {
  sha256: string;
  /** Its size. */
  bytes: number;
  /** Pages that were read; there are `more` when the file has more than are ever read. */
  pages: number;
  more: boolean;
  unreadable: UnreadableReason | undefined;
}

export const longest = { title: 300, nor: 60, signatory: 200, subject: 500 };
export const firstYear = 1900;

/** The mission changed its name that day. */
const renamedOn = '2014-03-11';
const renamedIn = 2014;

/**
 * The issuer's name when it was issued: by the day of signature; without it by the year that it is about, when that
 * leaves no doubt (a circular about a year may be signed at the end of the year before).
 */
export function issuerOf({
  signedOn,
  year,
}: Pick<CircularFacts, 'signedOn' | 'year'>): 'MILDT' | 'MILDECA' | undefined {
  if (signedOn !== undefined) return signedOn < renamedOn ? 'MILDT' : 'MILDECA';
  if (year === undefined || year === renamedIn) return undefined;
  return year < renamedIn ? 'MILDT' : 'MILDECA';
}

/** A NOR in one word when it can be one; what cannot be one is kept as it is written. */
export function keptNor(typed: string): string {
  const joined = joinNor(typed).toUpperCase();
  return yearOfNor(joined) === undefined ? typed.trim() : joined;
}

/** What is odd in a NOR, and may be so: the end of a key. */
export function oddityOfNor(
  nor: string,
  signedOn: string | undefined,
): 'nor-grammar' | 'nor-year' | undefined {
  const year = yearOfNor(nor);
  if (year === undefined) return 'nor-grammar';
  return signedOn === undefined || signedOn.slice(2, 4) === year ? undefined : 'nor-year';
}

/** The words of an address that can be read aloud: `2009-plan-departemental-de-prevention`. */
export function slugOf({ title, year }: Pick<CircularFacts, 'title' | 'year'>): string {
  const words = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/[^a-z0-9]+/g, '-')
    .split('-')
    .filter((word) => word !== '' && word !== String(year));
  let slug = year === undefined ? 'sans-date' : String(year);
  for (const word of words) {
    if (slug.length + word.length > 80) break;
    slug += `-${word}`;
  }
  return slug;
}

/** What is wrong in what a person typed in the form's fields; `today` is the day in Paris. */
export function faultsOfFacts({ year, signedOn }: CircularFacts, today: string): FieldError[] {
  const errors: FieldError[] = [];
  const last = Number(today.slice(0, 4)) + 1;
  if (year !== undefined && (year < firstYear || year > last)) {
    const params = { first: firstYear, last };
    errors.push({ field: 'annee', key: 'past-circulars.correct.no-such-year', params });
  }
  if (signedOn !== undefined && signedOn > today)
    errors.push({ field: 'signature', key: 'past-circulars.correct.day-to-come' });
  return errors;
}
