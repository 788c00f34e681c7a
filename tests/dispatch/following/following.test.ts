import { expect } from 'chai';
import { acknowledgementsByDay, curveOf } from '../../../src/dispatch/following/acknowledgement-curve.ts';
import { mapOf } from '../../../src/dispatch/following/campaign-map.ts';
import {
  campaignQuery,
  columnAddress,
  filteredAddress,
  filterOf,
} from '../../../src/dispatch/following/campaign-query.ts';
import { regionsOf } from '../../../src/dispatch/following/campaign-regions.ts';
import type { OfficeLine } from '../../../src/dispatch/dispatch.ts';
import { filterLines } from '../../../src/dispatch/following/line-filter.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import { officesOfFrance } from '../../../src/prefectures/offices-of-france.ts';

const messages = loadMessages(new URL('../../../templates/messages', import.meta.url).pathname);

function line(officeId: string, given: Partial<OfficeLine> = {}): OfficeLine {
  return {
    officeId,
    officeName: officesOfFrance.find(({ id }) => id === officeId)?.name ?? officeId,
    timeZone: 'Europe/Paris',
    regionName: undefined,
    role: 'to',
    excludedReason: undefined,
    standing: 'accepted',
    deliveries: [],
    reminders: [],
    attempts: 1,
    changedAt: undefined,
    acknowledgedAt: undefined,
    strength: undefined,
    ...given,
  };
}

const lines = [
  line('OFF-01', { standing: 'unknown', attempts: 3, changedAt: '2026-12-08T10:00:00.000Z' }),
  line('OFF-2A', { role: 'cc', changedAt: '2026-12-09T10:00:00.000Z' }),
  line('OFF-69', { acknowledgedAt: '2026-12-08T23:30:00.000Z', changedAt: '2026-12-07T10:00:00.000Z' }),
  line('OFF-987', { standing: 'unreachable' }),
];
const shownBy = (address: string) => {
  const query = campaignQuery.parse(Object.fromEntries(new URLSearchParams(address)));
  return filterLines(lines, filterOf(query)).map(({ officeId }) => officeId);
};

describe('the list of a campaign', () => {
  it('is filtered by what its address says, together', () => {
    expect(shownBy('')).to.deep.equal(['OFF-01', 'OFF-2A', 'OFF-69', 'OFF-987']);
    expect(shownBy('region=REG-84')).to.deep.equal(['OFF-01', 'OFF-69']);
    expect(shownBy('region=REG-84&etat=acknowledged')).to.deep.equal(['OFF-69']);
    expect(shownBy('region=COM')).to.deep.equal(['OFF-987']);
    expect(shownBy('role=copie')).to.deep.equal(['OFF-2A']);
    expect(shownBy('recherche=POLYNESIE')).to.deep.equal(['OFF-987']);
    expect(shownBy('etat=unreachable&region=REG-84')).to.deep.equal([]);
  });

  it('is sorted by any column, in both directions, on the same addresses', () => {
    expect(shownBy('tri=nom')).to.deep.equal(['OFF-01', 'OFF-2A', 'OFF-987', 'OFF-69']);
    expect(shownBy('tri=etat')).to.deep.equal(['OFF-2A', 'OFF-69', 'OFF-01', 'OFF-987']);
    expect(shownBy('tri=date&sens=decroissant')).to.deep.equal(['OFF-2A', 'OFF-01', 'OFF-69', 'OFF-987']);
    expect(shownBy('tri=essais&sens=decroissant')[0]).to.equal('OFF-01');
    expect(shownBy('tri=accuse&sens=decroissant')[0]).to.equal('OFF-69');
  });

  it('shows more, never less, to an address that says what it does not know', () => {
    expect(shownBy('etat=perdue&region=ailleurs&tri=hasard&sens=travers')).to.have.length(4);
  });

  it('keeps the filter in the address of each column, and turns the direction of its own', () => {
    const query = campaignQuery.parse({ etat: 'unknown', tri: 'date', sens: 'decroissant' });
    expect(columnAddress('2027-x', query, 'nom')).to.equal(
      '/instructions/2027-x/diffusion?etat=unknown&tri=nom',
    );
    expect(columnAddress('2027-x', query, 'date')).to.equal(
      '/instructions/2027-x/diffusion?etat=unknown&tri=date',
    );
    expect(columnAddress('2027-x', campaignQuery.parse({}), 'date')).to.contain('sens=decroissant');
    expect(filteredAddress('2027-x', campaignQuery.parse({}), {}, '/export.csv')).to.equal(
      '/instructions/2027-x/diffusion/export.csv',
    );
  });
});

describe('the map of a campaign', () => {
  const stateOf = (map: ReturnType<typeof mapOf>, officeId: string) =>
    map.shapes.find((shape) => 'link' in shape && shape.link?.office === officeId)?.state;

  it('says each office’s state in a class and in words, an acknowledgement before anything else', () => {
    const map = mapOf(messages, '2027-x', lines, '');
    expect(stateOf(map, 'OFF-01')).to.equal('unknown');
    expect(stateOf(map, 'OFF-69')).to.equal('acknowledged');
    const labels = map.shapes.flatMap((shape) => ('link' in shape && shape.link ? [shape.link.label] : []));
    expect(labels).to.have.members([
      'Ain\u00a0: issue inconnue',
      'Corse-du-Sud\u00a0: acceptée',
      'Rhône\u00a0: acceptée, accusé reçu',
      'Polynésie française\u00a0: non joignable',
    ]);
  });

  it('draws empty, and leads nowhere, where the campaign does not write', () => {
    const map = mapOf(messages, '2027-x', lines, '');
    expect(map.shapes.filter(({ state }) => state === 'absent')).to.have.length(map.shapes.length - 4);
  });

  it('fills itself with a region, its neighbours faded and out of the way of the keyboard', () => {
    const whole = mapOf(messages, '2027-x', lines, '');
    const region = mapOf(messages, '2027-x', lines, 'REG-84');
    expect(region.viewBox).to.not.equal(whole.viewBox);
    expect(stateOf(region, 'OFF-2A')).to.equal(undefined);
    expect(region.shapes.filter(({ aside }) => !aside)).to.have.length(2);
  });
});

describe('the regions of a campaign', () => {
  it('are told in a sentence, and unfold into their departments', () => {
    const [region, , collectivities] = regionsOf(messages, '2027-x', lines);
    expect(region?.name).to.equal('Auvergne-Rhône-Alpes');
    expect(region?.summary).to.equal('1 acceptée, 1 issue inconnue\u202f; 1 accusé reçu');
    expect(region?.offices.map(({ code }) => code)).to.deep.equal(['01', '69']);
    expect(collectivities?.summary).to.contain('1 non joignable');
  });

  it('count every office once', () => {
    const all = officesOfFrance.map(({ id }) => line(id));
    const regions = regionsOf(messages, '2027-x', all);
    expect(regions).to.have.length(19);
    expect(regions.flatMap(({ offices }) => offices)).to.have.length(106);
  });
});

describe('the curve of acknowledgements', () => {
  const input = {
    acknowledgedAt: ['2026-12-08T23:30:00.000Z', '2026-12-08T10:00:00.000Z', '2026-12-10T10:00:00.000Z'],
    openedAt: '2026-12-07T13:30:00.000Z',
    deadlineOn: '2026-12-21',
    today: '2026-12-10',
    asked: 106,
  };

  it('counts by day of Paris, and in all', () => {
    expect(acknowledgementsByDay(input.acknowledgedAt)).to.deep.equal([
      { day: '2026-12-08', count: 1, total: 1 },
      { day: '2026-12-09', count: 1, total: 2 },
      { day: '2026-12-10', count: 1, total: 3 },
    ]);
  });

  it('is not drawn before the first, and never runs past what is known', () => {
    expect(curveOf({ ...input, acknowledgedAt: [] })).to.equal(undefined);
    const curve = curveOf(input);
    const today = Number(/H([\d.]+)$/.exec(curve?.line ?? '')?.[1]);
    expect(today)
      .to.be.greaterThan(curve?.axis.left ?? 0)
      .and.to.be.lessThan(curve?.deadline.x ?? 0);
    expect(curve?.days.map(({ total }) => total)).to.deep.equal(['1', '2', '3']);
  });

  it('goes on after the deadline, and stays within its frame', () => {
    const curve = curveOf({ ...input, today: '2028-12-31', acknowledgedAt: ['2027-02-01T10:00:00.000Z'] });
    const places = [...(curve?.line ?? '').matchAll(/[HV]([\d.]+)/g)].map(([, value]) => Number(value));
    expect(Math.max(...places)).to.be.at.most(curve?.axis.right ?? 0);
    expect(curve?.deadline.x).to.be.lessThan(curve?.axis.right ?? 0);
  });
});
