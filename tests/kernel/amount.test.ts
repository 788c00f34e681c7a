import { expect } from 'chai';
import { readAmount, writeAmount } from '../../src/kernel/amount.ts';

describe('an amount of a spreadsheet', () => {
  const right: [text: string, cents: number][] = [
    ['8412415', 841_241_500],
    ['8 412 415', 841_241_500],
    ['1\u202f234,56', 123_456],
    ['1\u00a0234,5', 123_450],
    ['12,05 €', 1205],
    ['0', 0],
    // In floating point, 1.15 × 100 is 114.99999999999999.
    ['1,15', 115],
    ['100 000 000 000', 10_000_000_000_000],
  ];
  for (const [text, cents] of right) {
    it(`reads « ${text} »`, () => expect(readAmount(text)).to.deep.equal({ cents }));
  }

  const wrong: [text: string, fault: string][] = [
    ['', 'missing'],
    [' € ', 'missing'],
    ['-12', 'negative'],
    ['\u221212', 'negative'],
    ['1.234', 'point'],
    ['1.234,56', 'point'],
    ['1,234', 'decimals'],
    ['12 34', 'not-an-amount'],
    ['1e6', 'not-an-amount'],
    ['douze', 'not-an-amount'],
    ['12,', 'not-an-amount'],
    ['=1+1', 'not-an-amount'],
    ['#REF!', 'not-an-amount'],
    ['100 000 000 000,01', 'too-large'],
    ['9'.repeat(400), 'too-large'],
  ];
  for (const [text, fault] of wrong) {
    it(`refuses « ${text.slice(0, 20)} » (${fault})`, () =>
      expect(readAmount(text)).to.deep.equal({ fault }));
  }

  it('is written so that it is read back', () => {
    for (const cents of [0, 5, 1205, 123_456, 10_000_000_000_000])
      expect(readAmount(writeAmount(cents))).to.deep.equal({ cents });
  });
});
