import { expect } from 'chai';
import type { Content } from '../../src/drafts/content.ts';
import { mergeContents } from '../../src/drafts/merging.ts';
import { createTestTemplate } from '../fakes/fake-render.ts';

const template = createTestTemplate();
const written = (subject: string, orientations: string, credits = 'C'): Content => ({
  fields: { year: '2027', subject },
  sections: { orientations, credits },
});
const merge = (mine: Content, standing: Content) =>
  mergeContents(template, { base: written('S', 'O'), mine, standing });

describe('merging what two people wrote', () => {
  it('takes what each changed', () => {
    const { content, conflicts, others } = merge(written('Mien', 'O'), written('S', 'Autre', 'Autre'));
    expect(content).to.deep.equal(written('Mien', 'Autre', 'Autre'));
    expect([conflicts, others]).to.deep.equal([[], true]);
  });

  it('leaves to a person, by its name, only what both changed otherwise', () => {
    const { content, conflicts } = merge(written('Mien', 'Mien'), written('Autre', 'O', 'Autre'));
    expect(conflicts.map(({ name, label }) => [name, label])).to.deep.equal([['fields[subject]', 'Objet']]);
    expect(content).to.deep.equal(written('Autre', 'Mien', 'Autre'));
  });

  it('sees no conflict where both wrote the same, nor where nobody else wrote', () => {
    expect(merge(written('Même', 'O'), written('Même', 'O'))).to.deep.include({
      conflicts: [],
      others: false,
    });
    expect(merge(written('Mien', 'O'), written('S', 'O'))).to.deep.include({ conflicts: [], others: false });
  });

  it('does not bring back what another emptied', () => {
    expect(merge(written('Mien', 'O'), written('S', '')).content.sections['orientations']).to.equal('');
  });
});
