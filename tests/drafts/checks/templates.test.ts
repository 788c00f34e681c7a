import { expect } from 'chai';
import { toCheckedText } from '../../../src/drafts/checks/checked-text.ts';
import { runChecks } from '../../../src/drafts/checks/run-checks.ts';
import { startingContent } from '../../../src/drafts/content.ts';
import { loadTemplates } from '../../../src/render/load-template.ts';
import { knownAcronyms } from './checking.ts';

describe('the starting text of each template', () => {
  for (const { template } of loadTemplates('templates/instructions'))
    it(`of « ${template.title} » has nothing wrong but what is left to fill`, () => {
      const content = startingContent(template, 2027);
      const facts = { slug: 's', today: '2026-12-07', acts: new Map(), toReview: [], blocking: [] };
      const findings = runChecks(toCheckedText(template, content, facts), knownAcronyms);
      const told = findings.map(
        ({ key, label, params }) => `${key} ${label} ${JSON.stringify(params ?? {})}`,
      );
      expect(told.filter((line) => !line.startsWith('checks.missing-'))).to.deep.equal([]);
    });
});

describe('what is left to fill in a template', () => {
  it('is told once for a person, and with its column for a cell', () => {
    const template = loadTemplates('templates/instructions').find(
      ({ template: { name } }) => name === 'instruction-cadre',
    )?.template;
    if (template === undefined) throw new Error('no such template');
    const content = startingContent(template, 2027);
    content.fields['calendar'] = '[{"on":"","what":"Bilan","who":"la région"}]';
    const facts = { slug: 's', today: '2026-12-07', acts: new Map(), toReview: [], blocking: [] };
    const told = runChecks(toCheckedText(template, content, facts), knownAcronyms).map(({ label, place }) => [
      label,
      place.href.replace(/^.*#champ-/, ''),
    ]);
    expect(told).to.deep.equal([
      ['Affaire suivie par', 'fields[contact.name]'],
      ['Calendrier des travaux – Au plus tard le', 'fields[calendar.0.on]'],
      ['Prénom du signataire', 'fields[signatoryFirstName]'],
      ['Nom du signataire', 'fields[signatoryLastName]'],
    ]);
  });
});
