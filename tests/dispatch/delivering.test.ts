import { expect } from 'chai';
import type { MailOutcome, OutgoingMail } from '../../src/mail/mailer.ts';
import { createCampaignBench, dispatcher, testDirectory, type CampaignBench } from './campaign-bench.ts';

const deferral: MailOutcome = { outcome: 'deferred', reply: '451 4.3.0 busy', code: 451 };
const refusal: MailOutcome = { outcome: 'refused', reply: '550 5.1.1 no such user', code: 550 };
const silence: MailOutcome = { outcome: 'unknown', cause: 'timeout after the final dot' };
const minute = 60_000;

describe('delivering a campaign', () => {
  let bench: CampaignBench;

  beforeEach(async () => {
    bench = await createCampaignBench();
  });
  afterEach(() => bench.database.destroy());

  const got = (address: string) => bench.mailer.delivered.filter((mail) => mail.to.address === address);
  const toA = 'A@prefecture.example';

  it('writes once to every office and closes the equation', async () => {
    const campaign = await bench.open();
    await bench.settle();
    expect(bench.mailer.delivered.map((mail) => mail.to.address).toSorted()).to.deep.equal(
      ['A', 'B', 'C'].map((office) => `${office}@prefecture.example`),
    );
    const standings = await bench.standings(campaign);
    expect(standings).to.deep.include({ frozen: 3, deliveriesTotal: 3 });
    expect(standings.offices).to.include({ accepted: 3, waiting: 0 });
    expect(await bench.journalOf('delivery.accepted')).to.have.length(3);
  });

  it('does nothing for a job that is delivered twice', async () => {
    await bench.open();
    await bench.worker.relay();
    const jobs = bench.queue.waiting();
    await Promise.all([...jobs, ...jobs].map((job) => bench.worker.run(job)));
    await Promise.all(jobs.map((job) => bench.worker.run(job)));
    expect(bench.mailer.delivered).to.have.length(3);
  });

  it('does nothing for a job of an unknown delivery or of another epoch', async () => {
    await bench.open();
    await bench.worker.relay();
    const { id, epoch } = await bench.deliveryOf('A');
    await bench.worker.run({ id: 'nobody', epoch: 1 });
    await bench.worker.run({ id, epoch: epoch + 1 });
    expect(bench.mailer.delivered).to.have.length(0);
  });

  it('tries a deferred mail again when it is due, not before, with the same Message-ID and the same link', async () => {
    await bench.open();
    const tried: OutgoingMail[] = [];
    bench.mailer.answer(toA, (mail) => {
      tried.push(mail);
      return deferral;
    });
    await bench.settle();
    bench.mailer.recover();
    await bench.settle();
    expect(got(toA)).to.have.length(0);
    bench.clock.advance(minute);
    await bench.settle();
    expect(got(toA)).to.have.length(1);
    expect(got(toA)[0]).to.include({ messageId: tried[0]?.messageId, text: tried[0]?.text });
  });

  it('waits longer after each deferral', async () => {
    await bench.open();
    bench.mailer.answer(toA, deferral);
    await bench.settle();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const { due_at: dueAt } = await bench.deliveryOf('A');
      waits.push((Date.parse(dueAt) - bench.clock.now().getTime()) / minute);
      bench.clock.moveTo(dueAt);
      await bench.settle();
    }
    expect(waits).to.deep.equal([1, 5, 15, 60, 240, 240]);
  });

  it('gives a contact up after five days of deferrals', async () => {
    const campaign = await bench.open();
    bench.mailer.answer(toA, deferral);
    await bench.settle();
    bench.clock.advance(5 * 24 * 60 * minute);
    await bench.settle();
    expect((await bench.standings(campaign)).offices).to.include({ unreachable: 1, accepted: 2 });
  });

  it('writes to the next contact when one is refused, and says unreachable when nobody is left', async () => {
    await bench.database.destroy();
    const directory = testDirectory(
      ['A', 'B'],
      [
        { officeId: 'A', rank: 1, address: 'mailbox@prefecture.example' },
        { officeId: 'A', rank: 2, address: 'cabinet@prefecture.example' },
        { officeId: 'B', rank: 1, address: 'only@prefecture.example' },
      ],
    );
    bench = await createCampaignBench({ directory });
    const campaign = await bench.open();
    bench.mailer.answer('mailbox@prefecture.example', refusal);
    bench.mailer.answer('only@prefecture.example', refusal);
    await bench.settle();
    expect(bench.mailer.delivered.map((mail) => mail.to.address)).to.deep.equal([
      'cabinet@prefecture.example',
    ]);
    const standings = await bench.standings(campaign);
    expect(standings.offices).to.include({ accepted: 1, unreachable: 1 });
    expect(standings.deliveries).to.include({ accepted: 1, refused: 2 });

    expect(await bench.dispatch.retry(dispatcher, campaign.id, 'B')).to.include({ ok: true });
    await bench.settle();
    expect((await bench.standings(campaign)).deliveries).to.include({ accepted: 1, refused: 2 });
    expect(await bench.journalOf('delivery.retried')).to.have.length(1);
    directory.replace({ officeId: 'B', rank: 1, address: 'new@prefecture.example' });
    expect(await bench.dispatch.retry(dispatcher, campaign.id, 'B')).to.include({ ok: true });
    await bench.settle();
    expect(got('new@prefecture.example')).to.have.length(1);
    expect((await bench.dispatch.retry(dispatcher, campaign.id, 'B')).ok).to.equal(false);
  });

  it('never sends an unknown one again by itself; a person may, and it is written who did', async () => {
    const campaign = await bench.open();
    bench.mailer.answer(toA, silence);
    await bench.settle();
    bench.clock.advance(10 * 24 * 60 * minute);
    await bench.worker.sweep();
    await bench.settle();
    expect(got(toA)).to.have.length(1);
    expect((await bench.standings(campaign)).offices).to.include({ unknown: 1, accepted: 2 });

    bench.mailer.recover();
    const { id } = await bench.deliveryOf('A');
    expect((await bench.dispatch.resend({ id: 'x', roles: ['auditor'] }, id)).ok).to.equal(false);
    expect((await bench.dispatch.resend(dispatcher, id)).ok).to.equal(true);
    expect((await bench.dispatch.resend(dispatcher, id)).ok).to.equal(false);
    await bench.settle();
    expect(got(toA)).to.have.length(2);
    expect(new Set(got(toA).map((mail) => mail.messageId)).size).to.equal(1);
    const story = await bench.dispatch.officeStory(campaign.id, 'A');
    expect(story?.contacts[0]?.decisions).to.deep.include({
      deliveryId: id,
      kind: 'resend',
      decidedAt: bench.clock.now().toISOString(),
      decidedBy: dispatcher.id,
    });
    expect((await bench.journalOf('delivery.resent')).map((line) => line.actor)).to.deep.equal([
      dispatcher.id,
    ]);
  });

  it('keeps every answer, in the server’s own words, beside a hash that survives their erasure', async () => {
    const campaign = await bench.open();
    bench.mailer.answer(toA, deferral);
    await bench.settle();
    bench.mailer.recover();
    bench.clock.advance(minute);
    await bench.settle();
    const story = await bench.dispatch.officeStory(campaign.id, 'A');
    expect(
      story?.contacts[0]?.attempts.map(({ number, outcome, reply }) => [number, outcome, reply]),
    ).to.deep.equal([
      [1, 'deferred', '451 4.3.0 busy'],
      [2, 'accepted', '250 2.0.0 Ok'],
    ]);
    await bench.database('delivery_replies').del();
    const erased = await bench.dispatch.officeStory(campaign.id, 'A');
    expect(erased?.contacts[0]?.attempts.map(({ reply }) => reply)).to.deep.equal([undefined, undefined]);
    expect((await bench.journal.verify()).valid).to.equal(true);
  });

  it('stops the campaign, with one cause, when every mail would fail, and burns nobody', async () => {
    const campaign = await bench.open();
    const refused: MailOutcome = {
      outcome: 'misconfigured',
      reply: '535 5.7.8 authentication failed',
      code: 535,
    };
    for (const office of ['A', 'B', 'C']) bench.mailer.answer(`${office}@prefecture.example`, refused);
    await bench.settle();
    const stopped = await bench.standings(campaign);
    expect(stopped.campaign).to.include({ state: 'paused', pauseCause: 'mail-server' });
    expect(stopped.deliveries.pending).to.equal(3);
    expect(await bench.dispatch.lastMisconfiguration(campaign.id)).to.equal(refused.reply);
    expect(await bench.journalOf('campaign.paused')).to.have.length(1);
    await bench.settle();
    expect(await bench.database('delivery_attempts')).to.have.length(3);

    bench.mailer.recover();
    expect((await bench.dispatch.resume(dispatcher, campaign.id)).ok).to.equal(true);
    await bench.settle();
    expect((await bench.standings(campaign)).offices.accepted).to.equal(3);
  });

  it('sends nothing while it is paused, not even what was queued before', async () => {
    const campaign = await bench.open();
    await bench.worker.relay();
    expect((await bench.dispatch.pause(dispatcher, campaign.id)).ok).to.equal(true);
    await bench.queue.runAll(bench.worker.run);
    await bench.settle();
    expect(bench.mailer.delivered).to.have.length(0);
    await bench.dispatch.resume(dispatcher, campaign.id);
    await bench.settle();
    expect(bench.mailer.delivered).to.have.length(3);
  });

  it('drops the mail under way when it is paused before the last word', async () => {
    const campaign = await bench.open();
    bench.mailer.answer(toA, async () => {
      await bench.dispatch.pause(dispatcher, campaign.id);
      return { outcome: 'accepted', reply: '250 Ok' };
    });
    await bench.settle();
    expect(got(toA)).to.have.length(0);
    expect((await bench.deliveryOf('A')).state).to.equal('pending');
    bench.mailer.recover();
    await bench.dispatch.resume(dispatcher, campaign.id);
    await bench.settle();
    expect(bench.mailer.delivered).to.have.length(3);
  });

  it('does not let a mail that cannot be written hold the others', async () => {
    const campaign = await bench.open();
    bench.mailer.answer(toA, () => {
      throw new Error('a fault of ours');
    });
    await bench.settle();
    expect((await bench.standings(campaign)).deliveries).to.include({ deferred: 1, accepted: 2 });
  });

  it('finds an office by its link, and nothing by any other', async () => {
    const campaign = await bench.open();
    await bench.settle();
    const token = got(toA)[0]?.text ?? '';
    expect(Buffer.from(token, 'base64url')).to.have.length(32);
    expect(await bench.dispatch.findByLinkToken(token)).to.deep.include({ officeId: 'A', expired: false });
    expect((await bench.dispatch.findByLinkToken(token))?.campaign.id).to.equal(campaign.id);
    expect(await bench.dispatch.findByLinkToken(`${token}x`)).to.equal(undefined);
    bench.clock.moveTo('2027-12-22T12:00:00.000Z');
    expect(await bench.dispatch.findByLinkToken(token)).to.include({
      expired: true,
      expiresOn: '2027-12-21',
    });
  });

  it('tells live pages what changed, from the database alone', async () => {
    const campaign = await bench.open();
    const start = await bench.dispatch.changesSince(campaign.id, 0);
    expect(start?.deliveries).to.have.length(3);
    expect(
      (await bench.dispatch.changesSince(campaign.id, start?.changeNumber ?? 0))?.deliveries,
    ).to.have.length(0);
    bench.mailer.answer(toA, deferral);
    await bench.settle();
    const after = await bench.dispatch.changesSince(campaign.id, start?.changeNumber ?? 0);
    expect(after?.changeNumber).to.be.greaterThan(start?.changeNumber ?? 0);
    bench.clock.advance(minute);
    await bench.worker.relay();
    const last = await bench.dispatch.changesSince(campaign.id, after?.changeNumber ?? 0);
    expect(last?.deliveries.map(({ officeId, state }) => [officeId, state])).to.deep.equal([['A', 'queued']]);
  });
});
