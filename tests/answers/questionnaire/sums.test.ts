import { expect } from 'chai';
import { countChoices } from '../../../src/answers/questionnaire/counting.ts';
import { fieldsOf } from '../../../src/answers/questionnaire/definition.ts';
import { measuresOf, sumUp, type Respondent } from '../../../src/answers/questionnaire/sums.ts';
import { survey } from './survey.ts';

const department = (
  code: string,
  regionId: string,
  values?: Record<string, number | string | string[]>,
  rows: number[] = [],
): Respondent => ({
  ...{ territoryId: `DEP-${code}`, kind: 'department', name: `D ${code}`, regionId },
  answer: values && { values, tables: { actions: rows.map((ae) => ({ nom: 'Action', ae })) } },
});
const names = new Map([
  ['REG-84', 'Auvergne-Rhône-Alpes'],
  ['REG-94', 'Corse'],
]);
const respondents: Respondent[] = [
  department('69', 'REG-84', { ae: 30, part: 5_000, reuni: 'yes' }, [1, 2]),
  department('01', 'REG-84', { ae: 10, reuni: 'no' }),
  department('2A', 'REG-94', { ae: 5, part: 2_501, reuni: 'yes' }, [7]),
  department('2B', 'REG-94'),
  {
    territoryId: 'COM-987',
    kind: 'collectivity',
    name: 'Polynésie française',
    answer: { values: { ae: 100 }, tables: {} },
  },
  {
    territoryId: 'REG-84',
    kind: 'region',
    name: 'Auvergne-Rhône-Alpes',
    answer: { values: { ae: 40 }, tables: {} },
  },
];
const measure = (id: string) => {
  const found = measuresOf(survey).find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const summary = (id: string) => sumUp(measure(id), respondents, names);

describe('what numbers come to', () => {
  it('are summed by department, by region and for the country, with how many gave one', () => {
    const { country, regions, collectivities } = summary('ae');
    expect(country).to.deep.equal({ value: 145, answered: 4, asked: 5 });
    expect(regions.map(({ name, value, answered, asked }) => [name, value, answered, asked])).to.deep.equal([
      ['Auvergne-Rhône-Alpes', 40, 2, 2],
      ['Corse', 5, 1, 2],
    ]);
    expect(regions[1]?.departments.map(({ id, value }) => [id, value])).to.deep.equal([
      ['DEP-2A', 5],
      ['DEP-2B', undefined],
    ]);
    expect(collectivities.map(({ value }) => value)).to.deep.equal([100]);
  });

  it('never add what a region answers to what its departments do', () => {
    expect(summary('ae').regional?.total).to.deep.equal({ value: 40, answered: 1, asked: 1 });
    const [first] = respondents;
    expect(sumUp(measure('ae'), first === undefined ? [] : [first], names).regional).to.equal(undefined);
  });

  it('take the rows of a table, each once, and a territory without rows for nobody', () => {
    const { country, regions } = summary('actions.ae');
    expect(country).to.deep.equal({ value: 10, answered: 2, asked: 5 });
    expect(regions[0]?.departments.map(({ value }) => value)).to.deep.equal([3, undefined]);
  });

  it('have a mean when they are percentages', () => {
    expect(summary('part').country).to.deep.equal({ value: 3_751, answered: 2, asked: 5 });
  });

  it('are counted when they are choices, among those who answered', () => {
    const reuni = fieldsOf(survey).find(({ key }) => key === 'reuni');
    const counted = reuni && countChoices(reuni, respondents, { yes: 'Oui', no: 'Non' });
    expect(counted).to.deep.equal({
      options: [
        { key: 'yes', label: 'Oui', count: 2, share: 6_667 },
        { key: 'no', label: 'Non', count: 1, share: 3_333 },
      ],
      ...{ answered: 3, asked: 6 },
    });
  });
});
