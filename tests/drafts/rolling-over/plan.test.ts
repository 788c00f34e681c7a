import { expect } from 'chai';
import { planRollOver } from '../../../src/drafts/rolling-over/plan.ts';
import { rollField, shiftDay } from '../../../src/drafts/rolling-over/shifting.ts';
import { toStoredText } from '../../../src/drafts/section-text.ts';
import type { FieldSpec, InstructionTemplate } from '../../../src/render/render.ts';
import { createTestTemplate } from '../../fakes/fake-render.ts';
import { textOf } from '../history/random-text.ts';

const stored = (...lines: string[]) => toStoredText(textOf(lines));

describe('a plan of roll-over', () => {
  const old = createTestTemplate();
  const content = {
    fields: { year: '2027', subject: 'Un objet à nous' },
    sections: {
      orientations: stored('Prévenir.'),
      credits: stored('Au plus 80 %.'),
      rappel: stored('Fixe.'),
    },
  };
  const plan = (template: InstructionTemplate) =>
    planRollOver({ template: old, content, year: 2027 }, { template, year: 2028 });

  it('keeps aside what today’s template has no place for, and begins what it has anew', () => {
    const [orientations] = old.sections;
    if (orientations === undefined) throw new Error('the test template has sections');
    const fresh = { ...orientations, key: 'bilan', title: 'Le bilan' };
    const today = { ...old, sections: [...old.sections.filter(({ key }) => key !== 'credits'), fresh] };
    const { keptAside, begun, content: next } = plan(today);
    expect(keptAside).to.deep.equal([
      { part: 'sections[credits]', title: 'Les crédits', content: content.sections.credits },
    ]);
    expect(begun).to.include('Le bilan');
    expect(Object.keys(next.sections)).to.deep.equal(['orientations', 'rappel', 'bilan']);
  });

  it('takes a locked text from today’s template, and marks nothing in it', () => {
    const { content: next, passages } = plan(old);
    expect(next.sections['rappel']).to.contain('Texte fixe.');
    expect(passages.map(({ part, kind }) => `${part} ${kind}`)).to.deep.equal([
      'sections[credits] percentage',
    ]);
  });

  it('lets what nobody changed follow today’s template', () => {
    const today = {
      ...old,
      fields: old.fields.map((spec) =>
        spec.key === 'heading' ? { ...spec, default: 'Gouvernement' } : spec,
      ),
    };
    const before = {
      template: old,
      content: { ...content, fields: { heading: 'Premier ministre' } },
      year: 2027,
    };
    expect(planRollOver(before, { template: today, year: 2028 }).content.fields['heading']).to.equal(
      'Gouvernement',
    );
  });
});

describe('a field, a year later', () => {
  const spec = (type: FieldSpec['type'], more: Partial<FieldSpec> = {}): FieldSpec => ({
    ...{ key: 'some', label: 'Un champ', type, required: false },
    ...more,
  });
  const roll = (today: FieldSpec, value: string, old = today) =>
    rollField(today, { old, value, began: '', begins: 'du modèle' }, { from: 2027, to: 2028 });

  it('moves a day by a year, and the 29th of February to the 28th', () => {
    expect(shiftDay('2027-03-15', 1)).to.equal('2028-03-15');
    expect(shiftDay('2028-02-29', 1)).to.equal('2029-02-28');
    expect(roll(spec('date'), '2027-03-15')).to.deep.equal({
      ...{ how: 'shifted', value: '2028-03-15' },
      marks: [{ kind: 'date' }],
    });
  });

  it('copies an amount, to be read again', () => {
    expect(roll(spec('amount'), '841241500')).to.deep.include({ how: 'copied', marks: [{ kind: 'amount' }] });
  });

  it('writes the next year where a line has this one, and nowhere else', () => {
    expect(roll(spec('text'), 'Pour 2027, loi n° 12-2027')).to.deep.include({
      value: 'Pour 2028, loi n° 12-2027',
    });
  });

  it('moves the days of a table, row by row', () => {
    const columns = [
      { key: 'day', label: 'Jour', type: 'date' as const, required: true },
      { key: 'what', label: 'Quoi', type: 'text' as const, required: true },
    ];
    const value = JSON.stringify([{ day: '2027-03-15', what: 'Appel' }]);
    const rolled = roll(spec('table', { columns }), value);
    expect(rolled).to.deep.include({ how: 'shifted', marks: [{ kind: 'date' }] });
    expect(JSON.stringify(rolled)).to.contain('2028-03-15').and.to.contain('Appel');
  });

  it('displaces a choice that is none of today’s, and a value that today’s field cannot hold', () => {
    expect(roll(spec('choice', { choices: ['a', 'b'] }), 'c')).to.deep.equal({
      how: 'displaced',
      value: 'c',
    });
    expect(roll(spec('date'), 'bientôt', spec('text')).how).to.equal('displaced');
    expect(roll(spec('person'), 'Anne Martin', spec('text')).how).to.equal('copied');
  });
});
