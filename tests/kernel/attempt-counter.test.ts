import { expect } from 'chai';
import { createAttemptCounter } from '../../src/kernel/attempt-counter.ts';

const open = () => createAttemptCounter({ redis: undefined, name: 'test', most: 3, seconds: 60 });

describe('a counter of attempts', () => {
  it('lets as many pass as are allowed, also when they come at once, each key apart', async () => {
    const counter = open();
    const waits = await Promise.all(Array.from({ length: 5 }, () => counter.take('one')));
    expect(waits.filter((wait) => wait === undefined)).to.have.length(3);
    expect(await counter.take('other')).to.equal(undefined);
  });

  it('says how long to wait, without counting when it is only asked', async () => {
    const counter = open();
    for (let count = 0; count < 3; count += 1) {
      expect(await counter.waitOf('one')).to.equal(undefined);
      await counter.take('one');
    }
    expect(await counter.waitOf('one')).to.be.within(1, 60_000);
    expect(await counter.take('one')).to.be.within(1, 60_000);
  });

  it('forgets what it is told to', async () => {
    const counter = open();
    for (let count = 0; count < 4; count += 1) await counter.take('one');
    await counter.forget('one');
    expect(await counter.take('one')).to.equal(undefined);
  });
});
