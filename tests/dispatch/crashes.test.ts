import { expect } from 'chai';
import { createLedgerWriter } from '../../src/kernel/ledger-writer.ts';
import { closeEquation } from '../../src/dispatch/standing.ts';
import { createFakeMailer } from '../fakes/fake-mailer.ts';
import { createCampaignBench, dispatcher, type CampaignBench } from './campaign-bench.ts';

const lease = 61_000;
const toA = 'A@prefecture.example';
const never = () => new Promise<never>(() => undefined);

describe('a campaign whose workers and queue fail', () => {
  let bench: CampaignBench;

  beforeEach(async () => {
    bench = await createCampaignBench();
  });
  afterEach(() => bench.database.destroy());

  const got = (address: string) => bench.mailer.delivered.filter((mail) => mail.to.address === address);

  /** Another process: it takes the job of office A and stops for ever where its mailer says. */
  async function runApart(mailer: ReturnType<typeof createFakeMailer>): Promise<void> {
    await bench.worker.relay();
    const { id, epoch } = await bench.deliveryOf('A');
    void bench.createWorker({ mailer }).run({ id, epoch });
    while ((await bench.deliveryOf('A')).state === 'queued') await new Promise(setImmediate);
  }

  it('queues again what a flushed Redis lost', async () => {
    const campaign = await bench.open();
    await bench.worker.relay();
    bench.queue.forget();
    await bench.settle();
    expect(bench.mailer.delivered).to.have.length(0);
    bench.clock.advance(lease);
    await bench.worker.sweep();
    await bench.settle();
    expect((await bench.standings(campaign)).offices.accepted).to.equal(3);
    expect(bench.mailer.delivered).to.have.length(3);
  });

  it('queues again what was committed and never enqueued', async () => {
    await bench.open();
    const unreachable = { ...bench.queue, enqueue: () => Promise.reject(new Error('no Redis')) };
    await bench
      .createWorker({ queue: unreachable })
      .relay()
      .catch(() => undefined);
    bench.clock.advance(lease);
    await bench.worker.sweep();
    await bench.settle();
    expect(bench.mailer.delivered).to.have.length(3);
  });

  it('sends again when a worker died before its last word', async () => {
    const campaign = await bench.open();
    const dead = createFakeMailer();
    dead.answer(toA, never);
    await runApart(dead);
    await bench.settle();
    expect((await bench.deliveryOf('A')).state).to.equal('sending');
    bench.clock.advance(lease);
    await bench.worker.sweep();
    await bench.settle();
    expect(got(toA)).to.have.length(1);
    expect((await bench.standings(campaign)).offices.accepted).to.equal(3);
  });

  it('says unknown, and sends nothing again, when a worker died after its last word', async () => {
    const campaign = await bench.open();
    const dead = {
      ...createFakeMailer(),
      send: async (_mail: unknown, hooks: { beforeFinalDot(): Promise<boolean> }) => {
        await hooks.beforeFinalDot();
        return never();
      },
    };
    await runApart(dead);
    while ((await bench.deliveryOf('A')).state !== 'ending') await new Promise(setImmediate);
    bench.clock.advance(lease);
    await bench.worker.sweep();
    await bench.settle();
    expect(got(toA)).to.have.length(0);
    expect((await bench.standings(campaign)).offices).to.include({ unknown: 1, accepted: 2 });
    expect(await bench.journalOf('delivery.unknown')).to.have.length(1);
  });

  it('stops the last word of a worker that was frozen, taken for dead, and thawed', async () => {
    await bench.open();
    const thaw = Promise.withResolvers<void>();
    const frozen = createFakeMailer();
    frozen.answer(toA, async () => {
      await thaw.promise;
      return { outcome: 'accepted', reply: '250 Ok' };
    });
    await runApart(frozen);
    bench.clock.advance(lease);
    await bench.worker.sweep();
    await bench.settle();
    expect(got(toA)).to.have.length(1);
    thaw.resolve();
    await bench.settle();
    expect(frozen.delivered).to.have.length(0);
    expect((await bench.deliveryOf('A')).state).to.equal('accepted');
  });

  it('settles an unknown one when its answer comes after all', async () => {
    await bench.open();
    const answer = Promise.withResolvers<{ outcome: 'accepted'; reply: string }>();
    const slow = {
      ...createFakeMailer(),
      send: async (_mail: unknown, hooks: { beforeFinalDot(): Promise<boolean> }) => {
        await hooks.beforeFinalDot();
        return answer.promise;
      },
    };
    await runApart(slow);
    while ((await bench.deliveryOf('A')).state !== 'ending') await new Promise(setImmediate);
    bench.clock.advance(lease);
    await bench.worker.sweep();
    expect((await bench.deliveryOf('A')).state).to.equal('unknown');
    answer.resolve({ outcome: 'accepted', reply: '250 Ok' });
    while ((await bench.deliveryOf('A')).state === 'unknown') await new Promise(setImmediate);
    expect((await bench.deliveryOf('A')).state).to.equal('accepted');
  });

  it('keeps a claim as long as its worker says that it lives', async () => {
    await bench.open();
    const slow = createFakeMailer();
    slow.answer(toA, never);
    await bench.worker.relay();
    const { id, epoch } = await bench.deliveryOf('A');
    const other = bench.createWorker({ mailer: slow });
    void other.run({ id, epoch });
    while ((await bench.deliveryOf('A')).state !== 'sending') await new Promise(setImmediate);
    bench.clock.advance(lease);
    await other.renewClaims();
    await bench.worker.sweep();
    expect((await bench.deliveryOf('A')).state).to.equal('sending');
  });
});

describe('the ledger of deliveries', () => {
  let bench: CampaignBench;

  beforeEach(async () => {
    bench = await createCampaignBench();
    await bench.open();
  });
  afterEach(() => bench.database.destroy());

  const failureOf = (work: PromiseLike<unknown>) => Promise.resolve(work).then(() => 'none', String);

  it('refuses a jump that no rule allows', async () => {
    const jump = bench.database('deliveries').update({ state: 'accepted' });
    expect(await failureOf(jump)).to.contain('deliveries_move_as_allowed');
    await bench.settle();
    const again = bench.database('deliveries').update({ state: 'pending' });
    expect(await failureOf(again)).to.contain('deliveries_move_as_allowed');
  });

  it('refuses to change whom a delivery is for, to forget one, and to rewrite what was answered', async () => {
    await bench.settle();
    const { database } = bench;
    expect(await failureOf(database('deliveries').update({ office_id: 'B' }))).to.contain(
      'keep_who_they_are_for',
    );
    expect(await failureOf(database('deliveries').update({ epoch: 0 }))).to.contain('keep_who_they_are_for');
    expect(await failureOf(database('deliveries').del())).to.contain('deliveries_stay');
    expect(await failureOf(database('delivery_attempts').update({ outcome: 'refused' }))).to.contain(
      'append_only',
    );
    expect(await failureOf(database('campaign_recipients').del())).to.contain('append_only');
    expect(await failureOf(database('campaigns').update({ deadline_on: '2030-01-01' }))).to.contain(
      'what_was_decided',
    );
  });

  it('refuses the same contact twice in a campaign', async () => {
    const { id, ...row } = await bench.deliveryOf('A');
    const twice = { ...row, id: `${id}-2`, message_id: 'm', envid: 'e', link_hash: 'l' };
    expect(await failureOf(bench.database('deliveries').insert(twice))).to.match(/unique/i);
  });

  it('alarms when an office is missing from the equation', () => {
    const frozen = [{ officeId: 'A', excluded: false }];
    expect(() => closeEquation(2, frozen, [])).to.throw('closing equation');
    expect(() => closeEquation(1, frozen, [{ officeId: 'B', state: 'accepted' }])).to.throw(
      'closing equation',
    );
    expect(closeEquation(1, frozen, [{ officeId: 'A', state: 'accepted' }]).offices.accepted).to.equal(1);
  });

  it('commits what several workers ask in few transactions, and spares them one another’s failures', async () => {
    const writer = createLedgerWriter({ database: bench.database });
    let transactions = 0;
    const seen = new Set<unknown>();
    const double = writer.kind(async (transaction, numbers: number[]) => {
      if (!seen.has(transaction)) transactions += 1;
      seen.add(transaction);
      if (numbers.includes(5)) throw new Error('spoiled');
      return numbers;
    });
    const steps = Array.from({ length: 10 }, (_, index) => double(index).catch(String));
    expect(await Promise.all(steps)).to.deep.equal([0, 1, 2, 3, 4, 'Error: spoiled', 6, 7, 8, 9]);
    // A batch of ten that fails, then those ten alone.
    expect(transactions).to.equal(11);
    const before = seen.size;
    expect(await Promise.all([11, 12, 13].map(double))).to.deep.equal([11, 12, 13]);
    expect(seen.size - before).to.equal(1);
  });

  it('does not try each of a batch alone when the database is locked: all are told at once', async () => {
    const writer = createLedgerWriter({ database: bench.database });
    let tries = 0;
    const write = writer.kind(async (_transaction, items: number[]) => {
      tries += 1;
      if (items.length > 0) throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
      return items;
    });
    const told = await Promise.all([1, 2, 3].map((item) => write(item).catch(String)));
    expect(told).to.deep.equal(Array.from({ length: 3 }, () => 'Error: database is locked'));
    expect(tries).to.equal(1);
  });

  it('tells the person who may not, why', async () => {
    const campaign = await bench.dispatch.findCampaignOf('instruction-2027');
    const outcome = await bench.dispatch.resume(dispatcher, campaign?.id ?? '');
    expect(outcome.ok ? '' : outcome.errors[0]?.key).to.equal('dispatch.resume.not-paused');
  });
});
