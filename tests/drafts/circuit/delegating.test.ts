import { expect } from 'chai';
import { faultOfDelegating } from '../../../src/drafts/circuit/delegations.ts';
import { failureOf, keysOf, take } from '../drafting-room.ts';
import { openCircuitRoom, type CircuitRoom } from './circuit-room.ts';

const wanted = { giverId: 'hugo', takerId: 'marie', fromOn: '2026-12-10', untilOn: '2026-12-20' };
const standing = (fromOn: string, untilOn: string) => ({
  ...{ id: 'd', giverId: 'hugo', takerId: 'leo', fromOn, untilOn },
  ...{ declaredAt: '', declaredBy: '', endedAt: null },
});
const known = { today: '2026-12-07', reviewers: ['hugo', 'marie', 'leo'], standing: [] };

describe('a delegation of visas', () => {
  const cases: [string, Partial<typeof wanted>, object, string | undefined][] = [
    ['is declared for days to come', {}, {}, undefined],
    ['is not to oneself', { takerId: 'hugo' }, {}, 'to-oneself'],
    ['is to a reviewer', { takerId: 'claire' }, {}, 'not-a-reviewer'],
    ['is by a reviewer', { giverId: 'claire' }, {}, 'not-a-reviewer'],
    ['does not end before it begins', { untilOn: '2026-12-09' }, {}, 'reversed'],
    ['is not over', { fromOn: '2026-12-01', untilOn: '2026-12-06' }, {}, 'over'],
    ['may begin before it was declared', { fromOn: '2026-12-01' }, {}, undefined],
    ['is one at a time', {}, { standing: [standing('2026-12-20', '2026-12-31')] }, 'overlaps'],
    ['may follow another', {}, { standing: [standing('2026-12-21', '2026-12-31')] }, undefined],
  ];
  for (const [name, typed, more, expected] of cases)
    it(name, () => {
      const fault = faultOfDelegating({ ...wanted, ...typed }, { ...known, ...more });
      expect(fault?.key).to.equal(expected && `circuit.delegation.${expected}`);
    });
});

describe('who stands in for a reviewer who is away', () => {
  let room: CircuitRoom;
  beforeEach(async () => {
    room = await openCircuitRoom();
  });
  afterEach(() => room.close());

  const days = { fromOn: '2026-12-07', untilOn: '2026-12-08' };

  it('decides in their place, which the visa says for ever', async () => {
    const { hugo, leo, marie, instructions } = room;
    take(await instructions.declareDelegation(hugo, { giverId: hugo.id, takerId: leo.id, ...days }));
    const { id, sha256 } = await room.submit([room.named('all', hugo, marie)]);
    expect(
      (await instructions.visasAwaitedFrom(leo)).map(({ place }) => place.standIn?.giverId),
    ).to.deep.equal([hugo.id]);
    take(await room.give(leo, id, sha256));
    expect(await failureOf(room.give(hugo, id, sha256))).to.equal('conflict: circuit.visa.given-for-you');
    const [version] = await instructions.circuitOf(id);
    expect(version?.visas[0]).to.include({ userId: leo.id, onBehalfOf: hugo.id });
    const [line] = (await room.journal.list({ subjects: [`instruction:${id}`] })).slice(-1);
    expect(line?.data).to.include({ onBehalfOf: hugo.id, step: 1 });
    expect(take(await room.give(marie, id, sha256))).to.deep.equal({ state: 'approved' });
  });

  it('does so from the first day to the last in Paris, and until it is ended', async () => {
    const { hugo, leo, instructions, clock, admin } = room;
    const typed = { giverId: hugo.id, takerId: leo.id, ...days };
    const { id: delegation } = take(await instructions.declareDelegation(admin, typed));
    const { id, sha256 } = await room.submit([room.named(1, hugo)]);
    clock.moveTo('2026-12-08T22:59:00.000Z');
    expect(await instructions.visasAwaitedFrom(leo)).to.have.length(1);
    clock.moveTo('2026-12-08T23:01:00.000Z');
    expect(await failureOf(room.give(leo, id, sha256))).to.equal('forbidden: circuit.visa.no-seat');
    clock.moveTo('2026-12-08T12:00:00.000Z');
    expect(await failureOf(instructions.endDelegation(leo, delegation))).to.equal(
      'forbidden: circuit.delegation.not-yours',
    );
    await instructions.endDelegation(hugo, delegation);
    expect(await failureOf(room.give(leo, id, sha256))).to.equal('forbidden: circuit.visa.no-seat');
  });

  it('is named by the person or by an administrator, one at a time', async () => {
    const { hugo, leo, marie, instructions } = room;
    const typed = { giverId: hugo.id, takerId: leo.id, ...days };
    expect(await failureOf(instructions.declareDelegation(marie, typed))).to.equal(
      'forbidden: circuit.delegation.not-yours',
    );
    take(await instructions.declareDelegation(hugo, typed));
    expect(keysOf(await instructions.declareDelegation(hugo, { ...typed, takerId: marie.id }))).to.deep.equal(
      ['circuit.delegation.overlaps'],
    );
  });
});
