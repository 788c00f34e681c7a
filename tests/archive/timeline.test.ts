import { expect } from 'chai';
import { gather } from '../../src/archive/timeline.ts';
import type { JournalLine } from '../../src/journal/journal.ts';

function line(number: number, type: string): JournalLine {
  return { line: number, type, actor: 'u', subject: 's:1', data: {} } as unknown as JournalLine;
}

describe('a story', () => {
  const shape = (lines: JournalLine[]) =>
    gather(lines).map(({ first, last, count }) => [first.type, first.line, last.line, count]);

  it('gathers the answers of a dispatch, even when they come mixed', () => {
    const types = ['accepted', 'accepted', 'refused', 'accepted', 'accepted', 'refused'].map(
      (name) => `delivery.${name}`,
    );
    expect(shape(types.map((type, index) => line(index + 1, type)))).to.deep.equal([
      ['delivery.accepted', 1, 5, 4],
      ['delivery.refused', 3, 3, 1],
      ['delivery.refused', 6, 6, 1],
    ]);
  });

  it('gathers nothing across another event, and no other event', () => {
    const types = [
      'delivery.accepted',
      'delivery.accepted',
      'campaign.paused',
      'delivery.accepted',
      'delivery.accepted',
    ];
    expect(shape(types.map((type, index) => line(index + 1, type)))).to.have.length(5);
    expect(
      shape(Array.from({ length: 6 }, (_, index) => line(index + 1, 'instruction.saved'))),
    ).to.have.length(6);
  });
});
