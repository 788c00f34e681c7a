import { expect } from 'chai';
import { readSplit } from '../../src/regions/split.ts';

const envelope = {
  ...{ commitmentAuthority: 10_000_050, paymentAppropriation: 8_000_000 },
  departments: [
    { id: 'DEP-2A', name: 'Corse-du-Sud' },
    { id: 'DEP-2B', name: 'Haute-Corse' },
  ],
};
const typed = {
  'ae-DEP-2A': '60 000,50',
  'ae-DEP-2B': '40000',
  'cp-DEP-2A': '50 000 €',
  'cp-DEP-2B': '30 000',
};
const faultsOf = (change: Partial<Record<keyof typeof typed, string>>) => {
  const read = readSplit({ ...typed, ...change }, envelope);
  return read.ok
    ? []
    : read.errors.map(({ field, key, params }) => [field, key, params?.difference].filter(Boolean));
};

describe('the split of a region’s envelope', () => {
  it('is read in cents when each column sums to the envelope', () => {
    const read = readSplit(typed, envelope);
    expect(read.ok && read.value.map((line) => [line.territoryId, line.commitmentAuthority])).to.deep.equal([
      ['DEP-2A', 6_000_050],
      ['DEP-2B', 4_000_000],
    ]);
  });

  it('is refused beside the sum, with the difference in euros, of one cent too', () => {
    expect(faultsOf({ 'ae-DEP-2A': '60 000,51' })).to.deep.equal([
      ['total-ae', 'regions.split.above', '0,01\u00a0€'],
    ]);
    expect(faultsOf({ 'cp-DEP-2B': '0' })).to.deep.equal([
      ['total-cp', 'regions.split.below', '30\u202f000\u00a0€'],
    ]);
  });

  it('is refused beside each field that is no amount, before any sum', () => {
    expect(faultsOf({ 'ae-DEP-2A': '', 'cp-DEP-2A': '-1', 'cp-DEP-2B': '1.5' })).to.deep.equal([
      ['ae-DEP-2A', 'regions.amount.missing'],
      ['cp-DEP-2A', 'regions.amount.negative'],
      ['cp-DEP-2B', 'regions.amount.point'],
    ]);
  });
});
