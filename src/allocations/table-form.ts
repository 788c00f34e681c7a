import { formatAmount } from '../kernel/french-format.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { amountKeys, type Allocation, type AmountKey } from './allocation.ts';
import { columnTitles, type FileLine, type ImportProblem } from './allocation-file.ts';
import { readAllocations, type AllocationRules } from './allocation-lines.ts';

const prefixes: Record<AmountKey, string> = { commitmentAuthority: 'ae', paymentAppropriation: 'cp' };

/** The form's name for what a territory is granted: `ae-REG-84`, `cp-DEP-01`. */
export function fieldOf(key: AmountKey, territoryId: string): string {
  return `${prefixes[key]}-${territoryId}`;
}

// « 210 000 », « 200 000,50 »: the column's title says euros.
const writtenAmount = (cents: number) => formatAmount(cents).replace(/\s€$/, '');

/** What the form shows of a table. */
export function typedFrom(lines: readonly Allocation[]): Record<string, string> {
  const typed = lines.flatMap((line) =>
    amountKeys.map((key) => [fieldOf(key, line.territoryId), writtenAmount(line[key])]),
  );
  return Object.fromEntries(typed) as Record<string, string>;
}

/**
 * Reads a table typed by hand with the rules of a file's: every wrong amount is told beside its field, then
 * the sums. A territory with nothing typed is granted nothing, and has no line.
 */
export function readTyped(
  typed: Readonly<Record<string, string>>,
  { territories, byDepartment }: AllocationRules,
): { lines: Allocation[]; errors: FieldError[] } {
  const written = territories.filter(({ id }) =>
    amountKeys.some((key) => (typed[fieldOf(key, id)] ?? '').trim() !== ''),
  );
  const source = written.map(({ id }, index): FileLine => {
    const amountOf = (key: AmountKey) => typed[fieldOf(key, id)] ?? '';
    const amounts = {
      commitmentAuthority: amountOf('commitmentAuthority'),
      paymentAppropriation: amountOf('paymentAppropriation'),
    };
    return { line: index, cells: { territory: id, name: '', ...amounts } };
  });
  const read = readAllocations(source, { territories, byDepartment });
  const errors = read.problems.map((problem) => errorOf(problem, written[problem.line]?.id ?? ''));
  return { lines: read.allocations, errors };
}

// A whole line that is wrong is told beside its first amount.
function errorOf({ column, key, params }: ImportProblem, territoryId: string): FieldError {
  const amount = amountKeys.find((each) => columnTitles[each] === column) ?? 'commitmentAuthority';
  return { field: fieldOf(amount, territoryId), key: `allocations.typed.${key}`, params };
}
