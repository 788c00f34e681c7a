import { expect } from 'chai';
import { anchorDue, anchorText, readAnchorText, type Unanchored } from '../../src/proof/anchor.ts';
import { checkOrder, daysWithoutAnchor } from '../../src/proof/anchor-checking.ts';
import type { Anchor } from '../../src/proof/proof.ts';

const hash = 'a'.repeat(64);
const anchorOf = (line: number, stampedAt: string) => ({ line, stampedAt }) as Anchor;

describe('an anchor of the journal', () => {
  const now = new Date('2026-12-07T13:30:00.000Z');
  const due = (waiting: Unanchored | undefined, lastOn?: string) => anchorDue(waiting, { lastOn, now });
  const since = (oldestAt: string, urgent?: Unanchored['urgent']) => ({ oldestAt, urgent });

  it('is taken at once for a signature or a closing', () => {
    expect(due(since('2026-12-07T13:30:00.000Z', 'signature'), '2026-12-07')).to.equal('signature');
    expect(due(since('2026-12-07T13:30:00.000Z', 'close'), '2026-12-07')).to.equal('close');
  });

  it('is taken once on each day that has lines, some minutes after the first', () => {
    expect(due(since('2026-12-07T13:24:00.000Z'), '2026-12-06')).to.equal('day');
    expect(due(since('2026-12-07T13:24:00.000Z'))).to.equal('day');
    expect(due(since('2026-12-07T13:29:00.000Z'), '2026-12-06')).to.equal(undefined);
    expect(due(since('2026-12-07T13:24:00.000Z'), '2026-12-07')).to.equal(undefined);
  });

  it('is taken for what a day that is over held later, by the day of Paris', () => {
    expect(due(since('2026-12-06T22:30:00.000Z'), '2026-12-07')).to.equal('day-end');
    expect(due(since('2026-12-06T23:30:00.000Z'), '2026-12-07')).to.equal(undefined);
  });

  it('is never taken when nothing was written', () => expect(due(undefined)).to.equal(undefined));

  it('stamps a text that is read back, and no other', () => {
    expect(readAnchorText(anchorText({ line: 12, hash }))).to.deep.equal({ line: 12, hash });
    for (const text of ['', anchorText({ line: 12, hash }).trimEnd(), `x${anchorText({ line: 12, hash })}`])
      expect(readAnchorText(text)).to.equal(undefined);
  });
});

describe('days and anchors', () => {
  const now = new Date('2026-12-10T15:00:00.000Z');
  const days = new Map([
    ['2026-12-07', 1],
    ['2026-12-08', 10],
    ['2026-12-09', 20],
    ['2026-12-10', 30],
  ]);

  it('find nothing wrong when each day that is over has its anchor', () => {
    const anchors = [anchorOf(4, '2026-12-07T15:00:00.000Z'), anchorOf(12, '2026-12-08T15:00:00.000Z')];
    expect(daysWithoutAnchor(days, [...anchors, anchorOf(25, '2026-12-10T02:00:00.000Z')], now)).to.eql([]);
  });

  it('tell the days without one, those that follow each other together', () => {
    expect(daysWithoutAnchor(days, [], now)).to.deep.equal([
      { kind: 'day-without-anchor', from: '2026-12-07', until: '2026-12-09' },
    ]);
    const middle = anchorOf(12, '2026-12-08T15:00:00.000Z');
    expect(daysWithoutAnchor(days, [middle], now)).to.deep.equal([
      { kind: 'day-without-anchor', from: '2026-12-07', until: '2026-12-07' },
      { kind: 'day-without-anchor', from: '2026-12-09', until: '2026-12-09' },
    ]);
  });

  it('do not let a later day answer for an earlier one', () => {
    const late = anchorOf(35, '2026-12-10T14:00:00.000Z');
    expect(daysWithoutAnchor(days, [late], now)).to.have.length(1);
  });

  it('do not judge a day before the next noon', () => {
    const early = new Date('2026-12-08T10:30:00.000Z');
    expect(daysWithoutAnchor(days, [], early)).to.deep.equal([]);
  });

  it('tell an anchor that is older than one of a line before', () => {
    const anchors = [anchorOf(4, '2026-12-08T15:00:00.000Z'), anchorOf(12, '2026-12-07T15:00:00.000Z')];
    expect(checkOrder(anchors)).to.deep.equal([{ kind: 'anchor-order', line: 12 }]);
    expect(checkOrder(anchors.toReversed())).to.deep.equal([]);
  });
});
