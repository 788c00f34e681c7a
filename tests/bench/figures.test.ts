import { expect } from 'chai';
import { isMet, median, ratioOf, summarise, type Aim } from '../../bench/figures.ts';

const atMost: Aim = { bound: 'at most', ratio: 1.6 };
const atLeast: Aim = { bound: 'at least', ratio: 2 };

describe('the median', () => {
  it('is the value in the middle, whatever the order', () => {
    expect(median([9, 1, 5])).to.equal(5);
    expect(median([5])).to.equal(5);
  });

  it('is between the two in the middle when there is no middle', () => {
    expect(median([8, 1, 2, 4])).to.equal(3);
  });

  it('orders numbers as numbers', () => {
    expect(median([100, 9, 20])).to.equal(20);
  });

  it('is not moved by one run that took far too long', () => {
    expect(median([10, 11, 12, 13, 90_000])).to.equal(12);
  });

  it('of nothing is refused', () => {
    expect(() => median([])).to.throw(RangeError);
  });
});

describe('the ratio', () => {
  it('is how many times the peer’s duration ours is, when the aim is « at most »', () => {
    expect(ratioOf(300, 200, atMost)).to.equal(1.5);
  });

  it('is how many times faster we are, when the aim is « at least »', () => {
    expect(ratioOf(200, 300, atLeast)).to.equal(1.5);
  });

  it('meets its aim up to the bound itself', () => {
    expect([1.599, 1.6, 1.601].map((ratio) => isMet(ratio, atMost))).to.deep.equal([true, true, false]);
    expect([1.999, 2, 2.001].map((ratio) => isMet(ratio, atLeast))).to.deep.equal([false, true, true]);
  });

  it('is judged as it is printed', () => {
    const ratio = ratioOf(1.60004, 1, atMost);
    expect({ ratio, met: isMet(ratio, atMost) }).to.deep.equal({ ratio: 1.6, met: true });
  });
});

describe('the summary of a side', () => {
  it('gives the median of each figure, and the range of the times', () => {
    const samples = [
      { ms: 30, lines: 7 },
      { ms: 10.004, lines: 5 },
      { ms: 20, lines: 6 },
    ];
    expect(summarise(samples)).to.deep.equal({ rounds: 3, medianMs: 20, minMs: 10, maxMs: 30, lines: 6 });
  });
});
