import {
  amountKeys,
  branchesOf,
  totalOf,
  type Allocation,
  type AmountKey,
  type Amounts,
} from './allocation.ts';

/** How an amount stands beside the same one of the year before, in integer cents. */
export interface Compared {
  before: number | undefined;
  now: number | undefined;
  /** Zero for what is missing on one side. */
  difference: number;
  /** Of what it was, in tenths of a percent; undefined where there was nothing. */
  perMille: number | undefined;
}

export type ComparedAmounts = Record<AmountKey, Compared>;

export interface ComparedLine extends ComparedAmounts {
  territoryId: string;
  name: string;
  isPart: boolean;
}

/** Two tables, territory by territory in the order of reading; names are those of this year's where there is one. */
export function compareTables(
  before: readonly Allocation[],
  now: readonly Allocation[],
): { lines: ComparedLine[]; total: ComparedAmounts } {
  const all = [...now, ...before.filter((line) => find(now, line.territoryId) === undefined)];
  const lines = branchesOf(all).flatMap(({ head, departments }) => [head, ...departments]);
  return {
    lines: lines.map(({ territoryId, name, level }) => ({
      territoryId,
      name,
      isPart: level === 'department',
      ...compareAmounts(find(before, territoryId), find(now, territoryId)),
    })),
    total: compareAmounts(totalOf(before), totalOf(now)),
  };
}

function find(lines: readonly Allocation[], territoryId: string): Allocation | undefined {
  return lines.find((line) => line.territoryId === territoryId);
}

function compareAmounts(before: Amounts | undefined, now: Amounts | undefined): ComparedAmounts {
  const [ae, cp] = amountKeys.map((key) => compare(before?.[key], now?.[key])) as [Compared, Compared];
  return { commitmentAuthority: ae, paymentAppropriation: cp };
}

function compare(before: number | undefined, now: number | undefined): Compared {
  const difference = (now ?? 0) - (before ?? 0);
  const perMille =
    before === undefined || before === 0 ? undefined : Math.round((difference * 1000) / before);
  return { before, now, difference, perMille };
}
