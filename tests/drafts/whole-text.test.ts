import { expect } from 'chai';
import { readSubmission } from '../../src/drafts/submission.ts';
import { createTestTemplate } from '../fakes/fake-render.ts';

describe('a text of many sections', () => {
  const [section] = createTestTemplate().sections;
  const keys = Array.from({ length: 11 }, (_one, index) => `rubrique-${index}`);
  const template = { ...createTestTemplate(), sections: keys.map((key) => ({ ...section!, key })) };
  const base = { fields: { year: '2027', subject: 'Objet' }, sections: {} };

  function faultsOf(words: number): string[] {
    const text = { type: 'text', text: 'a'.repeat(words) };
    const document = { type: 'doc', content: [{ type: 'paragraph', content: [text] }] };
    const sections = Object.fromEntries(keys.map((key) => [key, document]));
    const { errors } = readSubmission(template, base, { baseRevision: 1, sections });
    return errors.map(({ key }) => key).filter((key) => key.startsWith('drafts.text'));
  }

  it('has two million characters at most, each section within its own bounds', () => {
    expect(faultsOf(180_000)).to.deep.equal([]);
    expect(faultsOf(199_000)).to.deep.equal(['drafts.text.whole-too-large']);
  });
});
