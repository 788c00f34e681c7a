import { expect } from 'chai';
import { take } from '../drafts/drafting-room.ts';
import { ain, openAnswersRoom, type AnswersRoom } from './answers-room.ts';

describe('what was asked back across the years', () => {
  let room: AnswersRoom;
  beforeEach(async () => (room = await openAnswersRoom()));
  afterEach(() => room.close());

  const acts = (change: object = {}) => {
    const sentTo = new Set(['OFF-01', 'OFF-02', 'OFF-69', 'OFF-987']);
    return new Map([[room.instructionId, { state: 'dispatched', sentTo, ended: false, ...change }]]);
  };

  it('is of each territory what the board of its request tells', async () => {
    const { id } = await room.ask({ audience: 'all' });
    room.sentTo.offices = new Set(['OFF-01', 'OFF-02', 'OFF-69', 'OFF-987']);
    await room.send();
    take(await room.hand(id));
    take(await room.hand(id));
    // Still 1 March in Papeete, 2 March in Paris.
    room.clock.moveTo('2027-03-02T05:00:00.000Z');
    const papeete = { ...ain, id: 'OFF-987', timeZone: 'Pacific/Tahiti' };
    take(await room.hand(id, { territoryId: 'COM-987' }, papeete));
    const told = (lines: readonly { territory: { id: string }; state: string; late: boolean }[]) =>
      lines.map(({ territory, state, late }) => `${territory.id} ${state} ${late}`);
    const board = await room.answers.board(id);
    const ever = await room.answers.owedEver(acts());
    expect(told(ever)).to.deep.equal(told(board?.lines ?? []));
    expect(told(ever)).to.include.members([
      'DEP-01 replaced false',
      'DEP-02 late false',
      'COM-987 received false',
    ]);
    expect(told(await room.answers.owedEver(acts(), { territoryId: 'DEP-01' }))).to.deep.equal([
      'DEP-01 replaced false',
    ]);
  });

  it('is nothing of what was not sent, and ends with its act or its request', async () => {
    const { id } = await room.ask();
    expect(await room.answers.owedEver(acts({ state: 'signed' }))).to.deep.equal([]);
    expect(await room.answers.owedEver(acts({ sentTo: undefined }))).to.deep.equal([]);
    await room.send();
    const [line] = await room.answers.owedEver(acts({ ended: true }));
    expect(line?.ended).to.equal(true);
    expect((await room.answers.owedEver(acts()))[0]?.ended).to.equal(false);
    take(await room.answers.requests.withdraw(room.people.claire, id, 'Reported to next year.'));
    expect((await room.answers.owedEver(acts()))[0]?.ended).to.equal(true);
  });
});
