import { expect } from 'chai';
import { withinPerimeter, type Perimeter } from '../../src/accounts/perimeter.ts';

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
});
