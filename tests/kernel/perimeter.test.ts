import { expect } from 'chai';
import { AppError } from '../../src/kernel/errors.ts';
import { demandWithin, withinPerimeter, type Perimeter } from '../../src/kernel/perimeter.ts';

describe('the perimeter of a mission', () => {
  const read = (perimeter: Perimeter | undefined) =>
    [2021, 2022, 2023, 2024, 2025].filter((year) => withinPerimeter(perimeter, year));

  it('is everything when there is none, or when it has no bound', () => {
    expect(read(undefined)).to.have.length(5);
    expect(read({})).to.have.length(5);
  });

  it('holds the years of both its ends', () => {
    expect(read({ fromYear: 2022, toYear: 2024 })).to.deep.equal([2022, 2023, 2024]);
    expect(read({ fromYear: 2024 })).to.deep.equal([2024, 2025]);
    expect(read({ toYear: 2021 })).to.deep.equal([2021]);
  });

  it('refuses what is outside and what is of no year, and says which', () => {
    const refusal = (year: number | 'none', perimeter?: Perimeter) => {
      try {
        demandWithin(perimeter, year);
        return 'let in';
      } catch (error) {
        return error instanceof AppError ? `${error.code} ${error.messageKey}` : 'another fault';
      }
    };
    expect(refusal(2027, { toYear: 2026 })).to.equal('forbidden web.perimeter.outside');
    expect(refusal('none', { toYear: 2026 })).to.equal('forbidden web.perimeter.of-no-year');
    expect(refusal(2026, { toYear: 2026 })).to.equal('let in');
    expect(refusal('none')).to.equal('let in');
  });
});
