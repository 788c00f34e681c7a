import { amountKeys, branchesOf, type Allocation, type KnownTerritory } from './allocation.ts';
import { formatAmount } from '../kernel/french-format.ts';
import { fieldOf } from './table-form.ts';

/** What templates/pages/allocations/typing.hbs declares of its lines: a region, its departments, the next one. */
export function typingRows(
  territories: readonly KnownTerritory[],
  shown: {
    typed: Readonly<Record<string, string>>;
    /** Last year's, to look at while typing. */
    before: readonly Allocation[];
    detailed: boolean;
  },
) {
  const known = territories.map(({ id: territoryId, level, name, linkedName, regionId }) => ({
    ...{ territoryId, level, name, linkedName, regionId },
    commitmentAuthority: 0,
    paymentAppropriation: 0,
  }));
  return branchesOf(known)
    .flatMap(({ head, departments }) => [head, ...(shown.detailed ? departments : [])])
    .map(({ territoryId, name, level, regionId }) => {
      const earlier = shown.before.find((line) => line.territoryId === territoryId);
      const [ae, cp] = amountKeys.map((key) => ({
        field: fieldOf(key, territoryId),
        value: shown.typed[fieldOf(key, territoryId)] ?? '',
        ...(earlier === undefined ? {} : { before: formatAmount(earlier[key]) }),
      }));
      return { name, isPart: level === 'department', group: regionId ?? territoryId, ae, cp };
    });
}
