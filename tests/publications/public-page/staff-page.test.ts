import { expect } from 'chai';
import { toBePublicModel } from '../../../src/publications/public-page/staff-page.ts';
import type { PublicText } from '../../../src/publications/public-page/source.ts';
import { messages } from '../publications-bench.ts';

const text: PublicText = {
  ...{ id: 'i', title: 'Instruction 2027', year: 2027, signedOn: '2026-12-07', effects: [] },
  ...{ slug: '2027-chefs-de-projets', sha256: 's', bytes: 312_000, pages: 5, markKey: undefined },
  ...{ signatory: { name: 'Nora Signatory', quality: 'La présidente' }, nor: undefined, html: '<p>a</p>' },
  ...{ words: [], corrects: undefined },
  contact: { name: 'Zoé Tellier', function: '', telephone: '01 02 03 04 05', mail: 'zoe@mildeca.example' },
};
const told = (over: Partial<PublicText> = {}) =>
  toBePublicModel({ ...text, ...over }, { url: 'u', isDesignated: false, messages });

describe('what is told before a text is made public', () => {
  it('names whom the document itself tells to call, since everyone will read it', () => {
    expect(told().persons).to.equal('Zoé Tellier, 01 02 03 04 05, zoe@mildeca.example');
    expect(told().signatory).to.equal('Nora Signatory, La présidente');
    expect(told().file).to.equal('PDF, 312\u00a0Ko, nombre de pages\u00a0: 5');
  });

  it('names nobody where the document names nobody', () => {
    const nobody = { name: '', function: '', telephone: '', mail: '' };
    expect(told({ contact: nobody }).persons).to.equal('');
    expect(told({ contact: undefined, signatory: undefined })).to.not.have.property('signatory');
  });

  it('says that it is replaced, repealed or amended', () => {
    const by = (relation: 'replaces' | 'repeals' | 'amends') =>
      told({ effects: [{ relation, title: 't', slug: undefined, on: '2027-01-05' }] });
    expect([told().isEnded, by('replaces').isEnded, by('repeals').isEnded]).to.eql([false, true, true]);
    expect([by('amends').isEnded, by('amends').isChanged]).to.eql([false, true]);
  });
});
