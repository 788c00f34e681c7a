import { expect } from 'chai';
import { actingPerson, demandOffice } from '../../src/web/acting-office.ts';

const holder = { givenName: 'Camille', familyName: 'Ferrand' };

describe('who acts for an office', () => {
  it('is shown by the name that ProConnect told, until they type another', () => {
    expect(actingPerson({ holder }, {})).to.deep.equal({ name: 'Camille Ferrand', function: '' });
    expect(actingPerson({ holder }, { name: 'C. Ferrand', function: 'Cabinet' })).to.deep.equal({
      ...{ name: 'C. Ferrand', function: 'Cabinet' },
    });
    expect(actingPerson({ holder }, { name: '' }).name).to.equal('');
    expect(actingPerson({}, {})).to.deep.equal({ name: '', function: '' });
  });

  it('is nobody where no office entered', () => {
    expect(() => demandOffice(undefined)).to.throw('no office entered');
  });
});
