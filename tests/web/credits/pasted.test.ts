import { expect } from 'chai';
import { readPasted } from '../../../src/web/browser/credits/pasted.ts';

describe('cells copied in a spreadsheet', () => {
  const from = { row: 2, column: 0 };

  it('go down and to the right of where they are pasted, the last return aside', () => {
    expect(readPasted('1 234,56 €\t1 000\r\n\t0\r\n', from)).to.deep.equal([
      { row: 2, column: 0, text: '1 234,56 €' },
      { row: 2, column: 1, text: '1 000' },
      { row: 3, column: 0, text: '' },
      { row: 3, column: 1, text: '0' },
    ]);
  });

  it('are not several when there is one: that is pasted as any text is', () => {
    expect(readPasted('1 234,56\r\n', from)).to.equal(undefined);
    expect(readPasted('douze euros', from)).to.equal(undefined);
  });

  it('tell each one that is no amount', () => {
    const faults = readPasted('2.5\nabc\n-4\n1,234\n', from)?.map(({ row, fault }) => [row, fault]);
    expect(faults).to.deep.equal([
      [2, 'point'],
      [3, 'not-an-amount'],
      [4, 'negative'],
      [5, 'decimals'],
    ]);
  });
});
