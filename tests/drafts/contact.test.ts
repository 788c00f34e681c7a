import { expect } from 'chai';
import { contactOf } from '../../src/drafts/contact.ts';

describe('whom a letter tells to write to', () => {
  const person = { name: 'Camille', function: 'Chargée', telephone: '01', mail: 'c@x.example' };

  it('is a person’s field, or the four lines of a template that has none', () => {
    expect(contactOf({ contact: JSON.stringify(person) })).to.deep.equal(person);
    const lines = { contactName: 'Camille', contactFunction: 'Chargée', contactTelephone: '01' };
    expect(contactOf({ ...lines, contactMail: 'c@x.example' })).to.deep.equal(person);
  });

  it('is nobody while nothing is filled in', () => {
    for (const fields of [{}, { contact: '' }]) expect(contactOf(fields)).to.include({ name: '', mail: '' });
  });
});
