import type { Messages } from '../kernel/messages.ts';
import { branchesOf, totalOf, type Allocation } from './allocation.ts';
import type { ImportProblem } from './allocation-file.ts';
import type { ImportAnalysis } from './allocation-import.ts';

/** Above this a page helps nobody: the rest is counted. */
const longestReport = 200;

/** The table as a page prints it: each region with its departments under it, then the total. */
export function tableModel(lines: readonly Allocation[]) {
  const branches = branchesOf(lines);
  const row = (line: Allocation) => ({
    territory: line.territoryId,
    name: line.name,
    isPart: line.level === 'department',
    commitmentAuthority: line.commitmentAuthority,
    paymentAppropriation: line.paymentAppropriation,
  });
  const count = (level: Allocation['level']) => lines.filter((line) => line.level === level).length;
  return {
    rows: branches.flatMap(({ head, departments }) => [head, ...departments]).map(row),
    total: totalOf(lines),
    regions: count('region'),
    departments: count('department'),
    collectivities: count('collectivity'),
    detailed: branches.filter(({ departments }) => departments.length > 0).length,
  };
}

/** The report's lines in French, and how many were left out. */
export function problemRows(problems: readonly ImportProblem[], messages: Messages) {
  return {
    problemCount: problems.length,
    hidden: Math.max(0, problems.length - longestReport),
    problems: problems.slice(0, longestReport).map(({ line, column, value, key, params }) => ({
      line,
      column,
      value: value.length > 60 ? `${value.slice(0, 60)}…` : value,
      wrong: messages(`allocations.problem.${key}`, params),
      expected: messages(`allocations.expected.${key}`, params),
    })),
  };
}

/** What a preview shows: the change in numbers, then the table as it would stand. */
export function previewModel({ allocations, contentSha256, changes }: ImportAnalysis) {
  return {
    contentSha256,
    ...changes,
    hasChanges: changes.added + changes.removed + changes.changed > 0,
    table: tableModel(allocations),
  };
}
