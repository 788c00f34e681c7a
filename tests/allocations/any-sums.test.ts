import { expect } from 'chai';
import {
  amountKeys,
  branchesOf,
  sumOf,
  totalOf,
  type Allocation,
  type KnownTerritory,
} from '../../src/allocations/allocation.ts';
import { columnTitles } from '../../src/allocations/allocation-file.ts';
import { readImport } from '../../src/allocations/allocation-import.ts';
import { allocationsCsv } from '../../src/allocations/allocations-csv.ts';
import { allocationsXlsx } from '../../src/allocations/allocations-xlsx.ts';
import { fieldOf, readTyped, typedFrom } from '../../src/allocations/table-form.ts';
import { writeXlsx } from '../../src/kernel/xlsx-file.ts';
import { seededRandom } from '../torture/seeded-random.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const random = seededRandom(seed);
const below = (bound: number) => Math.floor(random() * bound);

const territories: KnownTerritory[] = ['84', '94', '11'].flatMap((code) => [
  territory('region', `REG-${code}`),
  ...Array.from({ length: 4 }, (_one, index) =>
    territory('department', `DEP-${code}${index}`, `REG-${code}`),
  ),
]);

function territory(level: KnownTerritory['level'], id: string, regionId?: string): KnownTerritory {
  return { id, level, name: `Nom de ${id}`, linkedName: id, regionId, officeId: `OFF-${id}` };
}

/** From a cent to a hundred million euros, whatever its cents. */
const anyCents = () => below(10 ** (1 + below(10)));

/** Regions, some of them split to the cent between their departments. */
function anyTable(): Allocation[] {
  return territories
    .filter(({ level }) => level === 'region')
    .flatMap((region) => {
      const departments = territories.filter(({ regionId }) => regionId === region.id);
      const lines = random() < 0.5 ? [] : departments.map((each) => granted(each, anyCents(), anyCents()));
      const { commitmentAuthority, paymentAppropriation } =
        lines.length === 0
          ? { commitmentAuthority: anyCents(), paymentAppropriation: anyCents() }
          : sumOf(lines);
      return [granted(region, commitmentAuthority, paymentAppropriation), ...lines];
    });
}

function granted(
  { id: territoryId, level, name, linkedName, regionId }: KnownTerritory,
  commitmentAuthority: number,
  paymentAppropriation: number,
): Allocation {
  return { territoryId, level, name, linkedName, regionId, commitmentAuthority, paymentAppropriation };
}

const rules = { territories, byDepartment: false };
const inTextOrder = (lines: readonly Allocation[]) =>
  branchesOf(lines).flatMap(({ head, departments }) => [head, ...departments]);
const encode = (text: string) => new TextEncoder().encode(text);

describe(`credits, whatever their amounts (seed ${seed})`, () => {
  it('are the same to the cent once typed, or once written in a text file, and read again', async () => {
    for (let turn = 0; turn < 150; turn += 1) {
      const lines = inTextOrder(anyTable());
      const typed = readTyped(typedFrom(lines), rules);
      expect(typed.errors, `turn ${turn}`).to.deep.equal([]);
      expect(inTextOrder(typed.lines), `turn ${turn}`).to.deep.equal(lines);
      const { problems, allocations } = await readImport(encode(allocationsCsv(lines)), rules);
      expect([problems, allocations], `turn ${turn}`).to.deep.equal([[], lines]);
    }
  });

  it('add up as whole numbers do, the departments counted once', () => {
    for (let turn = 0; turn < 150; turn += 1) {
      const lines = anyTable();
      for (const key of amountKeys) {
        const regions = lines.filter(({ level }) => level === 'region');
        const sum = regions.reduce((total, line) => total + BigInt(line[key]), 0n);
        expect(BigInt(totalOf(lines)[key]), `turn ${turn}`).to.equal(sum);
      }
    }
  });

  it('are the same in a workbook, whose numbers are euros, a region’s being the sum that a spreadsheet makes', async () => {
    for (let turn = 0; turn < 12; turn += 1) {
      const lines = inTextOrder(anyTable());
      const { problems, allocations } = await readImport(await allocationsXlsx('Crédits', lines), rules);
      expect([problems, allocations], `turn ${turn}`).to.deep.equal([[], lines]);
      const euros = (line: Allocation) => amountKeys.map((key) => summedInEuros(lines, line, key));
      const rows = lines.map((line) => [line.territoryId, line.name, ...euros(line)]);
      const columns = Object.values(columnTitles).map((title) => ({ title, width: 20 }));
      const summed = await readImport(await writeXlsx({ sheet: 'Crédits', columns, rows }), rules);
      expect([summed.problems, summed.allocations], `turn ${turn}`).to.deep.equal([[], lines]);
    }
  });

  it('are refused for one cent, in a region or in the total', async () => {
    for (let turn = 0; turn < 60; turn += 1) {
      const lines = inTextOrder(anyTable());
      const key = amountKeys[below(2)] ?? 'commitmentAuthority';
      const split = lines.filter(({ level, territoryId }) =>
        level === 'region' ? lines.some(({ regionId }) => regionId === territoryId) : false,
      );
      const wrong = split[below(split.length)];
      const text = allocationsCsv(lines);
      const drifted = text.replace(
        /^(TOTAL;;\d+,)(\d\d)/m,
        (_all, before: string, cents: string) =>
          `${before}${cents === '99' ? '98' : String(Number(cents) + 1).padStart(2, '0')}`,
      );
      const total = await readImport(encode(drifted), rules);
      expect(
        total.problems.map((problem) => problem.key),
        `turn ${turn}`,
      ).to.deep.equal(['total-differs']);
      if (wrong === undefined) continue;
      const typed = typedFrom(
        lines.map((line) => (line === wrong ? { ...line, [key]: line[key] + 1 } : line)),
      );
      const { errors } = readTyped(typed, rules);
      expect(
        errors.map((fault) => [fault.field, fault.key]),
        `turn ${turn}`,
      ).to.deep.equal([[fieldOf(key, wrong.territoryId), 'allocations.typed.departments-differ']]);
    }
  });
});

/** A region’s euros as a spreadsheet adds up those of its departments, in binary fractions. */
function summedInEuros(
  lines: readonly Allocation[],
  line: Allocation,
  key: (typeof amountKeys)[number],
): number {
  const parts = lines.filter(({ regionId }) => regionId === line.territoryId);
  return parts.length === 0 ? line[key] / 100 : parts.reduce((sum, part) => sum + part[key] / 100, 0);
}
