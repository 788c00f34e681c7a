import type { Messages } from '../kernel/messages.ts';
import type { ImportProblem } from './contact-file.ts';
import type { ImportAnalysis } from './contact-import.ts';
import type { ContactKind } from './office.ts';

/** Above this a page helps nobody: the rest is counted. */
const longestReport = 200;

/** The report's lines in French, and how many were left out. */
export function problemRows(problems: ImportProblem[], messages: Messages) {
  return {
    problemCount: problems.length,
    hidden: Math.max(0, problems.length - longestReport),
    problems: problems.slice(0, longestReport).map(({ line, column, key, params }) => ({
      line,
      column,
      sentence: messages(key, params),
    })),
  };
}

/** What a preview shows: the change in numbers, then contact by contact. */
export function previewModel({ plan, planSha256, warnings }: ImportAnalysis, messages: Messages) {
  const row = (contact: {
    officeId: string;
    rank: number;
    kind: ContactKind;
    address: string;
    personName: string;
    validFrom: string;
    validTo: string | undefined;
  }) => ({
    officeId: contact.officeId,
    rank: contact.rank,
    kind: messages(`prefectures.kind.${contact.kind}`),
    address: contact.address,
    personName: contact.personName,
    validFrom: contact.validFrom,
    ...(contact.validTo === undefined ? {} : { validTo: contact.validTo }),
  });
  return {
    planSha256,
    offices: plan.officeIds.length,
    addedCount: plan.added.length,
    endedCount: plan.ended.length,
    unchanged: plan.unchanged,
    changes: plan.added.length + plan.ended.length > 0,
    added: plan.added.map(row),
    ended: plan.ended.map(row),
    warnings: warnings.map(({ line, key, params }) => ({ line, sentence: messages(key, params) })),
  };
}
