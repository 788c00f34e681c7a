import { expect } from 'chai';
import { everyOffice, resolveAudience, type Audience } from '../../src/dispatch/audience.ts';
import { officesOfFrance } from '../../src/prefectures/offices-of-france.ts';

const offices = officesOfFrance.map((office) => ({
  id: office.id,
  name: office.name,
  timeZone: office.timeZone,
  territories: office.territoryIds.map((id) => ({
    id,
    kind: id.startsWith('REG') ? 'region' : 'department',
    name: id,
  })),
  contacts: [],
}));

const resolve = (audience: Partial<Audience>) => resolveAudience({ ...everyOffice, ...audience }, offices);
const idsOf = (chosen: ReturnType<typeof resolve>, role = 'to') =>
  chosen.filter((each) => each.role === role).map(({ office }) => office.id);

describe('an audience', () => {
  it('is the 106 offices, for action, when nothing else is said', () => {
    expect(idsOf(resolve({}))).to.deep.equal(offices.map(({ id }) => id));
  });

  it('of the regions is the 18 offices that hold a regional mandate', () => {
    const ids = idsOf(resolve({ toList: 'regions' }));
    expect(ids).to.have.length(18);
    expect(ids).to.include.members(['OFF-75', 'OFF-2A', 'OFF-974']).and.not.include('OFF-01');
  });

  it('of overseas is the five departments and the five offices of the collectivities', () => {
    const list = ['971', '972', '973', '974', '976', '975', '977', '986', '987', '988'];
    expect(idsOf(resolve({ toList: 'overseas' }))).to.have.members(list.map((code) => `OFF-${code}`));
  });

  it('writes once to an office that is on both lists: for action', () => {
    const chosen = resolve({ toList: 'regions', ccList: 'all' });
    expect(chosen).to.have.length(106);
    expect(idsOf(chosen)).to.have.length(18);
    expect(idsOf(chosen, 'cc')).to.have.length(88).and.not.include('OFF-75');
  });

  it('picked by hand keeps the order of the directory, and does not invent an office', () => {
    const picked = { toList: 'chosen', toOffices: ['OFF-987', 'OFF-01', 'OFF-00'] } as const;
    expect(idsOf(resolve(picked))).to.deep.equal(['OFF-01', 'OFF-987']);
  });
});
