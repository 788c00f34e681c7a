import { expect } from 'chai';
import { dropTrigger } from '../../database.ts';
import { dispatcher } from '../campaign-bench.ts';
import { createRemindingBench } from './reminding-bench.ts';

type Bench = Awaited<ReturnType<typeof createRemindingBench>>;

describe('reminders', () => {
  let bench: Bench;
  afterEach(() => bench.database.destroy());
  const countsOf = async () => (await bench.standings(bench.campaign)).offices;

  it('leave once for each silent office and step, at nine by its own clock, and change no standing', async () => {
    bench = await createRemindingBench(['OFF-01', 'OFF-974', 'OFF-988', 'OFF-67']);
    await bench.acknowledge('OFF-67');
    const before = await countsOf();
    expect(await bench.at('2026-12-13T21:59:00.000Z')).to.deep.equal([]);
    expect(await bench.at('2026-12-13T22:00:00.000Z')).to.deep.equal(['OFF-988 1']);
    expect(await bench.at('2026-12-14T05:00:00.000Z')).to.deep.equal(['OFF-974 1']);
    expect(await bench.at('2026-12-14T08:00:30.000Z')).to.deep.equal(['OFF-01 1']);
    expect(await bench.at('2026-12-14T08:01:00.000Z')).to.deep.equal([]);
    expect(await bench.at('2026-12-22T08:00:00.000Z')).to.deep.equal(['OFF-01 2', 'OFF-974 2']);
    expect(await countsOf()).to.deep.equal(before);
    expect(await bench.journalOf('reminder.planned')).to.have.length(5);
  });

  it('write the link of the first mail again, to the contact that it reached', async () => {
    bench = await createRemindingBench(['OFF-01']);
    const [first] = bench.mailer.delivered;
    await bench.at('2026-12-14T09:00:00.000Z');
    const reminder = bench.mailer.delivered[1];
    expect(reminder?.text).to.equal(first?.text);
    expect(reminder?.to.address).to.equal(first?.to.address);
    expect(reminder?.messageId).not.to.equal(first?.messageId);
  });

  it('go to nobody twice when two workers look at once', async () => {
    bench = await createRemindingBench(['OFF-01', 'OFF-02', 'OFF-03']);
    bench.clock.moveTo('2026-12-14T09:00:00.000Z');
    const met = await Promise.all([bench.reminding.remindDue(), bench.createReminders().remindDue()]);
    expect(met.toSorted()).to.deep.equal([0, 3]);
    expect(await bench.rowsOf(1)).to.have.length(3);
    const again = bench.database('reminders').insert({
      ...{ campaign_id: bench.campaign.id, office_id: 'OFF-01', step: 1, letter_office_id: 'OFF-01' },
      ...{ reminded_at: '', acknowledged: 0, asked: 3 },
    });
    expect(await again.then(String, String)).to.match(/unique/i);
  });

  it('go to nobody twice when the clock is set back', async () => {
    bench = await createRemindingBench(['OFF-01']);
    expect(await bench.at('2026-12-14T09:00:00.000Z')).to.deep.equal(['OFF-01 1']);
    expect(await bench.at('2026-12-11T09:00:00.000Z')).to.deep.equal([]);
    expect(await bench.at('2026-12-14T09:00:00.000Z')).to.deep.equal([]);
    expect(await bench.at('2026-12-22T09:00:00.000Z')).to.deep.equal(['OFF-01 2']);
  });

  it('are not sent to an office that no mail reached', async () => {
    bench = await createRemindingBench(['OFF-01', 'OFF-02', 'OFF-03'], {
      contacts: [
        { officeId: 'OFF-01', rank: 1, address: 'gone@a.example' },
        { officeId: 'OFF-02', rank: 1, address: 'fine@b.example' },
      ],
    });
    await bench.database('deliveries').where({ office_id: 'OFF-01' }).update({ state: 'bounced' });
    expect(await bench.at('2026-12-14T09:00:00.000Z')).to.deep.equal(['OFF-02 1']);
  });

  it('wait while the campaign is paused, and are over once it is closed', async () => {
    bench = await createRemindingBench(['OFF-01', 'OFF-02']);
    await bench.dispatch.pause(dispatcher, bench.campaign.id);
    expect(await bench.at('2026-12-14T09:00:00.000Z')).to.deep.equal([]);
    await bench.dispatch.resume(dispatcher, bench.campaign.id);
    expect(await bench.at('2026-12-14T10:00:00.000Z')).to.deep.equal(['OFF-01 1', 'OFF-02 1']);
    await bench.dispatch.closeCampaign(dispatcher, bench.campaign.id);
    expect(await bench.at('2026-12-22T09:00:00.000Z')).to.deep.equal([]);
  });

  it('are kept back by the closing when they wait, and stand in its statement', async () => {
    bench = await createRemindingBench(['OFF-01']);
    bench.mailer.answer('OFF-01@prefecture.example', { outcome: 'deferred', reply: '451 later', code: 451 });
    await bench.at('2026-12-14T09:00:00.000Z');
    await bench.dispatch.closeCampaign(dispatcher, bench.campaign.id);
    expect((await bench.rowsOf(1))[0]?.state).to.equal('cancelled');
    const { content } = await bench.database('dispatch_statements').first('content');
    const [office] = JSON.parse(content).offices;
    expect(office.mails.map(({ step, state }: never) => [step, state])).to.deep.equal([
      [undefined, 'accepted'],
      [1, 'cancelled'],
    ]);
  });

  it('go on to the next contact of the same step when they are refused', async () => {
    const contacts = [1, 2].map((rank) => ({ officeId: 'OFF-01', rank, address: `c${rank}@a.example` }));
    bench = await createRemindingBench(['OFF-01'], { contacts });
    bench.mailer.answer('c1@a.example', { outcome: 'refused', reply: '550 no', code: 550 });
    await bench.at('2026-12-14T09:00:00.000Z');
    const rows = await bench.rowsOf(1);
    expect(rows.map(({ contact_id, state }) => `${contact_id} ${state}`)).to.deep.equal([
      'contact-c1 refused',
      'contact-c2 accepted',
    ]);
    expect((await bench.standings(bench.campaign)).offices.accepted).to.equal(1);
  });

  describe('and an acknowledgement', () => {
    const address = 'OFF-01@prefecture.example';

    it('that comes before the last word drops the mail, and says so', async () => {
      bench = await createRemindingBench(['OFF-01', 'OFF-02']);
      bench.mailer.answer(address, async () => {
        await bench.acknowledge('OFF-01');
        return { outcome: 'accepted', reply: '250 Ok' };
      });
      expect(await bench.at('2026-12-14T09:00:00.000Z')).to.deep.equal(['OFF-02 1']);
      const [row] = await bench.rowsOf(1);
      expect(row).to.include({ office_id: 'OFF-01', state: 'cancelled' });
      const [line] = await bench.journalOf('reminder.dropped');
      expect(line).to.deep.include({ actor: 'office:OFF-01' });
      expect(line?.data).to.include({ office: 'OFF-01', step: 1, cause: 'acknowledged' });
      expect(await bench.journalOf('reminder.crossed')).to.deep.equal([]);
    });

    it('that comes after the last word does not: it is said to have crossed', async () => {
      bench = await createRemindingBench(['OFF-01']);
      bench.clock.moveTo('2026-12-14T09:00:00.000Z');
      await bench.reminding.remindDue();
      await bench.worker.relay();
      const [row] = await bench.rowsOf(1);
      await bench.database('deliveries').where({ id: row.id }).update({ state: 'sending' });
      await bench.database('deliveries').where({ id: row.id }).update({ state: 'ending' });
      await bench.acknowledge('OFF-01');
      expect((await bench.rowsOf(1))[0]?.state).to.equal('ending');
      const [line] = await bench.journalOf('reminder.crossed');
      expect(line?.data).to.include({ office: 'OFF-01', step: 1, delivery: row.id });
    });

    it('keeps back a mail that waits to be sent again, and plans no further contact', async () => {
      const contacts = [1, 2].map((rank) => ({ officeId: 'OFF-01', rank, address: `c${rank}@a.example` }));
      bench = await createRemindingBench(['OFF-01'], { contacts });
      bench.mailer.answer('c1@a.example', async () => {
        await bench.acknowledge('OFF-01');
        return { outcome: 'refused', reply: '550 no', code: 550 };
      });
      expect(await bench.at('2026-12-14T09:00:00.000Z')).to.deep.equal([]);
      expect((await bench.rowsOf(1)).map(({ state }) => state)).to.deep.equal(['cancelled']);
    });

    it('is asked for again by the statement that says the last word', async () => {
      bench = await createRemindingBench(['OFF-01']);
      const { database, campaign } = bench;
      const first = await database('deliveries').first('id', 'campaign_id', 'office_id');
      const act = { office_id: 'OFF-01', signed_sha256: campaign.signedSha256 };
      bench.mailer.answer(address, async () => {
        // Written down by something that tells the ledger nothing.
        const person = { name: 'Anne', function: 'd', salt: 's', folded_person: 'anne' };
        await database('acknowledgement_persons').insert({ acknowledgement_id: 'ack', ...act, ...person });
        await database('acknowledgements').insert({
          ...{ id: 'ack', ...act, campaign_id: campaign.id, delivery_id: first.id, form_key: 'f' },
          ...{ instruction_id: campaign.instructionId, capacity: 'by-delegation', person_hash: 'h' },
          ...{ acknowledged_at: '2026-12-14T09:00:00.000Z', acknowledged_on: '2026-12-14' },
        });
        return { outcome: 'accepted', reply: '250 Ok' };
      });
      bench.clock.moveTo('2026-12-14T09:00:00.000Z');
      await bench.reminding.remindDue();
      await bench.worker.relay();
      await bench.queue.runAll(bench.worker.run);
      expect(bench.mailer.delivered).to.have.length(1);
      expect((await bench.rowsOf(1))[0]?.state).to.equal('pending');
      // It is not queued again, and the next round says that it is over.
      expect(await bench.at('2026-12-14T09:01:00.000Z')).to.deep.equal([]);
      expect((await bench.rowsOf(1))[0]?.state).to.equal('cancelled');
      expect((await bench.journalOf('reminder.dropped'))[0]).to.include({ actor: 'system' });
    });
  });

  describe('before they leave', () => {
    const { id: by } = dispatcher;

    it('can be moved, stopped and added to, each change in the journal', async () => {
      bench = await createRemindingBench(['OFF-01']);
      const { reminding, campaign } = bench;
      const change = (step: number, workingDays: number, state: 'on' | 'off' = 'on') =>
        reminding.changeStep(dispatcher, campaign.id, step, { anchor: 'deadline', workingDays, state });
      expect(await change(1, -4)).to.deep.equal({ ok: true, value: undefined });
      await change(2, 1, 'off');
      await reminding.addStep(dispatcher, campaign.id, {
        kind: 'reminder',
        anchor: 'sending',
        workingDays: 12,
      });
      expect(await bench.at('2026-12-14T09:00:00.000Z')).to.deep.equal([]);
      expect(await bench.at('2026-12-15T09:00:00.000Z')).to.deep.equal(['OFF-01 1']);
      expect(await bench.at('2026-12-22T09:00:00.000Z')).to.deep.equal([]);
      expect(await bench.at('2026-12-23T09:00:00.000Z')).to.deep.equal(['OFF-01 6']);
      const lines = await bench.journalOf('ladder.changed');
      expect(lines.map(({ actor, data }) => [actor, (data as { change: string }).change])).to.deep.equal([
        [by, 'moved'],
        [by, 'stopped'],
        [by, 'added'],
      ]);
    });

    it('refuse a day that is past, a step that left, and another role', async () => {
      bench = await createRemindingBench(['OFF-01']);
      const { reminding, campaign } = bench;
      const move = (step: number, workingDays: number, actor = dispatcher) =>
        reminding
          .changeStep(actor, campaign.id, step, { anchor: 'deadline', workingDays, state: 'on' })
          .then((outcome) => (outcome.ok ? 'ok' : outcome.errors[0]?.key));
      expect(await move(1, -10)).to.equal('reminders.past');
      expect(await move(1, 61)).to.equal('reminders.too-far');
      expect(await move(9, 2)).to.equal('reminders.unknown-step');
      expect(await move(1, -4, { id: 'x', roles: ['auditor'] })).to.equal('dispatch.role.dispatcher-only');
      await bench.at('2026-12-14T09:00:00.000Z');
      expect(await move(1, 2)).to.equal('reminders.has-left');
      const behind = bench.database('ladder_steps').where({ step: 1 }).update({ working_days: 9 });
      expect(await behind.then(String, String)).to.contain('ladder_steps_stay_once_they_left');
    });

    it('keep back what waits when their step is stopped', async () => {
      bench = await createRemindingBench(['OFF-01']);
      bench.mailer.answer('OFF-01@prefecture.example', {
        outcome: 'deferred',
        reply: '451 later',
        code: 451,
      });
      await bench.at('2026-12-14T09:00:00.000Z');
      const stopped = { anchor: 'deadline', workingDays: -5, state: 'off' } as const;
      await bench.reminding.changeStep(dispatcher, bench.campaign.id, 1, stopped);
      expect((await bench.rowsOf(1))[0]?.state).to.equal('cancelled');
      expect((await bench.journalOf('reminder.dropped'))[0]?.data).to.include({ cause: 'off' });
      const resumed = await bench.reminding.changeStep(dispatcher, bench.campaign.id, 1, {
        ...stopped,
        state: 'on',
      });
      expect(resumed.ok ? '' : resumed.errors[0]?.key).to.equal('reminders.add-instead');
    });
  });

  it('have no ladder in a campaign of before, until somebody asks for the usual one', async () => {
    bench = await createRemindingBench(['OFF-01']);
    const plan = () => bench.reminding.planUsual(dispatcher, bench.campaign.id);
    const again = await plan();
    expect(again.ok ? '' : again.errors[0]?.key).to.equal('reminders.already-planned');
    await dropTrigger(bench.database, 'ladder_steps', 'ladder_steps_stay');
    await bench.database('ladder_steps').del();
    bench.clock.moveTo('2026-12-22T12:00:00.000Z');
    expect((await plan()).ok).to.equal(true);
    const steps = (await bench.reminding.outlook(bench.campaign.id))?.steps ?? [];
    // What would have come already does not leave all at once.
    expect(steps.map(({ state }) => state)).to.deep.equal(['off', 'off', 'on', 'on', 'on']);
  });
});
