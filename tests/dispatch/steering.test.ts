import { expect } from 'chai';
import type { MailOutcome } from '../../src/mail/mailer.ts';
import { createCampaignBench, dispatcher, testDirectory, type CampaignBench } from './campaign-bench.ts';

const deferral: MailOutcome = { outcome: 'deferred', reply: '451 4.3.0 busy', code: 451 };
const refusal: MailOutcome = { outcome: 'refused', reply: '550 5.1.1 no such user', code: 550 };
const toA = 'A@prefecture.example';
const toB = 'B@prefecture.example';

describe('steering a campaign', () => {
  let bench: CampaignBench;

  beforeEach(async () => {
    bench = await createCampaignBench();
  });
  afterEach(() => bench.database.destroy());

  const keyOf = (outcome: { ok: boolean; errors?: { key: string }[] }) => outcome.errors?.[0]?.key;

  it('cancelled, what has not left never leaves, and the equation still closes', async () => {
    const campaign = await bench.open();
    bench.mailer.answer(toA, deferral);
    bench.mailer.answer(toB, deferral);
    await bench.settle();
    expect(await bench.dispatch.cancel(dispatcher, campaign.id)).to.include({ ok: true });
    bench.mailer.recover();
    bench.clock.advance(3_600_000);
    await bench.worker.sweep();
    await bench.settle();
    expect(bench.mailer.delivered.map(({ to }) => to.address)).to.deep.equal(['C@prefecture.example']);
    const standings = await bench.standings(campaign);
    expect(standings.offices).to.include({ accepted: 1, cancelled: 2, waiting: 0 });
    expect((await bench.journalOf('campaign.cancelled'))[0]?.data).to.include({ deliveries: 2 });
    expect(keyOf(await bench.dispatch.cancel(dispatcher, campaign.id))).to.equal('dispatch.cancel.over');
    expect(keyOf(await bench.dispatch.resume(dispatcher, campaign.id))).to.equal(
      'dispatch.resume.not-paused',
    );
    expect(keyOf(await bench.dispatch.retry(dispatcher, campaign.id, 'A'))).to.equal('dispatch.retry.over');
    expect(await bench.dispatch.closeCampaign(dispatcher, campaign.id)).to.include({ ok: true });
  });

  it('cancelled while mails are on the wire: no last word is said any more, one that was said is settled', async () => {
    const campaign = await bench.open();
    const arrived = Promise.withResolvers<void>();
    const cancelled = Promise.withResolvers<void>();
    const slow = { ...bench.mailer };
    slow.send = async (mail, hooks) => {
      if (mail.to.address === toA) {
        // Its last word is said, then the campaign is cancelled, then the server answers later.
        await hooks.beforeFinalDot();
        arrived.resolve();
        await cancelled.promise;
        return deferral;
      }
      await cancelled.promise;
      return (await hooks.beforeFinalDot())
        ? { outcome: 'accepted', reply: '250 Ok' }
        : { outcome: 'dropped' };
    };
    const worker = bench.createWorker({ mailer: slow });
    await worker.relay();
    const running = bench.queue.runAll(worker.run);
    await arrived.promise;
    await bench.dispatch.cancel(dispatcher, campaign.id);
    cancelled.resolve();
    await running;
    expect((await bench.standings(campaign)).offices).to.include({ cancelled: 3, accepted: 0, waiting: 0 });
    bench.clock.advance(3_600_000);
    await bench.settle();
    expect(bench.mailer.delivered).to.have.length(0);
  });

  it('cannot be cancelled by who is no dispatcher', async () => {
    const campaign = await bench.open();
    const refusedTo = await bench.dispatch.cancel({ id: 'x', roles: ['drafter'] }, campaign.id);
    expect(keyOf(refusedTo)).to.equal('dispatch.role.dispatcher-only');
  });

  it('tries all that failed again, at once, and journals each decision', async () => {
    const campaign = await bench.open();
    bench.mailer.answer(toA, refusal);
    bench.mailer.answer(toB, deferral);
    await bench.settle();
    bench.mailer.recover();
    const outcome = await bench.dispatch.retryAll(dispatcher, campaign.id);
    expect(outcome).to.deep.equal({ ok: true, value: { offices: 2 } });
    await bench.settle();
    expect((await bench.standings(campaign)).offices).to.include({ accepted: 3 });
    expect(await bench.journalOf('delivery.retried')).to.have.length(1);
    expect(keyOf(await bench.dispatch.retryAll(dispatcher, campaign.id))).to.equal(
      'dispatch.retry.nothing-to-do-anywhere',
    );
  });

  it('asks for what is due at once after each decision that makes something due', async () => {
    let woken = 0;
    await bench.database.destroy();
    bench = await createCampaignBench({ wake: () => (woken += 1) });
    const campaign = await bench.open();
    expect(woken).to.equal(1);
    await bench.dispatch.pause(dispatcher, campaign.id);
    await bench.dispatch.resume(dispatcher, campaign.id);
    expect(woken).to.be.greaterThan(1);
  });
});

describe('the rates of a campaign', () => {
  const minute = 60_000;
  const offices = ['A', 'B', 'C', 'D', 'E', 'F'];
  const contacts = offices.map((officeId, index) => ({
    officeId,
    rank: 1,
    address: `${officeId}@${index < 4 ? 'one.example' : 'two.example'}`,
  }));

  async function sentMinuteByMinute(rates: { perMinute?: number; perDomain?: number }): Promise<string[]> {
    const bench = await createCampaignBench({ directory: testDirectory(offices, contacts), rates });
    await bench.open();
    const minutes: string[] = [];
    for (let before = 0; before < offices.length; before = bench.mailer.delivered.length) {
      await bench.settle();
      bench.clock.advance(minute / 2);
      await bench.settle();
      const sent = bench.mailer.delivered
        .slice(before)
        .map(({ to }) => to.address.split('@')[1]?.slice(0, 3));
      minutes.push(sent.toSorted().join(' '));
      if (sent.length === 0) break;
      bench.clock.advance(minute / 2 + 1);
    }
    await bench.database.destroy();
    return minutes;
  }

  it('leave no more than so many mails in a minute', async () => {
    expect((await sentMinuteByMinute({ perMinute: 4 })).map((sent) => sent.split(' ').length)).to.deep.equal([
      4, 2,
    ]);
  });

  it('leave no more than so many to one domain, and never hold the others back', async () => {
    expect(await sentMinuteByMinute({ perDomain: 2 })).to.deep.equal(['one one two two', 'one one']);
  });

  it('are forgotten by a clock that was set back, not the mails', async () => {
    const bench = await createCampaignBench({ rates: { perMinute: 2 } });
    await bench.open();
    await bench.settle();
    bench.clock.advance(-60 * minute);
    await bench.settle();
    expect(bench.mailer.delivered).to.have.length(3);
    await bench.database.destroy();
  });
});
