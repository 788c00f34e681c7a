import { expect } from 'chai';
import { readField, typeField } from '../../../src/answers/questionnaire/field-form.ts';
import { fieldsOf } from '../../../src/answers/questionnaire/definition.ts';
import { field, survey } from './survey.ts';

const errorsOf = (read: ReturnType<typeof readField>) =>
  read.ok ? [] : read.errors.map(({ field: box, key }) => `${box} ${key.split('.').at(-1)}`);

describe('the form of a field', () => {
  it('gives every field back as it was shown', () => {
    for (const { key, ...one } of fieldsOf(survey)) {
      const read = readField({ key, ...one }, typeField({ key, ...one }));
      const rows = one.type === 'table' ? { leastRows: one.leastRows, mostRows: one.mostRows } : {};
      expect(read).to.deep.equal({ ok: true, value: { ...one, ...rows } });
    }
  });

  it('keeps the key of a column or an option whatever its words become', () => {
    const table = fieldsOf(survey).find(({ type }) => type === 'table');
    if (table === undefined) throw new Error('no table');
    const read = readField(table, {
      ...typeField(table),
      ...{ 'c.0.label': 'Nom de l’action', 'c.1.label': '', 'c.2.label': 'CP', 'c.2.type': 'amount' },
    });
    expect(read.ok && read.value.columns?.map(({ key, label }) => [key, label])).to.deep.equal([
      ['nom', 'Nom de l’action'],
      ['cp', 'CP'],
    ]);
    const choice = field({
      key: 'c',
      type: 'choice',
      options: [
        { key: 'a', label: 'A' },
        { key: 'b', label: 'B' },
      ],
    });
    const again = readField(choice, { label: 'C', options: 'B\n\nZéro\nA\nB' });
    expect(again.ok && again.value.options?.map(({ key }) => key)).to.deep.equal(['b', 'zero', 'a']);
  });

  it('tells every fault beside its box', () => {
    const amount = field({ key: 'a', type: 'amount' });
    const wrong = { label: ' ', minimum: '1.234', maximum: 'mille', warnAbove: '12,5' };
    expect(errorsOf(readField(amount, wrong))).to.deep.equal([
      'label required',
      'minimum amount-point',
      'maximum amount-not-a-number',
    ]);
    const table = field({ key: 't', type: 'table' });
    expect(errorsOf(readField(table, { label: 'T', leastRows: '-1', mostRows: '101' }))).to.deep.equal([
      'c.0.label no-columns',
      'leastRows rows',
      'mostRows rows',
    ]);
    const choice = field({ key: 'c', type: 'choices' });
    expect(errorsOf(readField(choice, { label: 'C', options: 'un seul' }))).to.deep.equal([
      'options options',
    ]);
  });
});
