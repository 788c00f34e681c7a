import { expect } from 'chai';
import { easterOf, holidayOn, isWorkingDay, workingDayAfter } from '../../src/kernel/french-calendar.ts';

describe('the French calendar', () => {
  it('knows Easter as the published tables do', () => {
    // Bureau des longitudes and US Naval Observatory; 2038 and 2285 are the latest and the earliest there are.
    const published = ['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2028-04-16', '2038-04-25'];
    for (const easter of [...published, '2285-03-22', '2049-04-18', '1954-04-18', '1981-04-19']) {
      expect(easterOf(Number(easter.slice(0, 4)))).to.equal(easter);
    }
  });

  it('has the eleven holidays of the Code du travail, and no other, in metropolitan France', () => {
    const days = Array.from({ length: 365 }, (_, index) =>
      new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10),
    );
    expect(days.filter((day) => holidayOn(day) !== undefined)).to.deep.equal([
      ...['2027-01-01', '2027-03-29', '2027-05-01', '2027-05-06', '2027-05-08', '2027-05-17'],
      ...['2027-07-14', '2027-08-15', '2027-11-01', '2027-11-11', '2027-12-25'],
    ]);
  });

  it('rests on Good Friday and Saint Stephen’s day in Alsace and Moselle only', () => {
    for (const place of ['57', '67', '68']) {
      expect(isWorkingDay('2027-03-26', [place]), place).to.equal(false);
      expect(isWorkingDay('2028-12-26', [place]), place).to.equal(false);
    }
    expect(isWorkingDay('2027-03-26', ['54'])).to.equal(true);
    expect(isWorkingDay('2028-12-26', ['88'])).to.equal(true);
  });

  it('rests overseas on the day of each territory', () => {
    const own = {
      '2027-04-27': '976',
      '2026-05-22': '972',
      '2027-05-27': '971',
      '2027-06-10': '973',
      '2027-12-20': '974',
      '2026-10-09': '977',
      '2027-05-28': '978',
      '2027-09-24': '988',
      '2026-11-20': '987',
      '2027-07-29': '986',
    };
    for (const [day, place] of Object.entries(own)) {
      expect(isWorkingDay(day, [place]), `${day} in ${place}`).to.equal(false);
      expect(isWorkingDay(day, ['75']), `${day} in Paris`).to.equal(true);
    }
    // One prefecture for both islands rests on the days of both.
    expect(isWorkingDay('2026-10-09', ['977', '978'])).to.equal(false);
    expect(isWorkingDay('2027-05-28', ['977', '978'])).to.equal(false);
  });

  it('follows a holiday that a text has moved', () => {
    expect(holidayOn('2024-06-29', ['987'])).to.equal('Fête de l’autonomie');
    expect(holidayOn('2026-06-29', ['987'])).to.equal(undefined);
    expect(holidayOn('2024-11-20', ['987'])).to.equal(undefined);
  });

  it('counts working days over weekends and holidays, forwards and backwards', () => {
    expect(workingDayAfter('2026-12-21', 5)).to.equal('2026-12-29');
    expect(workingDayAfter('2026-12-21', 5, ['67'])).to.equal('2026-12-29');
    // In 2028 the 26th of December is a Tuesday: a day more in Strasbourg.
    expect(workingDayAfter('2028-12-21', 5)).to.equal('2028-12-29');
    expect(workingDayAfter('2028-12-21', 5, ['67'])).to.equal('2029-01-02');
    expect(workingDayAfter('2027-05-10', -3)).to.equal('2027-05-04');
    expect(workingDayAfter('2027-05-08', 0)).to.equal('2027-05-10');
    expect(workingDayAfter('2026-12-21', -5)).to.equal('2026-12-14');
  });
});
