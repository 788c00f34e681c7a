import { writeCsv } from '../kernel/csv-file.ts';
import { branchesOf, totalOf, type Allocation, type KnownTerritory } from './allocation.ts';
import { columnTitles } from './allocation-file.ts';
import { totalWord } from './allocation-lines.ts';
import { writeAmount } from '../kernel/amount.ts';

const titles = Object.values(columnTitles);

/** The table as a file that the import reads back without changing anything; it travels inside of the PDF too. */
export function allocationsCsv(lines: readonly Allocation[]): string {
  const total = totalOf(lines);
  return writeCsv([
    titles,
    ...branchesOf(lines)
      .flatMap(({ head, departments }) => [head, ...departments])
      .map((line) => [
        line.territoryId,
        line.name,
        writeAmount(line.commitmentAuthority),
        writeAmount(line.paymentAppropriation),
      ]),
    [totalWord, '', writeAmount(total.commitmentAuthority), writeAmount(total.paymentAppropriation)],
  ]);
}

/** A file to fill: every region and collectivity, without any amount. Departments may be added. */
export function modelCsv(territories: readonly KnownTerritory[]): string {
  return writeCsv([titles, ...headsOf(territories).map(({ id, name }) => [id, name, '', ''])]);
}

/** The regions by name, then the collectivities. */
export function headsOf(territories: readonly KnownTerritory[]): KnownTerritory[] {
  return territories
    .filter(({ level }) => level !== 'department')
    .toSorted(
      (one, other) => other.level.localeCompare(one.level) || one.name.localeCompare(other.name, 'fr'),
    );
}
