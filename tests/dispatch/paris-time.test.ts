import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { parisDayAndTime, parisInstants } from '../../src/dispatch/paris-time.ts';

describe('a day and hour in Paris', () => {
  for (const [day, time, ...instants] of [
    ['2026-12-07', '08:30', '2026-12-07T07:30:00.000Z'],
    ['2026-07-14', '00:00', '2026-07-13T22:00:00.000Z'],
    ['2027-03-28', '01:59', '2027-03-28T00:59:00.000Z'],
    ['2027-03-28', '03:00', '2027-03-28T01:00:00.000Z'],
    ['2026-10-25', '03:00', '2026-10-25T02:00:00.000Z'],
  ] as const) {
    it(`${day} ${time} is one instant`, () => expect(parisInstants(day, time)).to.deep.equal(instants));
  }

  it('is no instant in the hour that is skipped in March', () => {
    expect(parisInstants('2027-03-28', '02:00')).to.deep.equal([]);
    expect(parisInstants('2027-03-28', '02:59')).to.deep.equal([]);
  });

  it('is two instants in the hour that comes twice in October, summer first', () => {
    expect(parisInstants('2026-10-25', '02:30')).to.deep.equal([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
    ]);
  });

  it('is none when it is not a day and a time', () => {
    for (const [day, time] of [
      ['2027-02-30', '08:00'],
      ['2027-02-28', '24:00'],
      ['28/02/2027', '08:00'],
      ['2027-02-28', '8:00'],
      ['', ''],
    ] as const)
      expect(parisInstants(day, time), `${day} ${time}`).to.deep.equal([]);
  });

  it('is what the system’s own clock shows there', () => {
    for (const [day, time] of [
      ['2026-12-07', '08:30'],
      ['2027-03-28', '03:00'],
      ['2027-06-21', '23:59'],
    ] as const) {
      const [instant = ''] = parisInstants(day, time);
      const shown = execFileSync('date', ['-d', instant, '+%F %H:%M'], {
        env: { TZ: 'Europe/Paris', PATH: process.env.PATH },
        encoding: 'utf8',
      });
      expect(shown.trim()).to.equal(`${day} ${time}`);
      expect(parisDayAndTime(new Date(instant))).to.deep.equal({ day, time });
    }
  });
});
