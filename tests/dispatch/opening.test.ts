import { expect } from 'chai';
import {
  dispatcher,
  createCampaignBench,
  signed,
  testDirectory,
  testInstructions,
  type CampaignBench,
} from './campaign-bench.ts';

describe('opening a campaign', () => {
  let bench: CampaignBench;
  afterEach(() => bench.database.destroy());

  const open = (deadlineOn = '2026-12-21', actor = dispatcher) =>
    bench.dispatch.openCampaign(actor, signed.instructionId, { deadlineOn });
  const keyOf = (outcome: Awaited<ReturnType<typeof open>>) =>
    outcome.ok ? undefined : outcome.errors[0]?.key;

  it('freezes the offices, plans one delivery each and moves the instruction, with a journal line for each', async () => {
    bench = await createCampaignBench();
    const campaign = await bench.open();
    expect((await bench.standings(campaign)).offices).to.include({ waiting: 3, unreachable: 0 });
    expect(bench.instructions.instruction.state).to.equal('dispatched');
    expect(await bench.journalOf('campaign.opened')).to.have.length(1);
    expect(await bench.journalOf('delivery.planned')).to.have.length(3);
    expect((await bench.journal.verify()).valid).to.equal(true);
  });

  it('keeps neither an address nor a link in the journal', async () => {
    bench = await createCampaignBench();
    await bench.open();
    const { id } = await bench.deliveryOf('A');
    const lines = JSON.stringify(await bench.journal.list());
    expect(lines).to.not.contain('@prefecture.example');
    expect(lines).to.not.contain(bench.dispatch.linkTokenOf(id));
  });

  it('freezes an office without a contact as well, and says that it is unreachable', async () => {
    const directory = testDirectory(
      ['A', 'B'],
      [{ officeId: 'A', rank: 1, address: 'a@prefecture.example' }],
    );
    bench = await createCampaignBench({ directory });
    expect(await bench.dispatch.forecast()).to.deep.equal({
      offices: 2,
      reachable: 1,
      withoutContact: [{ id: 'B', name: 'préfecture B' }],
    });
    const campaign = await bench.open();
    expect((await bench.standings(campaign)).offices).to.include({ waiting: 1, unreachable: 1 });
  });

  it('is refused a second time for the same signed version', async () => {
    bench = await createCampaignBench();
    await bench.open();
    bench.instructions.instruction.state = 'signed';
    expect(keyOf(await open())).to.equal('dispatch.open.already-opened');
    expect(await bench.database('campaigns')).to.have.length(1);
  });

  it('is refused when the text is not signed', async () => {
    bench = await createCampaignBench({ instructions: testInstructions('approved') });
    expect(keyOf(await open())).to.equal('dispatch.open.not-signed');
  });

  it('leaves nothing behind when the instruction cannot move', async () => {
    bench = await createCampaignBench({ instructions: testInstructions('closed') });
    expect(await open().catch((error: unknown) => error)).to.include({ code: 'conflict' });
    expect(await bench.database('campaigns')).to.have.length(0);
    expect(await bench.journal.list()).to.have.length(0);
  });

  it('is refused to anyone but a dispatcher', async () => {
    bench = await createCampaignBench();
    expect(keyOf(await open('2026-12-21', { id: 'x', roles: ['auditor'] }))).to.equal(
      'dispatch.role.dispatcher-only',
    );
  });

  for (const [deadline, key] of [
    ['2026-12-07', 'dispatch.deadline.past'],
    ['2026-02-30', 'form.no-such-date'],
    ['demain', 'form.no-such-date'],
    ['2072-12-21', 'dispatch.deadline.too-far'],
  ] as const) {
    it(`refuses the deadline ${deadline}`, async () => {
      bench = await createCampaignBench();
      expect(keyOf(await open(deadline))).to.equal(key);
    });
  }
});
