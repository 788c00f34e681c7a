import { expect } from 'chai';
import type { Preparation } from '../../../src/dispatch/preparing/preparing.ts';
import type { Outcome } from '../../../src/kernel/outcome.ts';
import {
  createCampaignBench,
  dispatcher,
  signed,
  testDirectory,
  testInstructions,
  type CampaignBench,
} from '../campaign-bench.ts';
import { notified } from './notified.ts';

const deadlineOn = '2026-12-21';
const later = '2026-12-10T07:00:00.000Z';

function take<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`refused: ${outcome.errors.map(({ key }) => key).join(', ')}`);
}
const keysOf = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.errors.map(({ key }) => key));

describe('preparing a dispatch', () => {
  let bench: CampaignBench;
  afterEach(() => bench.database.destroy());

  async function begin(given: Parameters<typeof createCampaignBench>[0] = {}) {
    bench = await createCampaignBench(given);
    return take(await bench.preparing.begin(dispatcher, signed.instructionId, deadlineOn));
  }
  const choose = async (choice: Parameters<CampaignBench['preparing']['choose']>[2]) =>
    take(await bench.preparing.choose(dispatcher, (await current()).id, choice));
  async function current(): Promise<Preparation> {
    const found = await bench.preparing.find(signed.instructionId);
    if (found === undefined) throw new Error('nothing is being prepared');
    return found;
  }
  async function depart() {
    const preparation = await current();
    const plan = await bench.preparing.plan(preparation);
    return bench.preparing.depart(dispatcher, preparation, plan?.sha256 ?? '');
  }
  const campaigns = () => bench.dispatch.listCampaigns();

  it('addresses every office at once unless it is chosen otherwise, and leaves on confirmation', async () => {
    await begin();
    take(await depart());
    const [campaign] = await campaigns();
    expect(campaign).to.include({ frozenOffices: 3, deadlineOn, recipientsOn: '2026-12-07' });
    expect(await bench.preparing.find(signed.instructionId)).to.equal(undefined);
    expect((await bench.journal.verify()).valid).to.equal(true);
  });

  it('keeps what was chosen at each step, and loses nothing when a later step is refused', async () => {
    await begin();
    const audience = { toList: 'chosen', toOffices: ['B'], ccList: 'all', ccOffices: [] } as const;
    await choose({ audience, recipientsOn: '2027-01-01' });
    const { id } = await current();
    const refused = await bench.preparing.choose(dispatcher, id, {
      deadlineOn: '2026-12-01',
      dueAt: '2026-12-01T08:00:00.000Z',
    });
    expect(keysOf(refused)).to.deep.equal(['dispatch.deadline.past', 'preparing.departure.past']);
    await choose({ deadlineOn: '2027-01-20' });
    expect((await current()).choices).to.deep.equal({
      audience,
      recipientsOn: '2027-01-01',
      deadlineOn: '2027-01-20',
      annexesBy: 'attachment',
    });
    take(await depart());
    const [campaign] = await campaigns();
    expect(campaign).to.include({ frozenOffices: 3, recipientsOn: '2027-01-01' });
  });

  for (const [what, choice, key] of [
    [
      'a list picked by hand without any office',
      { audience: { toList: 'chosen', toOffices: [], ccList: 'none', ccOffices: [] } },
      'preparing.recipients.none-chosen',
    ],
    ['a directory of another century', { recipientsOn: '2072-01-01' }, 'preparing.recipients.day-too-far'],
    [
      'a departure after the deadline',
      { dueAt: '2026-12-21T08:00:00.000Z' },
      'preparing.departure.after-deadline',
    ],
    ['a departure in years', { dueAt: '2029-12-20T08:00:00.000Z' }, 'preparing.departure.too-far'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { id } = await begin();
      expect(keysOf(await bench.preparing.choose(dispatcher, id, choice))).to.deep.equal([key]);
    });
  }

  it('is one at a time, and is gone on with by whoever begins again', async () => {
    const first = await begin();
    await choose({ recipientsOn: '2027-01-01' });
    const again = take(await bench.preparing.begin(dispatcher, signed.instructionId, '2026-12-22'));
    expect(again.id).to.equal(first.id);
    expect((await current()).choices).to.include({ recipientsOn: '2027-01-01', deadlineOn: '2026-12-22' });
  });

  it('is only for a dispatcher, of a text that is signed and was not sent', async () => {
    await begin();
    const auditor = { id: 'user-anne', roles: ['auditor'] };
    const { preparing } = bench;
    const preparation = await current();
    const refusals = [
      await preparing.begin(auditor, signed.instructionId, deadlineOn),
      await preparing.choose(auditor, preparation.id, { recipientsOn: null }),
      await preparing.abandon(auditor, preparation),
      await preparing.depart(auditor, preparation, ''),
      await preparing.overrule(auditor, preparation, [], 'x'),
      await preparing.reopen(auditor, preparation),
    ];
    expect(new Set(refusals.flatMap(keysOf))).to.deep.equal(new Set(['dispatch.role.dispatcher-only']));
    take(await depart());
    const afterwards = await preparing.begin(dispatcher, signed.instructionId, deadlineOn);
    expect(keysOf(afterwards)).to.deep.equal(['dispatch.open.already-opened']);
    await bench.database.destroy();
    bench = await createCampaignBench({ instructions: testInstructions('approved') });
    const unsigned = await bench.preparing.begin(dispatcher, signed.instructionId, deadlineOn);
    expect(keysOf(unsigned)).to.deep.equal(['dispatch.open.not-signed']);
  });

  it('is abandoned without a trace in the ledger, and another may begin', async () => {
    const first = await begin();
    take(await bench.preparing.abandon(dispatcher, await current()));
    expect(keysOf(await bench.preparing.abandon(dispatcher, first))).to.deep.equal([
      'preparing.depart.moved',
    ]);
    const second = take(await bench.preparing.begin(dispatcher, signed.instructionId, deadlineOn));
    expect(second.id).to.not.equal(first.id);
    expect(await campaigns()).to.have.length(0);
    expect(await bench.journalOf('preparation.abandoned')).to.have.length(1);
  });

  it('does not leave when what was confirmed is not what would leave any more', async () => {
    await begin();
    const shown = await bench.preparing.plan(await current());
    bench.directory.replace({ officeId: 'B', rank: 1, address: 'new@prefecture.example' });
    const refused = await bench.preparing.depart(dispatcher, await current(), shown?.sha256 ?? '');
    expect(keysOf(refused)).to.deep.equal(['preparing.depart.changed']);
    take(await depart());
  });

  describe('against the checks', () => {
    const withoutB = () =>
      testDirectory(['A', 'B'], [{ officeId: 'A', rank: 1, address: 'a@prefecture.example' }]);
    const blocking = async () =>
      (await bench.preparing.preflight(await current())).checks.filter(({ level }) => level === 'blocking');

    it('leaves only once they were overruled with a reason, which the journal keeps as a hash', async () => {
      const preparation = await begin({ directory: withoutB() });
      expect(keysOf(await depart())).to.deep.equal(['preparing.depart.blocked']);
      const reason = 'Préfecture B jointe par téléphone ce matin';
      take(await bench.preparing.overrule(dispatcher, preparation, await blocking(), reason));
      const [overrule] = await bench.preparing.listOverrules(preparation.id);
      expect(overrule).to.deep.include({ reason, findings: ['reachable one B'], decidedBy: dispatcher.id });
      expect(JSON.stringify(await bench.journal.list()))
        .to.contain('reachable one B')
        .and.not.contain('téléphone');
      take(await depart());
      const [campaign] = await campaigns();
      if (campaign === undefined) throw new Error('no campaign');
      expect((await bench.standings(campaign)).offices).to.include({ waiting: 1, unreachable: 1 });
    });

    it('never leaves with a document that is not what was signed', async () => {
      const preparation = await begin();
      bench.signatures.state.verdict = 'invalid';
      const checks = await blocking();
      expect(checks.map(({ name }) => name)).to.deep.equal(['signature']);
      const refused = await bench.preparing.overrule(
        dispatcher,
        preparation,
        checks,
        'Il faut que cela parte',
      );
      expect(keysOf(refused)).to.deep.equal(['preparing.overrule.not-allowed']);
      expect(keysOf(await depart())).to.deep.equal(['preparing.depart.blocked']);
    });

    it('asks the mail server, and weighs the mails that would leave', async () => {
      await begin({ attachmentLimit: 5 });
      const { checks } = await bench.preparing.preflight(await current());
      const found = (name: string) => checks.find((check) => check.name === name);
      expect(found('mail-server')?.finding).to.equal('mail-server plain');
      expect(found('size')?.finding).to.equal('size by-link');
    });
  });

  describe('for a day and hour', () => {
    async function schedule(given: Parameters<typeof createCampaignBench>[0] = {}) {
      await begin(given);
      await choose({ dueAt: later });
      take(await depart());
    }
    const due = async (at = later) => {
      bench.clock.moveTo(at);
      await bench.preparing.openDue();
    };

    it('waits in the database, and leaves once, in the name of who confirmed', async () => {
      await schedule();
      expect((await current()).state).to.equal('scheduled');
      await due('2026-12-10T06:59:59.999Z');
      expect(await campaigns()).to.have.length(0);
      bench.clock.moveTo(later);
      await Promise.all([bench.preparing.openDue(), bench.preparing.openDue()]);
      const all = await campaigns();
      expect(all).to.have.length(1);
      expect(all[0]).to.include({ openedBy: dispatcher.id, recipientsOn: '2026-12-10' });
      expect(await bench.journalOf('campaign.opened')).to.have.length(1);
      expect((await bench.journalOf('preparation.scheduled'))[0]?.data).to.include({
        dueAt: later,
        offices: 3,
      });
    });

    it('is moved as long as it has not left, and leaves at the new hour only', async () => {
      await schedule();
      const moved = '2026-12-11T07:00:00.000Z';
      take(await bench.preparing.reschedule(dispatcher, await current(), moved));
      await due();
      expect(await campaigns()).to.have.length(0);
      await due(moved);
      expect(await campaigns()).to.have.length(1);
      expect(await bench.journalOf('preparation.moved')).to.have.length(1);
    });

    it('is not moved beyond the deadline, nor once it has left', async () => {
      await schedule();
      const preparation = await current();
      const refused = await bench.preparing.reschedule(dispatcher, preparation, '2026-12-22T07:00:00.000Z');
      expect(keysOf(refused)).to.deep.equal(['preparing.departure.after-deadline']);
      await due();
      const tooLate = await bench.preparing.reschedule(dispatcher, preparation, '2026-12-12T07:00:00.000Z');
      expect(keysOf(tooLate)).to.deep.equal(['preparing.depart.moved']);
      expect(keysOf(await bench.preparing.reopen(dispatcher, preparation))).to.deep.equal([
        'preparing.depart.moved',
      ]);
    });

    it('is cancelled: nothing leaves, and all that was chosen is still there', async () => {
      await schedule();
      const { choices } = await current();
      take(await bench.preparing.reopen(dispatcher, await current()));
      await due();
      expect(await campaigns()).to.have.length(0);
      expect(await current()).to.deep.include({ state: 'open', choices, dueAt: later });
      expect(await bench.journalOf('preparation.cancelled')).to.have.length(1);
    });

    it('is held back, not sent, when the checks find something new', async () => {
      await schedule();
      bench.directory.replace({ officeId: 'B', rank: 1, address: 'A@prefecture.example' });
      await due();
      expect(await current()).to.include({ state: 'held', heldBy: 'blocked' });
      expect(await campaigns()).to.have.length(0);
      expect((await bench.journalOf('preparation.held'))[0]?.data).to.include({ cause: 'blocked' });
      take(await bench.preparing.reopen(dispatcher, await current()));
      expect((await current()).state).to.equal('open');
    });

    it('is held back when nobody was there for more than a day', async () => {
      await schedule();
      await due('2026-12-11T07:00:00.001Z');
      expect(await current()).to.include({ state: 'held', heldBy: 'late' });
    });

    it('ends when the campaign was opened without it', async () => {
      await schedule();
      await bench.open();
      await due();
      expect(await bench.preparing.find(signed.instructionId)).to.equal(undefined);
      expect(await campaigns()).to.have.length(1);
    });

    it('waits for what is still being made, and leaves once it is', async () => {
      await schedule();
      bench.annexes.made = notified({ made: 3, ready: false });
      await due();
      expect((await current()).state).to.equal('scheduled');
      bench.annexes.made = notified();
      await bench.preparing.openDue();
      expect(await campaigns()).to.have.length(1);
    });

    it('leaves though the mail server is away: the ledger waits for it', async () => {
      await schedule();
      bench.mailer.check = async () => {
        throw new Error('nobody asks the server now');
      };
      await due();
      expect(await campaigns()).to.have.length(1);
    });
  });
});
