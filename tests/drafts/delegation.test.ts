import { expect } from 'chai';
import { faultOfDelegation, faultsOfPeriod, missingDelegation } from '../../src/drafts/delegation.ts';
import { keysOf, openRoom, type Room } from './drafting-room.ts';

const fields = {
  signingCapacity: 'par délégation',
  delegationReference: 'arrêté du 2 mars 2026',
  delegationValidFrom: '2026-03-03',
  delegationValidUntil: '2026-12-31',
};
const names = ['delegationReference', 'delegationValidFrom', 'delegationValidUntil'];
const template = names.map((key) => ({ key }));

describe('a signature by delegation or interim', () => {
  it('needs the reference of its act, its first and its last day before the freeze', () => {
    const missing = missingDelegation(template, { signingCapacity: 'par intérim' });
    expect(missing.map(({ field }) => field)).to.deep.equal(names.map((name) => `fields[${name}]`));
    expect(missingDelegation(template, fields)).to.deep.equal([]);
    expect(missingDelegation(template, { signingCapacity: 'en titre' })).to.deep.equal([]);
    expect(missingDelegation(template, {})).to.deep.equal([]);
  });

  it('is not asked for a first day that its older template does not know', () => {
    const { delegationValidFrom: _, ...older } = fields;
    expect(missingDelegation([template[0]!, template[2]!], older)).to.deep.equal([]);
    expect(faultOfDelegation(older, '2026-01-01')).to.equal(undefined);
  });

  it('is refused after the last day of its act, and allowed on that day', () => {
    expect(faultOfDelegation(fields, '2026-12-31')).to.equal(undefined);
    expect(faultOfDelegation(fields, '2027-01-01')).to.deep.equal({
      field: '',
      key: 'drafts.delegation.ended',
      params: { day: '31\u00a0décembre\u00a02026' },
    });
    expect(faultOfDelegation({ ...fields, signingCapacity: 'en titre' }, '2027-01-01')).to.equal(undefined);
  });

  it('is refused before the first day of its act, and allowed on that day', () => {
    expect(faultOfDelegation(fields, '2026-03-03')).to.equal(undefined);
    expect(faultOfDelegation(fields, '2026-03-02')).to.deep.equal({
      field: '',
      key: 'drafts.delegation.not-begun',
      params: { day: '3\u00a0mars\u00a02026' },
    });
    expect(faultOfDelegation({ ...fields, signingCapacity: 'en titre' }, '2026-03-02')).to.equal(undefined);
  });

  it('has a period in order, that holds the letter’s own day: the fault stands beside its field', () => {
    const faultOf = (change: object) =>
      faultsOfPeriod({ ...fields, ...change }).map(({ field, key }) => [field, key.split('.').at(-1)]);
    expect(faultOf({})).to.deep.equal([]);
    expect(faultOf({ letterDate: '2026-12-31' })).to.deep.equal([]);
    expect(faultOf({ delegationValidUntil: '2026-03-02' })).to.deep.equal([
      ['fields[delegationValidUntil]', 'reversed'],
    ]);
    expect(faultOf({ letterDate: '2026-03-02' })).to.deep.equal([
      ['fields[delegationValidFrom]', 'after-letter'],
    ]);
    expect(faultOf({ letterDate: '2027-01-01' })).to.deep.equal([
      ['fields[delegationValidUntil]', 'before-letter'],
    ]);
    expect(faultOf({ letterDate: '2027-01-01', signingCapacity: 'en titre' })).to.deep.equal([]);
  });

  describe('in the room', () => {
    let room: Room;
    beforeEach(async () => {
      room = await openRoom();
    });
    afterEach(() => room.close());

    it('cannot be submitted with a period that is missing or wrong', async () => {
      const { id } = await room.draft({ ...fields, delegationValidFrom: '' });
      expect(keysOf(await room.instructions.freeze(room.people.claire, id))).to.deep.equal([
        'drafts.delegation.required',
      ]);
    });

    it('signs from the first day on, and not the day before', async () => {
      const today = room.clock.now().toISOString().slice(0, 10);
      const { id } = await room.approved({
        ...fields,
        delegationValidFrom: '2030-01-01',
        delegationValidUntil: '2030-02-01',
      });
      expect(today < '2030-01-01').to.equal(true);
      expect(keysOf(await room.instructions.sign(room.people.nora, id))).to.deep.equal([
        'drafts.delegation.not-begun',
      ]);
      room.clock.moveTo('2030-01-01T10:00:00.000Z');
      expect((await room.instructions.sign(room.people.nora, id)).ok).to.equal(true);
    });
  });
});
