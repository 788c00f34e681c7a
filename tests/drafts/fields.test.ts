import { expect } from 'chai';
import { missingFields, parseFields, type FieldRule } from '../../src/drafts/fields.ts';

const rules: FieldRule[] = [
  { key: 'subject', type: 'text', required: true, max: 20 },
  { key: 'letterDate', type: 'date', required: false },
  { key: 'year', type: 'year', required: true },
  { key: 'heading', type: 'choice', required: true, choices: ['Premier ministre', 'Gouvernement'] },
];
const right = { subject: 'Objet', letterDate: '2026-12-07', year: '2027', heading: 'Gouvernement' };

function errorsOf(changed: Record<string, string>): unknown {
  const outcome = parseFields(rules, { ...right, ...changed }, right);
  return outcome.ok ? [] : outcome.errors;
}

describe('an instruction’s fields', () => {
  it('come out trimmed, with days in one form', () => {
    expect(parseFields(rules, { ...right, subject: '  Objet ', letterDate: '07/12/2026' })).to.deep.equal({
      ok: true,
      value: right,
    });
  });

  it('may be empty when they are not required', () => {
    expect(errorsOf({ letterDate: '' })).to.deep.equal([]);
  });

  it('keep the value they had when they are not submitted', () => {
    expect(parseFields(rules, { subject: 'Autre' }, right)).to.deep.equal({
      ok: true,
      value: { ...right, subject: 'Autre' },
    });
  });

  const refusals: [string, Record<string, string>, object][] = [
    ['an empty required field', { subject: '   ' }, { field: 'fields[subject]', key: 'form.required' }],
    [
      'a text that is too long',
      { subject: 'a'.repeat(21) },
      { field: 'fields[subject]', key: 'form.too-long', params: { maximum: 20 } },
    ],
    [
      'a line break',
      { subject: 'a\r\nBcc: x' },
      { field: 'fields[subject]', key: 'form.control-characters' },
    ],
    [
      'a control character',
      { subject: 'a\u0000' },
      { field: 'fields[subject]', key: 'form.control-characters' },
    ],
    [
      'a day that does not exist',
      { letterDate: '2027-02-29' },
      { field: 'fields[letterDate]', key: 'form.no-such-date' },
    ],
    [
      'a French day that does not exist',
      { letterDate: '31/04/2027' },
      { field: 'fields[letterDate]', key: 'form.no-such-date' },
    ],
    [
      'a day that is not one',
      { letterDate: 'demain' },
      { field: 'fields[letterDate]', key: 'form.no-such-date' },
    ],
    ['an unlikely year', { year: '1027' }, { field: 'fields[year]', key: 'drafts.field.not-a-year' }],
    ['a year that is not one', { year: 'deux' }, { field: 'fields[year]', key: 'drafts.field.not-a-year' }],
    ['a choice that is not offered', { heading: 'Roi' }, { field: 'fields[heading]', key: 'form.invalid' }],
    [
      'a field that the template does not have',
      { other: 'x' },
      { field: 'fields[other]', key: 'form.invalid' },
    ],
  ];
  for (const [what, changed, error] of refusals) {
    it(`refuse ${what}`, () => expect(errorsOf(changed)).to.deep.equal([error]));
  }

  it('may wait to be filled, even the required ones, until they are', () => {
    expect(parseFields(rules, { ...right, subject: '' }).ok).to.equal(true);
  });

  it('tell every fault at once', () => {
    expect(errorsOf({ subject: '', year: '' })).to.have.length(2);
  });

  it('tell which required ones are missing', () => {
    expect(missingFields(rules, { ...right, subject: '' }).map((error) => error.field)).to.deep.equal([
      'fields[subject]',
    ]);
  });
});
