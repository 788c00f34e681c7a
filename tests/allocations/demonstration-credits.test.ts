import { expect } from 'chai';
import { demonstrationCredits } from '../../src/demonstration/credits.ts';
import { openAllocationRoom } from './allocation-room.ts';
import { openAnnexRoom } from './annex-room.ts';

describe('the credits of a demonstration', () => {
  let room: Awaited<ReturnType<typeof openAllocationRoom>>;
  before(async () => {
    room = await openAllocationRoom();
  });
  after(() => room.close());

  it('add up to what the territories received one year, and go to 18 regions, 101 departments, 6 collectivities', async () => {
    const { id } = await room.draft();
    const offices = await room.prefectures.listOffices({ on: '2026-12-07' });
    const { problems } = await room.allocations.importFile(
      room.people.claire,
      id,
      demonstrationCredits(offices),
    );
    expect(problems).to.deep.equal([]);
    const lines = (await room.allocations.currentTable(id))?.lines ?? [];
    const own = lines.filter(({ level }) => level !== 'department');
    expect(own.reduce((sum, { commitmentAuthority }) => sum + commitmentAuthority, 0)).to.equal(841_241_500);
    const count = (level: string) => lines.filter((line) => line.level === level).length;
    expect([count('region'), count('department'), count('collectivity')]).to.deep.equal([18, 101, 6]);
  });

  it('are notified to 106 offices and 18 regions', async () => {
    const offices = await room.prefectures.listOffices({ on: '2026-12-07' });
    const act = await openAnnexRoom({ table: demonstrationCredits(offices) });
    const asked = await act.annexes.ask(act.dispatcher, act.id);
    expect(asked).to.deep.equal({ ok: true, value: { annexes: 124 } });
    await act.annexes.make();
    const keys = (await act.annexes.standing(act.id))?.made.map(({ key }) => key) ?? [];
    expect(
      [keys.filter((key) => key.startsWith('OFF-')), keys.filter((key) => key.startsWith('REG-'))].map(
        (each) => each.length,
      ),
    ).to.deep.equal([106, 18]);
    // Printed by the dozen: 124 take four prints.
    expect(act.printed.map((turn) => turn.length)).to.deep.equal([32, 32, 32, 28]);
    await act.close();
  });
});
