import { expect } from 'chai';
import type { Audience } from '../../src/dispatch/audience.ts';
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
      copies: 0,
      reachable: 1,
      withoutContact: [{ id: 'B', name: 'préfecture B' }],
    });
    const campaign = await bench.open();
    expect((await bench.standings(campaign)).offices).to.include({ waiting: 1, unreachable: 1 });
  });

  describe('to some offices for action, to others for information', () => {
    const audience: Audience = { toList: 'regions', toOffices: [], ccList: 'all', ccOffices: [] };
    const openTo = (to: Audience) =>
      bench.dispatch.openCampaign(dispatcher, signed.instructionId, {
        deadlineOn: '2026-12-21',
        audience: to,
        recipientsOn: '2027-01-01',
      });

    it('writes to each once, and expects an acknowledgement of the first ones only', async () => {
      const acknowledged = ['A', 'B'].map((officeId) => ({ officeId, acknowledgedAt: '2026-12-08' }));
      bench = await createCampaignBench({ acknowledgements: { listOffices: async () => acknowledged } });
      const outcome = await openTo(audience);
      if (!outcome.ok) throw new Error(outcome.errors[0]?.key);
      expect(outcome.value).to.include({ frozenOffices: 3, recipientsOn: '2027-01-01' });
      const standings = await bench.standings(outcome.value);
      expect(standings).to.include({ frozen: 3, asked: 1, acknowledged: 1 });
      expect(standings.offices.waiting).to.equal(3);
      const board = await bench.dispatch.board(outcome.value.id);
      expect(board?.lines.map(({ officeId, role }) => officeId + role)).to.deep.equal(['Ato', 'Bcc', 'Ccc']);
      const [opened] = await bench.journalOf('campaign.opened');
      expect(opened?.data).to.include({ offices: 3, copies: 2, recipientsOn: '2027-01-01' });
    });

    it('never changes a role once it is frozen', async () => {
      bench = await createCampaignBench();
      await openTo(audience);
      const change = bench.database('campaign_recipients').update({ role: 'to' });
      expect(await change.then(String, String)).to.contain('append_only');
    });

    it('is refused when nobody would be written to for action', async () => {
      bench = await createCampaignBench();
      const nobody: Audience = { ...audience, toList: 'overseas' };
      expect(keyOf(await openTo(nobody))).to.equal('dispatch.open.no-office');
      expect(await bench.database('campaigns')).to.have.length(0);
    });
  });

  it('attaches a document up to the size allowed, and gives the link of a bigger one', async () => {
    const sizes: string[] = [];
    for (const attachmentLimit of [13, 12]) {
      bench = await createCampaignBench({ attachmentLimit });
      sizes.push((await bench.open()).pdfBy);
      await bench.database.destroy();
    }
    expect(sizes).to.deep.equal(['attachment', 'link']);
    bench = await createCampaignBench();
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
