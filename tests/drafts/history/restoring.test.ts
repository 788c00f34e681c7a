import { expect } from 'chai';
import { restorable } from '../../../src/drafts/history/restoring.ts';
import { createTestTemplate } from '../../fakes/fake-render.ts';

describe('what of an earlier revision can become the text again', () => {
  const template = createTestTemplate();
  const standing = {
    fields: { year: '2027', subject: 'Un objet', letterDate: '2026-12-07' },
    sections: { orientations: 'now', rappel: 'fixed now' },
  };

  it('is every part that differs', () => {
    const earlier = { fields: { ...standing.fields, letterDate: '' }, sections: { orientations: 'then' } };
    expect(restorable(template, { standing, earlier })).to.deep.equal({
      ...{ fields: { letterDate: '' }, sections: { orientations: 'then' } },
      ...{ kept: [], isSame: false },
    });
  });

  it('is neither a required field that would be emptied, nor a locked text: both are told', () => {
    const earlier = { fields: { ...standing.fields, subject: '' }, sections: { rappel: 'fixed then' } };
    const { kept, isSame } = restorable(template, { standing, earlier });
    expect(kept).to.deep.equal([
      { title: 'Objet', key: 'history.restore.required' },
      { title: 'Rappel', key: 'history.restore.locked' },
    ]);
    expect(isSame).to.equal(true);
  });

  it('is not the year, which names the address for ever', () => {
    const earlier = { ...standing, fields: { ...standing.fields, year: '2026' } };
    expect(restorable(template, { standing, earlier }).isSame).to.equal(true);
  });
});
