import { expect } from 'chai';
import { createLaterMails } from '../../../src/dispatch/linking/later-mails.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import {
  buildTestMail,
  createCampaignBench,
  dispatcher,
  testDirectory,
  type CampaignBench,
} from '../campaign-bench.ts';

describe('the link of a mail', () => {
  let bench: CampaignBench;
  let deliveryId: string;
  let first: string;
  beforeEach(async () => {
    bench = await createCampaignBench({ directory: testDirectory(['A']) });
    await bench.open();
    deliveryId = (await bench.deliveryOf('A')).id;
    first = bench.dispatch.linkTokenOf(deliveryId);
  });
  afterEach(() => bench.database.destroy());

  const isOpen = async (token: string) => (await bench.dispatch.findByLinkToken(token))?.revoked;
  const laterMails = () =>
    createLaterMails({
      ...bench,
      log: silentLog,
      write: { receipt: async () => undefined, 'new-link': bench.dispatch.newLinkMail(buildTestMail) },
    });

  it('cannot be taken back before it left, nor by who is no dispatcher', async () => {
    const early = await bench.dispatch.revokeLink(dispatcher, deliveryId, { reason: 'Trop tôt.', seen: 0 });
    expect(early.ok).to.equal(false);
    await bench.settle();
    const auditor = { id: 'user-a', roles: ['auditor'] };
    expect((await bench.dispatch.revokeLink(auditor, deliveryId, { reason: 'Non.', seen: 0 })).ok).to.equal(
      false,
    );
    expect(await isOpen(first)).to.equal(false);
  });

  it('opens nothing once it is revoked, and stays known', async () => {
    await bench.settle();
    const done = await bench.dispatch.revokeLink(dispatcher, deliveryId, {
      reason: 'Transféré à un tiers.',
      seen: 0,
    });
    expect(done.ok).to.equal(true);
    expect(await isOpen(first)).to.equal(true);
    const [line] = await bench.journalOf('link.revoked');
    expect(line?.data).to.include({ delivery: deliveryId, generation: 1 });
    expect(JSON.stringify(line)).not.to.contain('tiers');
    expect((await laterMails().sendDue()) + bench.mailer.delivered.length).to.equal(1);
  });

  it('is replaced by another that is mailed once, each time to the same address', async () => {
    await bench.settle();
    await bench.dispatch.reissueLink(dispatcher, deliveryId, { reason: 'Transféré.', seen: 0 });
    const sender = laterMails();
    await Promise.all([sender.sendDue(), laterMails().sendDue()]);
    await sender.sendDue();
    const [mail, renewed, ...more] = bench.mailer.delivered;
    expect(more).to.have.length(0);
    expect(renewed?.to.address).to.equal(mail?.to.address);
    expect(renewed?.messageId).not.to.equal(mail?.messageId);
    expect(mail?.text).to.equal(first);
    expect(await isOpen(first)).to.equal(true);
    expect(await isOpen(renewed?.text ?? '')).to.equal(false);
    expect((await bench.dispatch.findByLinkToken(renewed?.text ?? ''))?.deliveryId).to.equal(deliveryId);
    const [ended] = await bench.journalOf('mail.ended');
    expect(ended?.data).to.include({ kind: 'new-link', outcome: 'accepted' });
    await bench.dispatch.reissueLink(dispatcher, deliveryId, { reason: 'Encore.', seen: 1 });
    await sender.sendDue();
    expect(await isOpen(renewed?.text ?? '')).to.equal(true);
    expect(await isOpen(bench.mailer.delivered[2]?.text ?? '')).to.equal(false);
  });

  it('is taken back once by several people at once: the others are told, and no second mail is written', async () => {
    await bench.settle();
    const decided = { reason: 'Transféré.', seen: 0 };
    const people = ['one', 'two', 'three', 'four'].map((id) => ({ ...dispatcher, id: `user-${id}` }));
    const outcomes = await Promise.all(
      people.map((person) => bench.dispatch.reissueLink(person, deliveryId, decided)),
    );
    const refusals = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.errors));
    expect(refusals.map(({ key }) => key)).to.deep.equal(Array(3).fill('dispatch.link.overtaken'));
    expect(await bench.journalOf('link.reissued')).to.have.length(1);
    await laterMails().sendDue();
    expect(bench.mailer.delivered).to.have.length(2);
  });

  it('is tried again when the server asks to wait, and never when its answer is unknown', async () => {
    await bench.settle();
    const { address } = (await bench.database('delivery_addresses').first()) as { address: string };
    await bench.dispatch.reissueLink(dispatcher, deliveryId, { reason: 'Transféré.', seen: 0 });
    bench.mailer.answer(address, { outcome: 'deferred', reply: '451 later', code: 451 });
    await laterMails().sendDue();
    bench.mailer.answer(address, { outcome: 'unknown', cause: 'silent after the dot' });
    expect(await laterMails().sendDue()).to.equal(0);
    bench.clock.advance(60_001);
    expect(await laterMails().sendDue()).to.equal(1);
    bench.clock.advance(86_400_000);
    expect(await laterMails().sendDue()).to.equal(0);
    const [ended] = await bench.journalOf('mail.ended');
    expect(ended?.data).to.include({ outcome: 'unknown' });
  });

  it('holds in the database: a generation follows the one before, and none is changed', async () => {
    await bench.settle();
    await bench.dispatch.revokeLink(dispatcher, deliveryId, { reason: 'Transféré.', seen: 0 });
    const row = await bench.database('link_generations').first();
    const refusals = await Promise.allSettled([
      bench.database('link_generations').insert({ ...row, generation: 3, link_hash: 'x' }),
      bench.database('link_generations').update({ cause: 'replaced' }),
      bench.database('link_generations').delete(),
    ]);
    expect(refusals.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
  });
});
