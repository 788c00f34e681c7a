import { expect } from 'chai';
import { stateOfAnswer, takesOneMore, type Answer } from '../../src/answers/answer.ts';
import { listOwed } from '../../src/answers/owing.ts';
import type { DirectoryOffice } from '../../src/answers/ports.ts';
import type { Audience } from '../../src/answers/request.ts';

const territory = (id: string) => ({
  ...{ id, name: id, linkedName: `de ${id}` },
  kind: { DEP: 'department', REG: 'region', COM: 'collectivity' }[id.slice(0, 3)] ?? '',
});
function office(code: string, territories: string[], leads: string[] = []): DirectoryOffice {
  return {
    ...{ id: `OFF-${code}`, name: `préfecture ${code}`, timeZone: 'Europe/Paris', contacts: [] },
    territories: territories.map(territory),
    mandates: leads.map((id) => ({ territory: { id } })),
  };
}
const offices = [
  office('01', ['DEP-01']),
  office('38', ['DEP-38']),
  office('69', ['DEP-69', 'REG-84']),
  office('977', ['COM-977', 'COM-978']),
];
const owed = (audience: Audience, given: Partial<Parameters<typeof listOwed>[0]> = {}, from = offices) =>
  listOwed({ audience, officeIds: [], ...given }, from).map(
    (line) => `${line.territory.id} ${line.office.id}`,
  );

describe('who owes an answer', () => {
  it('is each department and each collectivity, once per territory', () => {
    expect(owed('departments')).to.deep.equal([
      'DEP-01 OFF-01',
      'DEP-38 OFF-38',
      'DEP-69 OFF-69',
      'COM-977 OFF-977',
      'COM-978 OFF-977',
    ]);
  });

  it('is the office that holds the region', () => {
    expect(owed('regions')).to.deep.equal(['REG-84 OFF-69']);
    expect(owed('all')).to.have.length(6);
  });

  it('is the office where the regional chef de projet sits, when a mandate says so', () => {
    const moved = [office('01', ['DEP-01']), office('38', ['DEP-38'], ['REG-84']), offices[2]!];
    expect(owed('regions', {}, moved)).to.deep.equal(['REG-84 OFF-38']);
    const shared = [office('38', ['DEP-38'], ['REG-84']), office('69', ['DEP-69', 'REG-84'], ['REG-84'])];
    expect(owed('regions', {}, shared), 'held side by side').to.deep.equal(['REG-84 OFF-69']);
  });

  it('is the offices that were chosen, for their own territories', () => {
    expect(owed('offices', { officeIds: ['OFF-69'] })).to.deep.equal(['DEP-69 OFF-69']);
  });

  it('is nobody that the act was not sent to', () => {
    const lines = listOwed({ audience: 'departments', officeIds: [] }, offices, new Set(['OFF-38']));
    expect(lines.map(({ office: { id } }) => id)).to.deep.equal(['OFF-38']);
  });
});

describe('where an answer stands', () => {
  const answer = (number: number, scan?: Answer['scan']) => ({ number, scan }) as Answer;
  const state = (answers: Answer[], today = '2027-02-28', begun = false) =>
    stateOfAnswer({ answers, begun, dueOn: '2027-03-01', today });

  it('is awaited until the end of its day, then late', () => {
    expect(state([])).to.equal('awaited');
    expect(state([], '2027-03-01')).to.equal('awaited');
    expect(state([], '2027-03-02')).to.equal('late');
    expect(state([], '2027-02-28', true)).to.equal('draft');
    expect(state([], '2027-03-02', true)).to.equal('late');
  });

  it('is received, then replaced, whenever it came', () => {
    expect(state([answer(1)], '2027-03-09')).to.equal('received');
    expect(state([answer(1), answer(2)], '2027-03-09')).to.equal('replaced');
  });

  it('may be given until its day, and after it only when nothing timely stands', () => {
    const given = (givenOn: string, scan?: Answer['scan']) => ({ number: 1, givenOn, scan }) as Answer;
    const takes = (answers: Answer[], today: string) => takesOneMore({ answers, dueOn: '2027-03-01', today });
    const timely = given('2027-03-01');
    expect(takes([], '2027-03-09'), 'a first one is never too late').to.equal(true);
    expect(takes([timely], '2027-03-01'), 'on the day itself').to.equal(true);
    expect(takes([timely], '2027-03-02'), 'received in time').to.equal(false);
    expect(takes([given('2027-03-02')], '2027-03-09'), 'late already').to.equal(true);
    expect(takes([timely, given('2027-03-02')], '2027-03-09'), 'the latest counts').to.equal(true);
    const infected = given('2027-02-20', { state: 'infected', reason: 'x' });
    expect(takes([infected], '2027-03-09'), 'blocked, and owed again').to.equal(true);
  });

  it('is blocked when the antivirus found something in the version that counts', () => {
    const infected = { state: 'infected' as const, reason: 'x' };
    expect(state([answer(1, infected)])).to.equal('blocked');
    expect(state([answer(1, infected), answer(2)])).to.equal('replaced');
  });
});
