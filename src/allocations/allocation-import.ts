import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { amountKeys, type Allocation } from './allocation.ts';
import { readAllocationFile, type ImportProblem } from './allocation-file.ts';
import { readAllocations, type AllocationRules } from './allocation-lines.ts';

/** What a file would put in the place of what stands, or why it does nothing. */
export interface ImportAnalysis {
  problems: ImportProblem[];
  allocations: Allocation[];
  /** Of the table itself: what a person saw in the preview is what they confirm. */
  contentSha256: string;
  /** Against what stands. */
  changes: { added: number; removed: number; changed: number; unchanged: number };
}

/** What a file says, whatever stands. */
export type ReadImport = Pick<ImportAnalysis, 'problems' | 'allocations'>;

/** Reads every cell of a file; with a problem anywhere there is nothing to apply. */
export async function readImport(bytes: Uint8Array, rules: AllocationRules): Promise<ReadImport> {
  const file = await readAllocationFile(bytes);
  const read = readAllocations(file.lines, rules);
  const problems = [...file.problems, ...read.problems].toSorted((one, other) => one.line - other.line);
  return { problems, allocations: problems.length > 0 ? [] : read.allocations };
}

/** Against what stands, whose criteria a file leaves as they are. */
export function analyse(
  { problems, allocations }: ReadImport,
  standing: { lines: readonly Allocation[]; criteria: string } | undefined,
): ImportAnalysis {
  return {
    problems,
    allocations,
    contentSha256: contentSha256(allocations, standing?.criteria),
    changes: changesOf(standing?.lines ?? [], allocations),
  };
}

/** Of what the lines grant to whom, whatever their order in the file, and of the criteria when there are any. */
export function contentSha256(lines: readonly Allocation[], criteria = ''): string {
  const sorted = lines
    .toSorted((one, other) => (one.territoryId < other.territoryId ? -1 : 1))
    .map(({ linkedName: _linked, regionId, ...line }) => ({ ...line, regionId: regionId ?? null }) as Json);
  return sha256Hex(canonicalJson(criteria === '' ? sorted : { lines: sorted, criteria }));
}

/** How many territories a table adds, leaves out, changes and leaves as they are. */
export function changesOf(
  standing: readonly Allocation[],
  wanted: readonly Allocation[],
): ImportAnalysis['changes'] {
  const before = new Map(standing.map((line) => [line.territoryId, line]));
  const known = wanted.filter(({ territoryId }) => before.has(territoryId));
  const changed = known.filter((line) =>
    amountKeys.some((key) => before.get(line.territoryId)?.[key] !== line[key]),
  ).length;
  return {
    added: wanted.length - known.length,
    removed: standing.length - known.length,
    changed,
    unchanged: known.length - changed,
  };
}
