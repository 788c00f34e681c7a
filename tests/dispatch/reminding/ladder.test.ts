import { expect } from 'chai';
import { dayOfStep, placesOf, usualLadder } from '../../../src/dispatch/reminding/ladder.ts';
import { meetingsOf, stepToMeet, type SilentOffice } from '../../../src/dispatch/reminding/leaving.ts';
import { comingSteps, nextDeparture } from '../../../src/dispatch/reminding/outlook.ts';
import { findPlace } from '../../../src/prefectures/prefectures.ts';
import { officesOfFrance } from '../../../src/prefectures/offices-of-france.ts';

const campaign = { openedAt: '2026-12-07T13:30:00.000Z', deadlineOn: '2026-12-21' };
const ladder = usualLadder(campaign);

function silent(officeId: string, met: number[] = [], reachedAt = campaign.openedAt) {
  const timeZone = officesOfFrance.find(({ id }) => id === officeId)?.timeZone ?? '';
  const regionId = findPlace(officeId)?.regionId;
  return { officeId, timeZone, reachedAt, regionId, met: new Set(met) };
}
const metAt = (instant: string, office: SilentOffice, of = campaign) =>
  stepToMeet(usualLadder(of), of, office, new Date(instant))?.step;

describe('the ladder of reminders', () => {
  it('reminds once before the deadline, once as it passes, once after; then asks a person to write', () => {
    expect(ladder.map((step) => `${step.kind} ${dayOfStep(step, campaign)}`)).to.deep.equal([
      'reminder 2026-12-14',
      'reminder 2026-12-22',
      // The 25th is Christmas, the 26th and 27th a weekend.
      'reminder 2026-12-29',
      'secretary-general 2027-01-06',
      'regional-prefect 2027-01-13',
    ]);
    expect(ladder.every(({ state }) => state === 'on')).to.equal(true);
  });

  it('does not remind on the heels of the first mail when the deadline is near', () => {
    const near = { ...campaign, deadlineOn: '2026-12-11' };
    expect(usualLadder(near).map(({ state }) => state)).to.deep.equal(['off', 'on', 'on', 'on', 'on']);
  });

  it('counts in the working days of each office', () => {
    const easter = { openedAt: '2027-03-01T09:00:00.000Z', deadlineOn: '2027-03-24' };
    const third = { anchor: 'deadline' as const, workingDays: 5 };
    const on = (officeId: string) => dayOfStep(third, easter, silent(officeId));
    expect(on('OFF-54')).to.equal('2027-04-01');
    // Good Friday.
    expect([on('OFF-57'), on('OFF-67'), on('OFF-68'), on('OFF-987')]).to.deep.equal(
      Array(4).fill('2027-04-02'),
    );
    const may = { openedAt: '2027-04-01T09:00:00.000Z', deadlineOn: '2027-05-25' };
    const inMay = (officeId: string) => dayOfStep(third, may, silent(officeId));
    expect([inMay('OFF-75'), inMay('OFF-971'), inMay('OFF-977')]).to.deep.equal([
      ...['2027-06-01', '2027-06-02', '2027-06-03'],
    ]);
    expect(placesOf('OFF-977')).to.deep.equal(['977', '978']);
  });

  it('counts from the day of the sending where the office is', () => {
    const evening = { ...campaign, openedAt: '2026-12-07T20:00:00.000Z' };
    const step = { anchor: 'sending' as const, workingDays: 5 };
    expect(dayOfStep(step, evening, silent('OFF-75'))).to.equal('2026-12-14');
    // It is already Tuesday in Nouméa.
    expect(dayOfStep(step, evening, silent('OFF-988'))).to.equal('2026-12-15');
  });

  it('writes from nine to five by the clock of the office', () => {
    const office = silent('OFF-75');
    expect(metAt('2026-12-14T07:59:59.000Z', office)).to.equal(undefined);
    expect(metAt('2026-12-14T08:00:00.000Z', office)).to.equal(1);
    expect(metAt('2026-12-14T15:59:00.000Z', office)).to.equal(1);
    expect(metAt('2026-12-14T16:00:00.000Z', office)).to.equal(undefined);
    // Nine o'clock of the same day, everywhere.
    expect(metAt('2026-12-13T22:00:00.000Z', silent('OFF-988'))).to.equal(1);
    expect(metAt('2026-12-14T05:00:00.000Z', silent('OFF-974'))).to.equal(1);
    expect(metAt('2026-12-14T13:00:00.000Z', silent('OFF-972'))).to.equal(1);
    expect(metAt('2026-12-14T18:59:00.000Z', silent('OFF-987'))).to.equal(undefined);
    expect(metAt('2026-12-14T19:00:00.000Z', silent('OFF-987'))).to.equal(1);
  });

  it('keeps to nine o’clock across the change of hour', () => {
    const spring = { openedAt: '2027-03-01T09:00:00.000Z', deadlineOn: '2027-03-22' };
    const reached = (met: number[]) => silent('OFF-75', met, spring.openedAt);
    expect(metAt('2027-03-23T07:59:00.000Z', reached([1]), spring)).to.equal(undefined);
    expect(metAt('2027-03-23T08:00:00.000Z', reached([1]), spring)).to.equal(2);
    // Summer time began on Sunday the 28th, and Monday was Easter Monday.
    expect(metAt('2027-03-29T08:00:00.000Z', reached([1, 2]), spring)).to.equal(undefined);
    expect(metAt('2027-03-30T06:59:00.000Z', reached([1, 2]), spring)).to.equal(undefined);
    expect(metAt('2027-03-30T07:00:00.000Z', reached([1, 2]), spring)).to.equal(3);
    const autumn = { openedAt: '2027-10-01T09:00:00.000Z', deadlineOn: '2027-10-29' };
    const later = silent('OFF-975', [1], autumn.openedAt);
    // Miquelon changes a week later than Paris: on the 1st of November, a holiday, it still has summer time.
    expect(metAt('2027-11-02T10:59:00.000Z', later, autumn)).to.equal(undefined);
    expect(metAt('2027-11-02T11:00:00.000Z', later, autumn)).to.equal(2);
  });

  it('waits for the next working day when a step’s own was missed', () => {
    expect(metAt('2026-12-19T09:00:00.000Z', silent('OFF-75'))).to.equal(undefined);
    expect(metAt('2026-12-21T09:00:00.000Z', silent('OFF-75'))).to.equal(1);
  });

  it('reminds once, of the last step, after a long absence', () => {
    expect(metAt('2026-12-30T09:00:00.000Z', silent('OFF-75'))).to.equal(3);
    expect(metAt('2026-12-31T09:00:00.000Z', silent('OFF-75', [3]))).to.equal(undefined);
  });

  it('leaves an office that was reached late the time to read', () => {
    const late = silent('OFF-75', [], '2026-12-11T15:00:00.000Z');
    expect(metAt('2026-12-14T09:00:00.000Z', late)).to.equal(undefined);
    expect(metAt('2026-12-15T09:00:00.000Z', late)).to.equal(1);
  });

  it('waits for a whole region before its prefect is written to, and has nobody to write to for a collectivity', () => {
    const candidate = (officeId: string, regionId: string | undefined, met = [4]) => ({
      ...silent(officeId, met),
      ...{ regionId, address: 'a@b.example' },
    });
    const marne = candidate('OFF-51', 'REG-44');
    const offices = [candidate('OFF-67', 'REG-44'), marne, candidate('OFF-975', undefined)];
    // The 26th of December 2028 is a Tuesday: Strasbourg comes to its step a day later.
    const of = { ...campaign, deadlineOn: '2028-12-06' };
    const meet = (instant: string, among = offices) =>
      meetingsOf(ladder, of, among, new Date(instant)).map(({ office }) => office.officeId);
    expect(meet('2028-12-28T13:00:00.000Z')).to.deep.equal([]);
    expect(meet('2028-12-28T13:00:00.000Z', [marne])).to.deep.equal(['OFF-51']);
    expect(meet('2028-12-29T13:00:00.000Z')).to.deep.equal(['OFF-67', 'OFF-51']);
  });

  it('says what is to come, and when the next reminders leave', () => {
    const offices = [silent('OFF-75'), silent('OFF-988'), silent('OFF-01', [1])];
    const coming = comingSteps(ladder, campaign, offices, new Date('2026-12-11T18:00:00.000Z'));
    expect(nextDeparture(ladder, coming)).to.deep.equal({ on: '2026-12-14', reminders: 2 });
    expect(coming.filter(({ officeId }) => officeId === 'OFF-01').map(({ step }) => step)).to.deep.equal([
      ...[2, 3, 4, 5],
    ]);
    expect(coming.filter(({ officeId }) => officeId === 'OFF-988').map(({ step }) => step)).to.deep.equal([
      ...[1, 2, 3, 4],
    ]);
    // On a Friday evening what is late comes on Monday.
    const late = comingSteps(ladder, campaign, [silent('OFF-75')], new Date('2026-12-18T17:00:00.000Z'));
    expect(late[0]).to.deep.equal({ officeId: 'OFF-75', step: 1, on: '2026-12-21' });
    // What a later step has passed over does not come any more.
    const passed = comingSteps(
      ladder,
      campaign,
      [silent('OFF-75', [1, 2])],
      new Date('2027-01-06T13:00:00.000Z'),
    );
    expect(passed.map(({ step }) => step)).to.deep.equal([4, 5]);
    expect(nextDeparture(ladder, [])).to.equal(undefined);
  });
});
