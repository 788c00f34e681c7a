import { expect } from 'chai';
import type { NoticeKind } from '../../src/dispatch/dispatch.ts';
import type { Mailer, MailOutcome } from '../../src/mail/mailer.ts';
import { createCampaignBench, dispatcher, testDirectory, type CampaignBench } from './campaign-bench.ts';

const silence: MailOutcome = { outcome: 'unknown', cause: 'timeout after the final dot' };
const toA = 'A@prefecture.example';

describe('a notice that comes back, in the ledger', () => {
  let bench: CampaignBench;

  beforeEach(async () => {
    bench = await createCampaignBench({
      directory: testDirectory(
        ['A', 'B'],
        [
          { officeId: 'A', rank: 1, address: toA },
          { officeId: 'A', rank: 2, address: 'cabinet@prefecture.example' },
          { officeId: 'B', rank: 1, address: 'B@prefecture.example' },
        ],
      ),
    });
  });
  afterEach(() => bench.database.destroy());

  const stateOf = async (address: string) =>
    (
      await bench
        .database('deliveries as d')
        .join('delivery_addresses as a', 'a.delivery_id', 'd.id')
        .where('a.address', address)
        .first('d.state')
    )?.state;

  async function notify(kind: NoticeKind, address = toA) {
    const [found] = await bench.dispatch.listPlaced({ addresses: [address] });
    const notice = { deliveryId: found?.deliveryId ?? '', kind, messageId: 'message-1' };
    return bench.database.transaction((transaction) => bench.dispatch.applyNotice(transaction, notice));
  }

  async function sent(outcome?: MailOutcome) {
    const campaign = await bench.open();
    if (outcome !== undefined) bench.mailer.answer(toA, outcome);
    await bench.settle();
    return campaign;
  }

  it('of success makes an accepted mail delivered', async () => {
    const campaign = await sent();
    expect(await notify('success')).to.deep.equal({ to: 'delivered' });
    expect((await bench.standings(campaign)).offices).to.include({ delivered: 1, accepted: 1 });
    expect((await bench.journalOf('delivery.delivered'))[0]?.data).to.include({ cause: 'notice:message-1' });
  });

  it('of failure leads to the next contact of the office, once however often it comes', async () => {
    const campaign = await sent();
    expect(await notify('failure')).to.deep.equal({ to: 'bounced', next: 'next-contact' });
    expect(await notify('failure')).to.equal(undefined);
    await bench.settle();
    expect(bench.mailer.delivered).to.have.length(3);
    expect(bench.mailer.delivered[2]?.to.address).to.equal('cabinet@prefecture.example');
    expect((await bench.standings(campaign)).offices).to.include({ accepted: 2, unreachable: 0 });
    expect(await bench.journalOf('delivery.bounced')).to.have.length(1);
  });

  it('of failure leaves an office whose contacts all failed to a person, and the equation holds', async () => {
    const campaign = await sent();
    expect(await notify('failure', 'B@prefecture.example')).to.deep.equal({
      to: 'bounced',
      next: 'nobody-left',
    });
    const { offices, deliveries } = await bench.standings(campaign);
    expect(offices).to.include({ accepted: 1, unreachable: 1 });
    expect(deliveries).to.include({ accepted: 1, bounced: 1 });
    expect(await bench.dispatch.retry(dispatcher, campaign.id, 'B')).to.include({ ok: true });
  });

  for (const kind of ['delay', 'relayed', 'read-receipt', 'auto-reply', 'reply'] as const) {
    it(`of ${kind} leaves an accepted mail as it is`, async () => {
      await sent();
      expect(await notify(kind)).to.equal(undefined);
      expect(await stateOf(toA)).to.equal('accepted');
    });
  }

  for (const [kind, to] of [
    ['failure', 'bounced'],
    ['success', 'delivered'],
    ['delay', 'accepted'],
    ['relayed', 'accepted'],
    ['read-receipt', 'delivered'],
    ['auto-reply', 'delivered'],
    ['reply', 'delivered'],
  ] as const) {
    it(`of ${kind} settles an unknown outcome: ${to}`, async () => {
      await sent(silence);
      expect(await notify(kind)).to.include({ to });
      expect(await stateOf(toA)).to.equal(to);
    });
  }

  it('of failure after one of success comes from further on, and changes nothing', async () => {
    await sent();
    await notify('success');
    expect(await notify('failure')).to.equal(undefined);
    expect(await stateOf(toA)).to.equal('delivered');
  });

  it('of success after one of failure is the better news', async () => {
    await sent();
    await notify('failure');
    expect(await notify('success')).to.deep.equal({ to: 'delivered' });
  });

  it('quicker than the answer of the server settles the mail, whose answer then moves nothing', async () => {
    const campaign = await bench.open();
    const mailer: Mailer = {
      ...bench.mailer,
      async send(mail, hooks) {
        const outcome = await bench.mailer.send(mail, hooks);
        if (mail.to.address === toA) await notify('failure');
        return outcome;
      },
    };
    const worker = bench.createWorker({ mailer });
    await worker.relay();
    await bench.queue.runAll(worker.run);
    expect(await stateOf(toA)).to.equal('bounced');
    await bench.settle();
    expect(await stateOf('cabinet@prefecture.example')).to.equal('accepted');
    expect((await bench.standings(campaign)).offices).to.include({ accepted: 2 });
  });

  it('of a mail that never left moves nothing', async () => {
    await bench.open();
    expect(await notify('success')).to.equal(undefined);
    expect(await stateOf(toA)).to.equal('pending');
  });

  it('of a campaign that is over writes to nobody else', async () => {
    const campaign = await sent();
    await bench.dispatch.closeCampaign(dispatcher, campaign.id);
    expect(await notify('failure')).to.deep.equal({ to: 'bounced' });
    expect(await stateOf('cabinet@prefecture.example')).to.equal(undefined);
  });
});
