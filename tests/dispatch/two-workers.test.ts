import { expect } from 'chai';
import type { Job } from '../../src/queue/queue.ts';
import { createFakeMailer } from '../fakes/fake-mailer.ts';
import { createFakeQueue } from '../fakes/fake-queue.ts';
import { manyActs } from '../torture/many-acts.ts';
import { createCampaignBench, dispatcher, testDirectory, type CampaignBench } from './campaign-bench.ts';

// On SQLite their transactions follow one another; on a real PostgreSQL (TEST_DATABASE) they really meet.
const offices = Array.from({ length: 40 }, (_, index) => `O${index}`);
const lease = 61_000;

describe('two workers on the same campaigns', () => {
  let bench: CampaignBench;
  let mailer: ReturnType<typeof createFakeMailer>;
  let queues: [ReturnType<typeof createFakeQueue>, ReturnType<typeof createFakeQueue>];
  let workers: [ReturnType<CampaignBench['createWorker']>, ReturnType<CampaignBench['createWorker']>];

  const open = async (rates: { perMinute?: number } = {}) => {
    const instructions = { ...manyActs(), instruction: { state: 'signed' } } as never;
    bench = await createCampaignBench({ directory: testDirectory(offices), instructions, rates });
    mailer = createFakeMailer();
    queues = [createFakeQueue(), createFakeQueue()];
    workers = [
      bench.createWorker({ mailer, queue: queues[0] }),
      bench.createWorker({ mailer, queue: queues[1] }),
    ];
  };
  afterEach(() => bench.database.destroy());

  async function openCampaigns(count: number): Promise<void> {
    for (let act = 1; act <= count; act += 1) {
      const opened = await bench.dispatch.openCampaign(dispatcher, `act-${act}`, {
        deadlineOn: '2026-12-21',
      });
      if (!opened.ok) throw new Error(opened.errors[0]?.key);
    }
  }

  const both = (work: (worker: (typeof workers)[number]) => Promise<unknown>) =>
    Promise.all(workers.map(work));
  const jobs = (): Job[] => queues.flatMap((queue) => queue.waiting());

  /** Every job is brought to both, to the second in the reverse order, as a queue that lost its locks would. */
  async function runAllTwice(): Promise<void> {
    const waiting = jobs();
    for (const queue of queues) queue.forget();
    const [one, other] = workers;
    await Promise.all([
      ...waiting.map((job) => one.run(job)),
      ...waiting.toReversed().map((job) => other.run(job)),
    ]);
  }

  async function settle(): Promise<void> {
    do {
      await both((worker) => worker.relay());
      await runAllTwice();
      await both((worker) => worker.relay());
    } while (jobs().length > 0);
  }

  async function expectEachOnce(campaigns: number): Promise<void> {
    const states = await bench.database('deliveries').distinct('state');
    expect(states).to.deep.equal([{ state: 'accepted' }]);
    const sent = mailer.delivered.map(({ messageId }) => messageId);
    expect(new Set(sent).size).to.equal(sent.length);
    expect(sent).to.have.length(campaigns * offices.length);
    expect(await bench.journalOf('delivery.accepted')).to.have.length(sent.length);
    expect(await bench.database('delivery_attempts')).to.have.length(sent.length);
    expect((await bench.journal.verify()).valid).to.equal(true);
  }

  it('queue each mail once, and keep together to the rate that is set', async () => {
    await open({ perMinute: 15 });
    await openCampaigns(2);
    await both((worker) => worker.relay());
    expect(jobs()).to.have.length(15);
    await both((worker) => worker.relay());
    expect(jobs()).to.have.length(15);
    expect(await bench.database('deliveries').where({ state: 'queued', epoch: 1 })).to.have.length(15);
  });

  it('send each mail once when both are given every job, of several campaigns', async () => {
    await open();
    await openCampaigns(3);
    await settle();
    await expectEachOnce(3);
  });

  it('send each mail once when one thaws as the other takes over what it held', async () => {
    await open();
    await openCampaigns(2);
    const [frozen, living] = workers;
    const thaws = [0, 1].map(() => Promise.withResolvers<{ outcome: 'accepted'; reply: string }>());
    for (const [index, office] of offices.entries())
      mailer.answer(`${office}@prefecture.example`, async () => (await thaws[index % 2]?.promise) as never);
    await frozen.relay();
    const held = queues[0].waiting().map((job) => frozen.run(job));
    while ((await bench.database('deliveries').where({ state: 'sending' })).length < held.length)
      await new Promise(setImmediate);
    mailer.recover();
    bench.clock.advance(lease);
    // Half of its last words as the sweep takes its claims back, the others as the other worker sends.
    thaws[0]?.resolve({ outcome: 'accepted', reply: '250 Ok' });
    await living.sweep();
    thaws[1]?.resolve({ outcome: 'accepted', reply: '250 Ok' });
    await Promise.all([settle(), ...held]);
    await settle();
    await expectEachOnce(2);
  });

  it('leave nothing unknown that its worker heard while the other gave it up', async () => {
    await open();
    await openCampaigns(1);
    const [slow, other] = workers;
    const answer = Promise.withResolvers<void>();
    const late = {
      ...mailer,
      send: async (...[mail, hooks]: Parameters<typeof mailer.send>) => {
        const outcome = await mailer.send(mail, hooks);
        await answer.promise;
        return outcome;
      },
    };
    const patient = bench.createWorker({ mailer: late, queue: queues[0] });
    await slow.relay();
    const held = queues[0].waiting().map((job) => patient.run(job));
    while ((await bench.database('deliveries').where({ state: 'ending' })).length < held.length)
      await new Promise(setImmediate);
    bench.clock.advance(lease);
    answer.resolve();
    await Promise.all([other.sweep(), ...held]);
    const states = await bench.database('deliveries').distinct('state');
    expect(states).to.deep.equal([{ state: 'accepted' }]);
    expect(mailer.delivered).to.have.length(offices.length);
    const unknown = await bench.journalOf('delivery.unknown');
    const accepted = await bench.journalOf('delivery.accepted');
    expect(accepted).to.have.length(offices.length);
    expect(await bench.database('delivery_attempts')).to.have.length(unknown.length + accepted.length);
  });
});
