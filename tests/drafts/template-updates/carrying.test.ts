import { expect } from 'chai';
import { startingContent } from '../../../src/drafts/content.ts';
import type { FieldSpec, InstructionTemplate } from '../../../src/drafts/ports.ts';
import { carryOver } from '../../../src/drafts/template-updates/carrying.ts';
import { createTestTemplate } from '../../fakes/fake-render.ts';
import { paragraphs } from '../drafting-room.ts';

const options = { year: 2027, startsBlank: false };

function withField(spec: FieldSpec): InstructionTemplate {
  const template = createTestTemplate();
  return { ...template, fields: [...template.fields, spec] };
}

/** What the value of one field becomes when the field changes. */
function carried(before: FieldSpec, value: string, after: FieldSpec) {
  const template = withField(before);
  const content = startingContent(template, 2027);
  content.fields[before.key] = value;
  const { content: then, aside } = carryOver({ template, content }, withField(after), options);
  return { value: then.fields[after.key], aside: aside.map((each) => each.content) };
}

const text: FieldSpec = { key: 'x', label: 'X', type: 'text', required: true };

describe('a value carried into another version of its field', () => {
  it('stays when it is still one', () => {
    expect(carried(text, 'Camille', { ...text, max: 50 })).to.deep.equal({ value: 'Camille', aside: [] });
    expect(carried({ ...text, type: 'date' }, '2027-01-01', text)).to.deep.equal({
      value: '1er\u00a0janvier\u00a02027',
      aside: [],
    });
    expect(JSON.parse(carried(text, 'Camille', { ...text, type: 'person' }).value ?? '')).to.include({
      name: 'Camille',
    });
    expect(carried(text, 'Un', { ...text, type: 'list' }).value).to.equal('["Un"]');
  });

  it('is kept aside, as it reads, when it is one no more', () => {
    const person = '{"function":"Chargée","mail":"","name":"Camille","telephone":""}';
    const cases: [FieldSpec, string, FieldSpec, string][] = [
      [text, 'demain', { ...text, type: 'date' }, 'demain'],
      [text, 'a'.repeat(20), { ...text, max: 10 }, 'a'.repeat(20)],
      [{ ...text, type: 'person' }, person, text, 'Camille, Chargée'],
      [{ ...text, type: 'amount' }, '1250', { ...text, type: 'date' }, '12,50\u00a0€'],
    ];
    for (const [before, value, after, read] of cases)
      expect(carried(before, value, after)).to.deep.equal({ value: '', aside: [read] });
  });

  it('is kept aside whole when a column that it filled is gone', () => {
    const column = (key: string) => ({ key, label: key, type: 'text' as const, required: false });
    const table = (...keys: string[]): FieldSpec => ({ ...text, type: 'table', columns: keys.map(column) });
    const rows = '[{"a":"1","b":"2"}]';
    expect(carried(table('a', 'b'), rows, table('a'))).to.deep.equal({
      value: '[{"a":"1"}]',
      aside: ['1 – 2'],
    });
    expect(carried(table('a', 'b'), '[{"a":"1","b":""}]', table('a')).aside).to.deep.equal([]);
  });

  it('follows the new default when nobody had changed the old one', () => {
    const old = { ...text, default: 'De {year}' };
    expect(carried(old, 'De 2027', { ...text, default: 'Pour {year}' }).value).to.equal('Pour 2027');
    expect(carried(old, 'Du mien', { ...text, default: 'Pour {year}' }).value).to.equal('Du mien');
  });
});

describe('a section carried into another version of its template', () => {
  const starting = (start: string, locked = false): InstructionTemplate => {
    const template = createTestTemplate();
    const [first, ...others] = template.sections;
    return { ...template, sections: [{ ...first!, locked, start: paragraphs(start) as never }, ...others] };
  };
  const carry = (template: InstructionTemplate, after: InstructionTemplate, written?: string) => {
    const content = startingContent(template, 2027);
    if (written !== undefined) content.sections['orientations'] = JSON.stringify(paragraphs(written));
    return carryOver({ template, content }, after, options);
  };

  it('takes the new starting text as long as nobody has written in it', () => {
    const { content, followed } = carry(starting('De {year}'), starting('Pour {year}'));
    expect(content.sections['orientations']).to.contain('Pour 2027');
    expect(followed).to.deep.equal([{ part: 'sections[orientations]', title: 'Les orientations' }]);
  });

  it('stays as it was written', () => {
    const { content, aside } = carry(starting('Ancien'), starting('Nouveau'), 'Le nôtre.');
    expect(content.sections['orientations']).to.contain('Le nôtre.');
    expect(aside).to.deep.equal([]);
  });

  it('is kept aside when the template locks it', () => {
    const { content, aside } = carry(starting('Ancien'), starting('Fixe', true), 'Le nôtre.');
    expect(content.sections['orientations']).to.contain('Fixe');
    expect(aside.map(({ content: text }) => text.includes('Le nôtre.'))).to.deep.equal([true]);
  });
});
