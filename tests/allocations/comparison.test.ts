import { expect } from 'chai';
import type { Allocation } from '../../src/allocations/allocation.ts';
import { compareTables } from '../../src/allocations/comparison.ts';
import { formatDifference, formatEvolution } from '../../src/kernel/french-format.ts';

const line = (territoryId: string, ae: number, cp = ae): Allocation => ({
  ...{ territoryId, level: territoryId.startsWith('REG') ? 'region' : 'department' },
  ...{ name: territoryId, linkedName: '', regionId: territoryId.startsWith('DEP') ? 'REG-94' : undefined },
  ...{ commitmentAuthority: ae, paymentAppropriation: cp },
});

describe('credits beside those of the year before', () => {
  const { lines, total } = compareTables(
    [line('REG-94', 20_000), line('DEP-2A', 5_000), line('REG-11', 10_000), line('REG-52', 300, 0)],
    [line('REG-94', 25_001, 10_000), line('DEP-2A', 5_000), line('REG-75', 700), line('REG-52', 300, 1)],
  );
  const of = (id: string) => lines.find(({ territoryId }) => territoryId === id)?.commitmentAuthority;

  it('say the difference in cents and in tenths of a percent', () => {
    expect(of('REG-94')).to.deep.equal({ before: 20_000, now: 25_001, difference: 5_001, perMille: 250 });
    expect(of('DEP-2A')).to.deep.include({ difference: 0, perMille: 0 });
  });

  it('keep a territory that is new, and one that receives nothing any more', () => {
    expect(of('REG-75')).to.deep.equal({ before: undefined, now: 700, difference: 700, perMille: undefined });
    expect(of('REG-11')).to.deep.equal({
      before: 10_000,
      now: undefined,
      difference: -10_000,
      perMille: -1000,
    });
    expect(lines.find(({ territoryId }) => territoryId === 'REG-52')?.paymentAppropriation.perMille).to.equal(
      undefined,
    );
  });

  it('never count a department twice', () => {
    expect(total.commitmentAuthority).to.deep.include({ before: 30_300, now: 26_001, difference: -4_299 });
  });

  it('are written with their sign', () => {
    const spaced = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
    expect([1_200_000, -50, 0].map((cents) => spaced(formatDifference(cents)))).to.deep.equal([
      '+ 12 000 €',
      '− 0,50 €',
      '0 €',
    ]);
    expect([42, -120, 0].map((tenths) => spaced(formatEvolution(tenths)))).to.deep.equal([
      '+ 4,2 %',
      '− 12 %',
      '0 %',
    ]);
  });
});
