import { expect } from 'chai';
import {
  clockOf,
  daysBetween,
  monthsAfter,
  phaseOf,
  warningDue,
} from '../../src/publications/publication-clock.ts';

describe('the publication clock', () => {
  it('counts calendar months, to the same date or to the last day of a shorter month', () => {
    const cases: [string, string][] = [
      ['2026-12-07', '2027-04-07'],
      ['2015-10-26', '2016-02-26'],
      ['2026-10-31', '2027-02-28'],
      ['2027-10-31', '2028-02-29'],
      ['2027-10-29', '2028-02-29'],
      ['2026-10-29', '2027-02-28'],
      ['2027-10-28', '2028-02-28'],
      ['2027-05-31', '2027-09-30'],
      ['2027-08-31', '2027-12-31'],
      ['2028-02-29', '2028-06-29'],
      ['2027-11-30', '2028-03-30'],
      ['2099-12-31', '2100-04-30'],
    ];
    for (const [signedOn, limitOn] of cases) expect(monthsAfter(signedOn, 4), signedOn).to.equal(limitOn);
  });

  it('never gives a later signature an earlier end, on any day of five years', () => {
    let previous = '';
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2031, 0, 1); at += 86_400_000) {
      const { limitOn, warnings } = clockOf(new Date(at).toISOString().slice(0, 10));
      expect(limitOn >= previous, limitOn).to.equal(true);
      previous = limitOn;
      const days = warnings.map(({ on }) => on);
      expect(days.toSorted(), limitOn).to.deep.equal(days);
      expect((days.at(-1) ?? '') < limitOn).to.equal(true);
    }
  });

  it('warns at two months, at three, and fifteen days before the end, the latest alone', () => {
    const due = (today: string) => warningDue('2026-12-07', today);
    expect(due('2027-02-06')).to.equal(undefined);
    expect(due('2027-02-07')).to.equal('two-months');
    expect(due('2027-03-06')).to.equal('two-months');
    expect(due('2027-03-07')).to.equal('three-months');
    expect(due('2027-03-22')).to.equal('three-months');
    expect(due('2027-03-23')).to.equal('fifteen-days');
    expect(due('2027-04-07')).to.equal('fifteen-days');
    expect(due('2027-04-08')).to.equal(undefined);
  });

  it('is not past on the last day, and is on the day after', () => {
    expect(phaseOf('2026-12-07', '2026-12-07')).to.equal('early');
    expect(phaseOf('2026-12-07', '2027-04-07')).to.equal('fifteen-days');
    expect(phaseOf('2026-12-07', '2027-04-08')).to.equal('passed');
    expect(daysBetween('2027-03-27', '2027-03-29')).to.equal(2);
  });
});
