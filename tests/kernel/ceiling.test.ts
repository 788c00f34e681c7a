import { expect } from 'chai';
import { refuseBeyond } from '../../src/kernel/ceiling.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

const hours = (count: number) => count * 3_600_000;

describe('a ceiling', () => {
  const clock = createFixedClock('2026-12-07T09:00:00Z');
  const judge = async (ages: number[]) => {
    const written = ages.map((age) => new Date(clock.now().getTime() - age).toISOString());
    const beyond = await refuseBeyond(
      { anHour: 2, aDay: 3 },
      {
        ...{ clock, keys: 'words.too-many' },
        countSince: async (since) => written.filter((at) => at > since).length,
      },
    );
    return beyond?.errors[0];
  };

  it('lets as many pass in an hour, and refuses one more', async () => {
    expect(await judge([])).to.equal(undefined);
    expect(await judge([hours(0), hours(1)])).to.equal(undefined);
    expect(await judge([hours(0), hours(1) - 1])).to.include({ key: 'words.too-many.hour' });
  });

  it('counts a day too, and forgets what is older', async () => {
    expect(await judge([hours(2), hours(3), hours(24)])).to.equal(undefined);
    expect(await judge([hours(2), hours(3), hours(24) - 1])).to.deep.include({
      ...{ key: 'words.too-many.day', params: { most: 3 } },
    });
  });
});
