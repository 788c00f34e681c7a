import { z } from 'zod';
import { readAddress } from '../mail/mail.ts';
import { formulaStart, highestRank, longestName } from './contact-change.ts';
import { columnTitles, type ColumnKey, type FileLine, type ImportProblem } from './contact-file.ts';
import type { ContactKind } from './office.ts';
import { plainWords } from './plain-words.ts';

/** A line of the file once every cell was understood. */
export interface ContactLine {
  line: number;
  officeId: string;
  kind: ContactKind;
  rank: number;
  address: string;
  personName: string;
  /** Undefined: from the day of the import. */
  validFrom: string | undefined;
  validTo: string | undefined;
}

/** The words of the « type de contact » column: the format's own vocabulary, as the export writes it. */
export const kindWords: Record<ContactKind, string> = {
  'functional-mailbox': 'boîte fonctionnelle',
  'project-lead': 'chef de projet',
  deputy: 'adjoint',
  cabinet: 'cabinet',
  'secretary-general': 'secrétaire général',
};

const kindsByWords = new Map(
  (Object.entries(kindWords) as [ContactKind, string][]).map(([kind, words]) => [plainWords(words), kind]),
);

/** Finds the office that a cell names: `OFF-01`, or a territory that this office alone administers. */
export type OfficeFinder = (
  id: string,
) => { officeId: string } | { key: string; params?: Record<string, string> };

/** Reads the cells of one line; every wrong cell is told, not only the first one. */
export function readContactLine(
  { line, cells }: FileLine,
  findOffice: OfficeFinder,
): { contact: ContactLine | undefined; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const wrong = (column: ColumnKey, key: string, params?: Record<string, string | number>): undefined => {
    problems.push({
      line,
      column: columnTitles[column],
      key: `prefectures.import.${key}`,
      ...(params === undefined ? {} : { params }),
    });
    return undefined;
  };
  for (const key of Object.keys(cells) as ColumnKey[]) {
    if (/\p{Cc}|[\u2028\u2029]/u.test(cells[key])) wrong(key, 'control-characters');
  }
  if (problems.length > 0) return { contact: undefined, problems };

  const office = findOffice(cells.office.toUpperCase());
  const officeId = 'officeId' in office ? office.officeId : wrong('office', office.key, office.params);
  const kind =
    kindsByWords.get(plainWords(cells.kind)) ??
    wrong('kind', 'kind', { kinds: Object.values(kindWords).join(', ') });
  const rank = /^[1-9]$/.test(cells.rank)
    ? Number(cells.rank)
    : wrong('rank', 'rank', { highest: highestRank });
  // The transport's own rule, so that what enters the directory can be written to: one form, one sentence.
  const address = readAddress(cells.address);
  for (const { key } of address.ok ? [] : address.errors)
    problems.push({ line, column: columnTitles.address, key });
  if (cells.personName.length > longestName) wrong('personName', 'name-too-long', { maximum: longestName });
  if (formulaStart.test(cells.personName)) wrong('personName', 'formula');
  const validFrom = readDay(cells.validFrom) ?? wrong('validFrom', dayFault(cells.validFrom));
  const validTo = readDay(cells.validTo) ?? wrong('validTo', dayFault(cells.validTo));
  if (
    validFrom !== undefined &&
    validTo !== undefined &&
    validFrom !== '' &&
    validTo !== '' &&
    validTo < validFrom
  ) {
    wrong('validTo', 'ends-before-start');
  }
  if (
    officeId === undefined ||
    kind === undefined ||
    rank === undefined ||
    !address.ok ||
    problems.length > 0
  ) {
    return { contact: undefined, problems };
  }
  const contact = {
    line,
    officeId,
    kind,
    rank,
    address: address.value.address,
    personName: cells.personName,
    validFrom: validFrom === '' ? undefined : validFrom,
    validTo: validTo === '' ? undefined : validTo,
  };
  return { contact, problems };
}

/** `JJ/MM/AAAA` or `AAAA-MM-JJ` to `AAAA-MM-JJ`; an empty cell stays empty; undefined for no real day. */
function readDay(cell: string): string | undefined {
  if (cell === '') return '';
  const french = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(cell);
  const day = french === null ? cell : `${french[3]}-${french[2]}-${french[1]}`;
  return z.iso.date().safeParse(day).success ? day : undefined;
}

// A spreadsheet counts days from 1900: without the format of a date, a cell holds that count.
function dayFault(cell: string): string {
  return /^\d{4,5}([.,]\d+)?$/.test(cell) ? 'day-as-number' : 'no-such-date';
}
