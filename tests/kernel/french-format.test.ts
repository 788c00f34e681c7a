import { expect } from 'chai';
import {
  formatAmount,
  formatBytes,
  formatCount,
  formatDay,
  formatLongInstant,
  formatShortDay,
  formatShortInstant,
} from '../../src/kernel/french-format.ts';

// Expectations as they are written in State letters: narrow spaces in numbers and hours.
describe('French formats', () => {
  it('write an instant in full, in Paris or where it is read', () => {
    expect(formatLongInstant('2026-12-07T13:30:00Z')).to.equal('lundi 7 décembre 2026 à 14\u202fh\u202f30');
    expect(formatLongInstant('2026-12-07T13:30:00Z', 'Pacific/Tahiti')).to.equal(
      'lundi 7 décembre 2026 à 3\u202fh\u202f30',
    );
    expect(formatLongInstant('2027-01-01T08:05:00Z')).to.match(/^vendredi 1er janvier 2027 à/);
  });

  it('write an instant briefly, the year whole', () => {
    expect(formatShortInstant('2026-12-07T13:30:00Z')).to.equal('07/12/2026 14:30');
  });

  it('write a day', () => {
    expect(formatDay('2026-12-07')).to.equal('7\u00a0décembre\u00a02026');
    expect(formatDay('2027-01-01')).to.equal('1er\u00a0janvier\u00a02027');
    expect(formatShortDay('2026-12-07')).to.equal('07/12/2026');
  });

  it('write amounts from cents, counts and sizes', () => {
    expect(formatAmount(841_241_500)).to.equal('8\u202f412\u202f415\u00a0€');
    expect(formatAmount(1250)).to.equal('12,50\u00a0€');
    expect(formatCount(8_412_415)).to.equal('8\u202f412\u202f415');
    expect(formatBytes(312_000)).to.equal('312\u00a0Ko');
    expect(formatBytes(1_400_000)).to.equal('1,4\u00a0Mo');
    expect(formatBytes(12)).to.equal('12\u00a0octets');
  });
});
