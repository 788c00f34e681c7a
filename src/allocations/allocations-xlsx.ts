import { writeXlsx, type XlsxCell } from '../kernel/xlsx-file.ts';
import { branchesOf, totalOf, type Allocation, type Amounts, type KnownTerritory } from './allocation.ts';
import { columnTitles } from './allocation-file.ts';
import { totalWord } from './allocation-lines.ts';
import { headsOf } from './allocations-csv.ts';

const widths = [14, 34, 28, 24];
const columns = Object.values(columnTitles).map((title, index) => ({ title, width: widths[index] ?? 20 }));

// Exact: an amount is at most a hundred billion euros, and a cent.
const eurosOf = ({ commitmentAuthority, paymentAppropriation }: Amounts): number[] => [
  commitmentAuthority / 100,
  paymentAppropriation / 100,
];

/** The table as a workbook that the import reads back without changing anything; amounts are numbers, in euros. */
export function allocationsXlsx(sheet: string, lines: readonly Allocation[]): Promise<Uint8Array> {
  const rows = branchesOf(lines)
    .flatMap(({ head, departments }) => [head, ...departments])
    .map((line): XlsxCell[] => [line.territoryId, line.name, ...eurosOf(line)]);
  return writeXlsx({ sheet, columns, rows: [...rows, [totalWord, '', ...eurosOf(totalOf(lines))]] });
}

/** A workbook to fill: every region and collectivity, without any amount. */
export function modelXlsx(sheet: string, territories: readonly KnownTerritory[]): Promise<Uint8Array> {
  return writeXlsx({ sheet, columns, rows: headsOf(territories).map(({ id, name }) => [id, name]) });
}
