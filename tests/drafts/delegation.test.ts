import { expect } from 'chai';
import { faultOfDelegation, missingDelegation } from '../../src/drafts/delegation.ts';

const fields = {
  signingCapacity: 'par délégation',
  delegationReference: 'arrêté du 2 mars 2026',
  delegationValidUntil: '2026-12-31',
};

describe('a signature by delegation or interim', () => {
  it('needs the reference of its act and its last day before the freeze', () => {
    expect(missingDelegation({ signingCapacity: 'par intérim' }).map(({ field }) => field)).to.deep.equal([
      'fields[delegationReference]',
      'fields[delegationValidUntil]',
    ]);
    expect(missingDelegation(fields)).to.deep.equal([]);
    expect(missingDelegation({ signingCapacity: 'en titre' })).to.deep.equal([]);
    expect(missingDelegation({})).to.deep.equal([]);
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
});
