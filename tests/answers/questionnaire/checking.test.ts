import { expect } from 'chai';
import { judge } from '../../../src/answers/questionnaire/checking.ts';
import {
  emptyTyped,
  readTyped,
  saysTheSame,
  withRow,
  withoutRow,
} from '../../../src/answers/questionnaire/typed-answer.ts';
import { totalsOfTable } from '../../../src/answers/questionnaire/sums.ts';
import { fieldsOf } from '../../../src/answers/questionnaire/definition.ts';
import { survey } from './survey.ts';

const told = (posted: Record<string, string>) => {
  const { faults, warnings, answer } = judge(survey, readTyped(survey, posted));
  const brief = ({ field, key }: { field: string; key: string }) => `${field} ${key.split('.').at(-1)}`;
  return { faults: faults.map(brief), warnings: warnings.map(brief), answer };
};
const whole = { 'q.ae': '8 412,50 €', 'q.actions.0.nom': 'Forum', 'q.actions.0.ae': '100' };

describe('what is typed in a questionnaire', () => {
  it('is understood as what each field is', () => {
    const { faults, answer } = told({
      ...whole,
      ...{ 'q.nombre': '12', 'q.part': '12,5 %', 'q.le': '7/12/2026', 'q.reuni': 'yes' },
      ...{ 'q.public.parents': '1', 'q.mot': ' Un mot.\r\nDeux. ', 'q.inconnu': 'x' },
      ...{ 'q.actions.1.nom': ' ', 'q.actions.1.ae': '' },
    });
    expect(faults).to.deep.equal([]);
    expect(answer).to.deep.equal({
      values: {
        ...{ ae: 841_250, nombre: 12, part: 1250, le: '2026-12-07', reuni: 'yes' },
        ...{ public: ['parents'], mot: 'Un mot.\nDeux.' },
      },
      tables: { actions: [{ nom: 'Forum', ae: 10_000 }] },
    });
  });

  it('is told every fault at once, each at its own box', () => {
    expect(
      told({
        ...{ 'q.nombre': '501', 'q.part': 'beaucoup', 'q.le': '31/12/2025', 'q.reuni': 'peut-être' },
        ...{ 'q.actions.0.ae': '8.412', 'q.actions.2.nom': 'Fête' },
      }).faults,
    ).to.deep.equal([
      'q.ae required',
      'q.nombre too-big',
      'q.part percentage-not-a-number',
      'q.le too-early',
      'q.reuni not-an-option',
      'q.actions.0.nom required',
      'q.actions.0.ae amount-point',
    ]);
    expect(told({ 'q.ae': '1' }).faults).to.deep.equal(['q.actions too-few-rows']);
  });

  it('above what is usual is told, and may be sent', () => {
    const { faults, warnings } = told({ ...whole, 'q.part': '80,01' });
    expect(faults).to.deep.equal([]);
    expect(warnings).to.deep.equal(['q.part above-usual']);
    expect(told({ ...whole, 'q.part': '80' }).warnings).to.deep.equal([]);
  });

  it('keeps what does not fit its type, as it was typed', () => {
    const typed = readTyped(survey, { 'q.ae': 'à voir avec la DDFiP', 'q.actions.0.ae': '8.412' });
    expect(typed['ae']).to.equal('à voir avec la DDFiP');
    expect(typed['actions']).to.deep.equal([{ nom: '', ae: '8.412' }]);
  });

  it('has rows that are added up to the most that a table bears, and taken away down to an empty one', () => {
    const one = readTyped(survey, whole);
    const three = withRow(survey, withRow(survey, one, 'actions'), 'actions');
    expect(three['actions']).to.have.length(3);
    expect(withRow(survey, three, 'actions')['actions']).to.have.length(3);
    expect(saysTheSame(survey, one, three)).to.equal(true);
    expect(withoutRow(survey, three, { tableKey: 'actions', row: 1 })['actions']).to.have.length(2);
    const none = withoutRow(survey, one, { tableKey: 'actions', row: 0 });
    expect(none['actions']).to.deep.equal([{ nom: '', ae: '' }]);
    expect(saysTheSame(survey, none, { ...emptyTyped(survey), ae: ' 8 412,50 € ' })).to.equal(true);
    expect(saysTheSame(survey, none, one)).to.equal(false);
  });

  it('shows what the columns of a table come to', () => {
    const posted = { ...whole, 'q.actions.1.nom': 'Fête', 'q.actions.1.ae': '0,50' };
    const table = fieldsOf(survey).find(({ type }) => type === 'table');
    const { answer } = told(posted);
    expect(table && totalsOfTable(table, answer).map(({ value }) => value)).to.deep.equal([10_050]);
  });
});
