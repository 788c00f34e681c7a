import { foldTitle } from '../kernel/csv-file.ts';
import { formatAmount } from '../kernel/french-format.ts';
import {
  amountKeys,
  sumOf,
  totalOf,
  type Allocation,
  type AmountKey,
  type KnownTerritory,
} from './allocation.ts';
import { columnTitles, type ColumnKey, type FileLine, type ImportProblem } from './allocation-file.ts';
import { readAmount } from '../kernel/amount.ts';

/** What the first cell of a line of totals says; it is checked, and not kept. */
export const totalWord = 'TOTAL';

interface ReadLine {
  source: FileLine;
  amounts: Partial<Record<AmountKey, number>>;
  territory: KnownTerritory | undefined;
  isTotal: boolean;
}

/** Who may be granted credits, and whether a region's must be split between its departments. */
export interface AllocationRules {
  territories: readonly KnownTerritory[];
  byDepartment: boolean;
}

/**
 * Understands every cell, then the sums; with a problem there are no lines. Every wrong cell is told,
 * not only the first one; sums are looked at once every cell is right.
 */
export function readAllocations(
  lines: readonly FileLine[],
  { territories: known, byDepartment }: AllocationRules,
): { allocations: Allocation[]; problems: ImportProblem[] } {
  const territories = new Map(known.map((each) => [each.id, each]));
  const problems: ImportProblem[] = [];
  const seen = new Map<string, number>();
  const read = lines.map((source) => readLine(source, territories, problems));
  for (const { source, territory, isTotal } of read) {
    const name = isTotal ? totalWord : territory?.id;
    if (name === undefined) continue;
    const other = seen.get(name);
    if (other !== undefined) problems.push(problemAt(source, 'territory', 'territory-twice', { other }));
    else seen.set(name, source.line);
  }
  if (problems.length > 0) return { allocations: [], problems };
  const allocations = read.flatMap(({ territory, amounts }) =>
    territory === undefined ? [] : [allocationOf(territory, amounts)],
  );
  if (byDepartment) problems.push(...missingDepartments(read, known));
  problems.push(...wrongSums(read, allocations));
  return problems.length > 0 ? { allocations: [], problems } : { allocations, problems };
}

function readLine(
  source: FileLine,
  territories: ReadonlyMap<string, KnownTerritory>,
  problems: ImportProblem[],
): ReadLine {
  const { cells } = source;
  const id = cells.territory.toUpperCase();
  const isTotal = id === totalWord;
  const territory = territories.get(id);
  if (territory === undefined && !isTotal) problems.push(problemAt(source, 'territory', ...unknown(id)));
  // A code beside another's name: a sort that moved one column and not the other.
  if (territory !== undefined && cells.name !== '' && foldTitle(cells.name) !== foldTitle(territory.name)) {
    problems.push(problemAt(source, 'name', 'name-differs', { territory: id, name: territory.name }));
  }
  const amounts: ReadLine['amounts'] = {};
  for (const key of amountKeys) {
    const amount = readAmount(cells[key]);
    if ('cents' in amount) amounts[key] = amount.cents;
    else problems.push(problemAt(source, key, `amount-${amount.fault}`));
  }
  return { source, amounts, territory, isTotal };
}

function unknown(id: string): [key: string, params?: Record<string, string>] {
  if (id === '') return ['territory-missing'];
  return /^(\d{1,3}|2[AB])$/.test(id) ? ['territory-bare', { code: id }] : ['territory-unknown'];
}

function wrongSums(read: readonly ReadLine[], allocations: readonly Allocation[]): ImportProblem[] {
  const problems: ImportProblem[] = [];
  const departments = Map.groupBy(
    allocations.filter(({ level }) => level === 'department'),
    ({ regionId = '' }) => regionId,
  );
  for (const { source, territory, amounts, isTotal } of read) {
    const parts = isTotal ? undefined : departments.get(territory?.id ?? '');
    const expected = isTotal ? totalOf(allocations) : parts && sumOf(parts);
    for (const key of amountKeys) {
      if (expected === undefined || expected[key] === amounts[key]) continue;
      const params = { sum: formatAmount(expected[key]), name: territory?.name ?? '' };
      problems.push(problemAt(source, key, isTotal ? 'total-differs' : 'departments-differ', params));
    }
    const { regionId } = territory ?? {};
    const isOrphan =
      territory?.level === 'department' && !read.some((line) => line.territory?.id === regionId);
    if (isOrphan) problems.push(problemAt(source, 'territory', 'region-missing', { region: regionId ?? '' }));
  }
  return problems;
}

/** A region whose departments are not all there, when the text asks for them. */
function missingDepartments(read: readonly ReadLine[], known: readonly KnownTerritory[]): ImportProblem[] {
  const written = new Set(read.map(({ territory }) => territory?.id));
  return read.flatMap(({ source, territory }) => {
    if (territory?.level !== 'region') return [];
    const missing = known.filter(({ id, regionId }) => regionId === territory.id && !written.has(id));
    if (missing.length === 0) return [];
    const departments = missing.map(({ name }) => name).join(', ');
    return [problemAt(source, 'territory', 'departments-missing', { departments })];
  });
}

function allocationOf(territory: KnownTerritory, amounts: ReadLine['amounts']): Allocation {
  const { id: territoryId, level, name, linkedName, regionId } = territory;
  const { commitmentAuthority = 0, paymentAppropriation = 0 } = amounts;
  return { territoryId, level, name, linkedName, regionId, commitmentAuthority, paymentAppropriation };
}

function problemAt(
  { line, cells }: FileLine,
  column: ColumnKey,
  key: string,
  params: Record<string, string | number> = {},
): ImportProblem {
  return { line, column: columnTitles[column], value: cells[column], key, params };
}
