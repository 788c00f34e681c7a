import { expect } from 'chai';
import { dropRefusal, refuseWhen } from '../../db/append-only.ts';
import { mostUnderWay } from '../../src/dispatch/relay.ts';
import { createFakeMailer } from '../fakes/fake-mailer.ts';
import { createCampaignBench, testDirectory } from './campaign-bench.ts';

const toA = 'A@prefecture.example';
const never = () => new Promise<never>(() => undefined);

describe('a ledger that cannot be written for a while', () => {
  it('keeps asking with the answer that it has: sent is not made unknown by a full disk', async () => {
    const bench = await createCampaignBench();
    const campaign = await bench.open();
    const { append } = bench.journal;
    let refusals = 0;
    bench.journal.append = async (transaction, ...events) => {
      if (events.some(({ type }) => type === 'delivery.accepted') && refusals < 3) {
        refusals += 1;
        throw new Error('SQLITE_FULL: database or disk is full');
      }
      return append(transaction, ...events);
    };
    await bench.settle();
    expect(refusals).to.equal(3);
    expect((await bench.standings(campaign)).offices).to.include({ accepted: 3 });
    expect(bench.mailer.delivered).to.have.length(3);
    await bench.database.destroy();
  });

  it('sends nothing of which the last word could not be written, and tries again', async () => {
    const bench = await createCampaignBench();
    const campaign = await bench.open();
    await bench.worker.relay();
    const full = { table: 'deliveries', name: 'the_disk_is_full' };
    await refuseWhen(bench.database, { ...full, operation: 'UPDATE', condition: `NEW.state = 'ending'` });
    await bench.queue.runAll(bench.worker.run);
    expect(bench.mailer.delivered).to.have.length(0);
    await dropRefusal(bench.database, full);
    await bench.settle();
    expect((await bench.standings(campaign)).offices).to.include({ accepted: 3 });
    expect(bench.mailer.delivered).to.have.length(3);
    await bench.database.destroy();
  });
});

describe('a clock that is set back an hour', () => {
  it('leaves no claim held by a worker that is gone', async () => {
    const bench = await createCampaignBench();
    const campaign = await bench.open();
    await bench.worker.relay();
    const dead = createFakeMailer();
    dead.answer(toA, never);
    const { id, epoch } = await bench.deliveryOf('A');
    void bench.createWorker({ mailer: dead }).run({ id, epoch });
    while ((await bench.deliveryOf('A')).state === 'queued') await new Promise(setImmediate);
    bench.clock.advance(-3_600_000);
    await bench.worker.sweep();
    await bench.settle();
    expect((await bench.standings(campaign)).offices).to.include({ accepted: 3 });
    expect(bench.mailer.delivered).to.have.length(3);
    await bench.database.destroy();
  });

  it('makes a deferred mail wait no hour more', async () => {
    const bench = await createCampaignBench();
    await bench.open();
    bench.mailer.answer(toA, { outcome: 'deferred', reply: '451 later', code: 451 });
    await bench.settle();
    bench.mailer.recover();
    bench.clock.advance(-3_600_000);
    await bench.settle();
    expect(bench.mailer.delivered).to.have.length(3);
    await bench.database.destroy();
  });
});

describe('a campaign to more offices than may be under way', () => {
  it('is queued by parts, so that neither a list nor the queue ever holds it whole', async () => {
    const offices = Array.from({ length: mostUnderWay + 150 }, (_, index) => `O${index}`);
    const bench = await createCampaignBench({ directory: testDirectory(offices) });
    await bench.open();
    await bench.worker.relay();
    expect(await bench.queue.depth()).to.equal(mostUnderWay);
    await bench.worker.relay();
    expect(await bench.queue.depth()).to.equal(mostUnderWay);
    for (const job of bench.queue.waiting().slice(0, 20)) await bench.worker.run(job);
    await bench.worker.relay();
    expect(await bench.queue.depth()).to.equal(mostUnderWay + 20);
    await bench.database.destroy();
  });
});
