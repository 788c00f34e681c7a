import { expect } from 'chai';
import { createSplitTasks } from '../../src/regions/regions.ts';
import { act, corsica, createRegionsBench, messages, place, region } from './regions-bench.ts';

describe('the region of a chef de projet', () => {
  let bench: Awaited<ReturnType<typeof createRegionsBench>>;
  beforeEach(async () => {
    bench = await createRegionsBench();
  });
  afterEach(() => bench.database.destroy());

  const keysOf = (outcome: { ok: boolean; errors?: { key: string; field: string }[] }) =>
    (outcome.errors ?? []).map(({ field, key }) => `${field} ${key}`.trim());
  const publish = (change = {}, office = corsica) =>
    bench.regions.splits.publish(office, place, bench.decided(change));
  const other = { id: 'OFF-01', strength: 'code' as const };

  it('shows its departments to the office that leads it, and to no other', async () => {
    const [led] = await bench.regions.viewOf('OFF-2A');
    expect(led?.region.name).to.equal('Corse');
    expect(led?.acts[0]?.lines.map(({ office, owed }) => [office.id, owed.length])).to.deep.equal([
      ['OFF-2A', 0],
      ['OFF-2B', 1],
    ]);
    expect(await bench.regions.viewOf('OFF-2B')).to.deep.equal([]);
    expect(await bench.regions.findFor('OFF-2B', act.slug, 'REG-94')).to.equal(undefined);
    expect(await bench.regions.findFor('OFF-2A', act.slug, 'REG-84')).to.equal(undefined);
  });

  describe('splits its envelope', () => {
    it('once, however often its form is posted, in the journal without a name', async () => {
      const decided = bench.decided();
      await bench.regions.splits.publish(corsica, place, decided);
      expect((await bench.regions.splits.publish(corsica, place, decided)).ok).to.equal(true);
      const [split, ...others] = await bench.regions.splits.list(place.instructionId);
      expect(others).to.deep.equal([]);
      expect(split).to.deep.include({ number: 1, officeId: 'OFF-2A', regionId: 'REG-94' });
      expect(split?.lines[1]).to.deep.equal({
        ...{ territoryId: 'DEP-2B', name: 'Haute-Corse' },
        ...{ commitmentAuthority: 4_000_000, paymentAppropriation: 3_000_000 },
      });
      const [line] = await bench.journal.list({ types: ['region.split-published'] });
      expect(line).to.include({ actor: 'office:OFF-2A', subject: `instruction:${place.instructionId}` });
      expect(JSON.stringify(line)).not.to.contain('Morel');
    });

    it('by the office that leads it alone, whatever page asks', async () => {
      expect(keysOf(await publish({}, other))).to.deep.equal(['regions.split.not-yours']);
      const kept = await bench.regions.splits.keepDraft(other, place, {});
      expect(keysOf(kept)).to.deep.equal(['regions.split.not-yours']);
    });

    it('only when the act left it to do: a region that it splits itself stays as it is', async () => {
      const level = 'department' as const;
      bench.found.credits.push({ ...region, territoryId: 'DEP-2A', level, regionId: 'REG-94' });
      expect(keysOf(await publish())).to.deep.equal(['regions.split.not-yours']);
    });

    it('anew with a reason, and never over a version that was not read', async () => {
      await publish();
      expect(keysOf(await publish({ after: 1 }))).to.deep.equal(['motif regions.split.no-reason']);
      expect(keysOf(await publish())).to.deep.equal(['regions.split.overtaken']);
      expect((await publish({ after: 1, reason: 'Un projet est abandonné.' })).ok).to.equal(true);
      const versions = await bench.regions.splits.list(place.instructionId, 'REG-94');
      expect(versions.map(({ number, person }) => [number, person?.reason])).to.deep.equal([
        [2, 'Un projet est abandonné.'],
        [1, ''],
      ]);
      const changed = bench.database('region_split_lines').update({ commitment_authority: 0 });
      expect(await changed.catch(({ message }: Error) => message)).to.contain('append_only');
    });

    it('in a draft that may be unfinished, which is gone once it is decided', async () => {
      await bench.regions.splits.keepDraft(corsica, place, { 'ae-DEP-2A': 'à voir', 'ae-DEP-01': 'x' });
      const typed = (await bench.regions.splits.draft(place))?.typed;
      expect(typed)
        .to.include({ 'ae-DEP-2A': 'à voir', 'cp-DEP-2B': '' })
        .and.not.to.have.property('ae-DEP-01');
      expect(await bench.regions.splits.list(place.instructionId)).to.deep.equal([]);
      await publish();
      expect(await bench.regions.splits.draft(place)).to.equal(undefined);
    });

    it('which its departments then see, and the region no longer has to do', async () => {
      const tasks = createSplitTasks({
        ...{ regions: bench.regions, messages },
        territoriesOf: async (id) => [id.replace('OFF', 'DEP')],
      });
      const titles = async (id: string) =>
        (await tasks.tasksOf(id)).map(({ href, state }) => [href, state.kind]);
      expect(await titles('OFF-2B')).to.deep.equal([]);
      const view = ['/guichet/region', 'success'];
      expect(await titles('OFF-2A')).to.deep.equal([
        view,
        [`/guichet/region/${act.slug}/REG-94/repartition`, 'info'],
      ]);
      await publish();
      const part = [`/guichet/parts/${act.slug}`, 'success'];
      expect(await titles('OFF-2A')).to.deep.equal([view, part]);
      expect(await titles('OFF-2B')).to.deep.equal([part]);
    });
  });

  describe('reminds its departments', () => {
    const person = { name: 'Inès Morel', function: 'Cheffe de projet régionale', text: 'Merci d’avance.' };
    const remind = (officeId = 'OFF-2A') =>
      bench.regions.remind(officeId, { slug: act.slug, regionId: 'REG-94' }, person);

    it('that are silent, in its own name, with its mailbox among those that an answer reaches', async () => {
      expect(await remind()).to.deep.equal({ ok: true, value: 1 });
      await bench.outbox.sendDue();
      const [mail, ...others] = bench.mailer.delivered;
      expect(others).to.deep.equal([]);
      const boxOf = async (id: string) => (await bench.prefectures.findOffice(id))?.contacts[0]?.address;
      expect(mail?.to.address).to.equal(await boxOf('OFF-2B'));
      expect(mail?.text).to.contain('Inès Morel').and.contain('Merci d’avance.').and.contain('/guichet');
      expect([mail?.replyTo].flat().map((each) => each && 'address' in each && each.address)).to.include(
        await boxOf('OFF-2A'),
      );
      const [line] = await bench.journal.list({ types: ['region.reminded'] });
      expect(line?.data).to.include({ by: 'OFF-2A', office: 'OFF-2B', region: 'REG-94' });
    });

    it('once a day at most, and again the day after', async () => {
      await remind();
      expect(keysOf(await remind())).to.deep.equal(['regions.reminder.nobody']);
      bench.clock.advance(24 * 3_600_000);
      expect(await remind()).to.deep.equal({ ok: true, value: 1 });
    });

    it('never an office that answered, nor once the act is closed, nor from another office', async () => {
      expect(keysOf(await remind('OFF-01'))).to.deep.equal(['regions.reminder.not-yours']);
      bench.found.act = { ...act, isOpen: false };
      expect(keysOf(await remind())).to.deep.equal(['regions.reminder.nobody']);
      bench.found.act = act;
      for (const line of bench.found.lines) line.acknowledgedAt = '2026-12-07T10:00:00.000Z';
      expect(keysOf(await remind())).to.deep.equal(['regions.reminder.nobody']);
    });
  });
});
