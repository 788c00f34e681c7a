import { findUnspeltAcronyms } from './acronyms.ts';
import { findDeadReferences, findTypedReferences } from './act-references.ts';
import { findWrongSums } from './allocation-sums.ts';
import type { CheckedText } from './checked-text.ts';
import { findLostCrossReferences } from './cross-references.ts';
import { findDoubtfulDeadlines } from './deadlines.ts';
import type { Finding } from './finding.ts';
import { findFaultyHeadings } from './headings.ts';
import { findImagesWithoutAlternative } from './images.ts';
import { findImpossibleDates } from './impossible-dates.ts';
import { findBlockingComments, findLeftToReview } from './left-to-review.ts';
import { findExcessLength } from './letter-length.ts';
import { findEmptyLinks } from './links.ts';
import { findMissingParts } from './missing-parts.ts';
import { findWrongNor } from './nor.ts';
import { findTablesWithoutHeaders } from './tables.ts';

/** Every check, in the order in which a person reads what was found. */
const checks: ((text: CheckedText) => Finding[])[] = [
  findMissingParts,
  findLeftToReview,
  findBlockingComments,
  findWrongSums,
  findWrongNor,
  findImpossibleDates,
  findDoubtfulDeadlines,
  findDeadReferences,
  findLostCrossReferences,
  findTypedReferences,
  findFaultyHeadings,
  findTablesWithoutHeaders,
  findImagesWithoutAlternative,
  findEmptyLinks,
  findExcessLength,
];

/**
 * All that is to be looked at in a text: what stops a submission first, the rest after.
 * @param knownAcronyms those that need not be spelt out.
 */
export function runChecks(text: CheckedText, knownAcronyms: ReadonlySet<string>): Finding[] {
  const found = [...checks.flatMap((check) => check(text)), ...findUnspeltAcronyms(text, knownAcronyms)];
  const of = (severity: Finding['severity']) => found.filter((finding) => finding.severity === severity);
  return [...of('error'), ...of('warning')];
}
