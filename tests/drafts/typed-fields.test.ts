import { expect } from 'chai';
import { missingFields, parseFields, type FieldRule } from '../../src/drafts/fields.ts';
import { linesOfField } from '../../src/kernel/typed-field.ts';

const rules: FieldRule[] = [
  { key: 'total', type: 'amount', required: true },
  { key: 'contact', type: 'person', required: true },
  { key: 'files', type: 'list', required: true, max: 20, most: 3 },
  {
    key: 'dates',
    type: 'table',
    required: true,
    most: 2,
    columns: [
      { key: 'day', type: 'date', required: true },
      { key: 'what', type: 'text', required: true, max: 30 },
      { key: 'cost', type: 'amount', required: false },
    ],
  },
];
const person =
  '{"function":"Chargée de mission","mail":"c@x.example","name":"Camille Roussel","telephone":""}';
const stored = {
  total: '841241550',
  contact: person,
  files: '["Un","Deux"]',
  dates: '[{"cost":"1250","day":"2027-09-30","what":"Réponses"}]',
};

function read(typed: Record<string, string>, current: Record<string, string> = stored) {
  const outcome = parseFields(rules, typed, current);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.value;
}

function errorsOf(typed: Record<string, string>, current: Record<string, string> = stored) {
  const outcome = parseFields(rules, typed, current);
  return outcome.ok ? [] : outcome.errors;
}

describe('a field that is an amount', () => {
  it('is typed in euros as the French write them, and stored in cents', () => {
    for (const typed of ['8412415,50', '8 412 415,5', '8\u202f412\u202f415,50\u00a0€'])
      expect(read({ 'total.euros': typed }, {})['total'], typed).to.equal('841241550');
  });

  it('is taken back as it was stored', () => {
    expect(read({ total: '841241550' }, {})['total']).to.equal('841241550');
    expect(errorsOf({ total: '12,50' })).to.deep.equal([
      { field: 'fields[total]', key: 'drafts.field.amount-not-an-amount' },
    ]);
  });

  it('is refused beside its own control when it is no amount', () => {
    const refusals = { '1.234': 'point', '-3': 'negative', '1,234': 'decimals', douze: 'not-an-amount' };
    for (const [typed, fault] of Object.entries(refusals))
      expect(errorsOf({ 'total.euros': typed })).to.deep.equal([
        { field: 'fields[total.euros]', key: `drafts.field.amount-${fault}` },
      ]);
  });

  it('is not emptied once it is required and filled', () => {
    expect(errorsOf({ 'total.euros': ' ' })).to.deep.equal([
      { field: 'fields[total.euros]', key: 'form.required' },
    ]);
  });

  it('never drifts by a cent between what is read and what is typed again', () => {
    for (let cents = 1; cents < 10_000_000_000_000; cents = cents * 3 + 7) {
      const [written = ''] = linesOfField({ type: 'amount' }, String(cents));
      expect(read({ 'total.euros': written }, {})['total']).to.equal(String(cents));
    }
  });
});

describe('a field that is a person', () => {
  it('is stored as one canonical text, and keeps the parts that were not sent', () => {
    const typed = {
      'contact.name': ' Camille Roussel',
      'contact.function': 'Chargée de mission',
      'contact.mail': 'c@x.example',
    };
    expect(read(typed, {})['contact']).to.equal(person);
    expect(read({ 'contact.name': 'Claude Vasseur' })['contact']).to.equal(
      person.replace('Camille Roussel', 'Claude Vasseur'),
    );
  });

  it('is refused beside the part at fault', () => {
    expect(errorsOf({ 'contact.mail': 'camille chez mildeca', 'contact.age': '40' })).to.deep.equal([
      { field: 'fields[contact.age]', key: 'form.invalid' },
      { field: 'fields[contact.mail]', key: 'drafts.field.not-a-mail' },
    ]);
    expect(errorsOf({ 'contact.name': '' })[0]).to.include({ field: 'fields[contact.name]' });
  });

  it('keeps as a name what was one line of text before', () => {
    expect(
      JSON.parse(read({ 'contact.telephone': '01' }, { contact: 'Camille' })['contact'] ?? ''),
    ).to.include({ name: 'Camille', telephone: '01' });
  });
});

describe('a field that is a list', () => {
  it('is typed a line each, without the empty ones', () => {
    expect(read({ 'files.lines': ' Un \r\n\r\nDeux\n' }, {})['files']).to.equal(stored.files);
    expect(read({ 'files.lines': '' }, {})['files']).to.equal('');
  });

  it('is refused when a line is too long, or when there are too many', () => {
    expect(errorsOf({ 'files.lines': 'a'.repeat(21) })[0]).to.deep.equal({
      field: 'fields[files.lines]',
      key: 'form.too-long',
      params: { maximum: 20 },
    });
    expect(errorsOf({ 'files.lines': 'a\nb\nc\nd' })[0]).to.include({ key: 'drafts.field.too-many-lines' });
  });
});

describe('a field that is a table', () => {
  it('is typed cell by cell, and drops the rows that stay empty', () => {
    const typed = {
      'dates.0.day': '30/09/2027',
      'dates.0.what': 'Réponses',
      'dates.0.cost': '12,50',
      'dates.2.day': '',
      'dates.2.what': ' ',
    };
    expect(read(typed, {})['dates']).to.equal(stored.dates);
    expect(read({ 'dates.0.day': '', 'dates.0.what': '', 'dates.0.cost': '' })['dates']).to.equal('');
  });

  it('keeps the cells that were not sent', () => {
    expect(read({ 'dates.0.what': 'Bilan' })['dates']).to.equal(stored.dates.replace('Réponses', 'Bilan'));
  });

  it('is refused beside the cell at fault', () => {
    expect(
      errorsOf({ 'dates.1.day': '31/09/2027', 'dates.1.cost': '1.5', 'dates.x.day': '1' }),
    ).to.deep.equal([
      { field: 'fields[dates.x.day]', key: 'form.invalid' },
      { field: 'fields[dates.1.day]', key: 'form.no-such-date' },
      { field: 'fields[dates.1.cost]', key: 'drafts.field.amount-point' },
    ]);
    expect(errorsOf({ 'dates.1.what': 'b', 'dates.2.what': 'c' })).to.deep.equal([
      { field: 'fields[dates.2.day]', key: 'drafts.field.too-many-rows', params: { maximum: 2 } },
    ]);
  });
});

describe('typed fields', () => {
  it('are not taken apart when they are longer than any', () => {
    for (const typed of [
      { 'files.lines': '\n'.repeat(4_000_000) },
      { dates: `[${'{},'.repeat(1_000_000)}{}]` },
      { 'dates.0.what': 'a'.repeat(4_000_000) },
    ] as Record<string, string>[])
      expect(errorsOf(typed)[0]).to.deep.include({ key: 'form.too-long', params: { maximum: 400_000 } });
    // Nor is each of so many lines told of.
    const most = { 'files.lines': 'a\n'.repeat(200_000), dates: `[${'{"what":"a"},'.repeat(30_000)}{}]` };
    expect(errorsOf(most).map(({ key }) => key)).to.deep.equal([
      'drafts.field.too-many-lines',
      'drafts.field.too-many-rows',
    ]);
  });

  it('come back as they are when they are given whole, as they are stored', () => {
    expect(read(stored, {})).to.deep.equal(stored);
  });

  it('tell, before the submission, each control that is still empty', () => {
    expect(missingFields(rules, {}).map(({ field }) => field)).to.deep.equal([
      'fields[total.euros]',
      'fields[contact.name]',
      'fields[contact.function]',
      'fields[contact.mail]',
      'fields[files.lines]',
      'fields[dates.0.day]',
    ]);
    const halves = { ...stored, dates: '[{"cost":"","day":"","what":"Bilan"}]' };
    expect(missingFields(rules, halves).map(({ field }) => field)).to.deep.equal(['fields[dates.0.day]']);
    expect(missingFields(rules, stored)).to.deep.equal([]);
  });

  it('read in French, line by line', () => {
    const lines = (key: keyof typeof stored) =>
      linesOfField(rules.find((rule) => rule.key === key) as FieldRule, stored[key]).map((line) =>
        line.replaceAll(/[\u00a0\u202f]/g, ' '),
      );
    expect(lines('total')).to.deep.equal(['8 412 415,50 €']);
    expect(lines('contact')).to.deep.equal(['Camille Roussel, Chargée de mission, c@x.example']);
    expect(lines('files')).to.deep.equal(['Un', 'Deux']);
    expect(lines('dates')).to.deep.equal(['30 septembre 2027 – Réponses – 12,50 €']);
  });
});
