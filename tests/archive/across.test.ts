import { expect } from 'chai';
import { barChart } from '../../src/archive/across/bar-chart.ts';
import type { YearsRead } from '../../src/archive/across/across.ts';
import { findTerritory, territoryAddress } from '../../src/archive/across/territory-address.ts';
import { territoryYears } from '../../src/archive/across/territory-years.ts';
import { medianOf, yearFigures } from '../../src/archive/across/year-figures.ts';
import { collectivities, departments, regions } from '../../src/prefectures/territories.ts';

const instruction = (id: string, year: number) =>
  ({
    id,
    year,
    slug: id,
    title: id,
    state: 'closed',
    revision: 1,
  }) as unknown as YearsRead['instructions'][0];

function sent(instructionId: string, officeId: string, change: object = {}) {
  return {
    ...{ campaignId: `c-${instructionId}`, instructionId, officeId, officeName: officeId },
    ...{ openedAt: '2026-12-07T08:00:00.000Z', recipientsOn: '2026-12-07', deadlineOn: '2026-12-21' },
    ...{ role: 'to', excluded: false, standing: 'accepted', acceptedAt: '2026-12-07T08:01:00.000Z' },
    ...change,
  } as YearsRead['received'][0];
}

const granted = (territoryId: string, euros: number, level = 'region') =>
  ({
    ...{ territoryId, level, name: territoryId, linkedName: '', regionId: undefined },
    ...{ commitmentAuthority: euros * 100, paymentAppropriation: euros * 50 },
  }) as NonNullable<ReturnType<YearsRead['credits']['get']>>[0];

const held = (officeId: string, validFrom?: string, validTo?: string) =>
  ({
    id: 'DEP-01',
    kind: 'department',
    name: 'Ain',
    officeId,
    validFrom,
    validTo,
  }) as YearsRead['holdings'][0];

const acknowledgedOn = (day: string) =>
  [{ acknowledgedOn: day, acknowledgedAt: `${day}T09:00:00.000Z` }] as never;

function owed(instructionId: string, change: object = {}) {
  const request = { id: 'r', instructionId, title: 'Plan', kind: 'file', dueOn: '2027-01-15' };
  const whole = { request, territory: { id: 'DEP-01' }, state: 'awaited', ended: false, late: false };
  return { ...whole, latest: undefined, ...change } as unknown as YearsRead['owed'][0];
}

const read = (change: Partial<YearsRead> = {}): YearsRead => ({
  ...{ instructions: [instruction('i26', 2026), instruction('i27', 2027)], outside: 0 },
  ...{ ended: new Set<string>(), correctedBy: new Map(), signedOn: new Map([['i27', '2026-12-01']]) },
  ...{ publishedOn: new Map(), received: [], acknowledged: new Map(), credits: new Map(), owed: [] },
  ...{ holdings: [held('OFF-01')], mandates: [], keptAnswers: new Set<string>() },
  ...change,
});

describe('the address of a territory', () => {
  const every = [...regions, ...departments, ...collectivities];

  it('is read aloud, is its own, and leads back to it', () => {
    const addresses = every.map(territoryAddress);
    expect(addresses).to.include.members([
      '01-ain',
      '2a-corse-du-sud',
      '974-la-reunion',
      '987-polynesie-francaise',
    ]);
    expect(addresses).to.include.members(['region-84-auvergne-rhone-alpes', 'region-04-la-reunion']);
    expect(new Set(addresses).size).to.equal(every.length);
    for (const territory of every)
      expect(findTerritory(every, territoryAddress(territory))?.id).to.equal(territory.id);
  });

  it('holds when a name changes, and by the code or the id alone', () => {
    const idOf = (address: string) => findTerritory(every, address)?.id;
    expect(['01-ain-d-avant', '01', 'DEP-01', 'dep-01'].map(idOf)).to.deep.equal(Array(4).fill('DEP-01'));
    expect(['region-84', 'REG-84', '2A', '987', '99-nulle-part', 'ain', ''].map(idOf)).to.deep.equal([
      'REG-84',
      'REG-84',
      'DEP-2A',
      'COM-987',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a territory across the years', () => {
  it('received what was sent to the office that answered for it then', () => {
    const holdings = [held('OFF-01', undefined, '2026-06-30'), held('OFF-69', '2026-07-01')];
    const received = [
      sent('i26', 'OFF-01', { recipientsOn: '2026-03-01', openedAt: '2026-03-01T08:00:00.000Z' }),
      sent('i27', 'OFF-01'),
      sent('i27', 'OFF-69'),
    ];
    const rows = territoryYears(read({ holdings, received }), 'DEP-01');
    expect(rows.map((row) => [row.instruction.year, row.received?.officeId])).to.deep.equal([
      [2026, 'OFF-01'],
      [2027, 'OFF-69'],
    ]);
  });

  it('acknowledged some days after the sending, in days of Paris', () => {
    const received = [sent('i27', 'OFF-01', { openedAt: '2026-12-07T23:30:00.000Z' })];
    const acknowledged = new Map([['c-i27 OFF-01', acknowledgedOn('2026-12-10')]]);
    const [row] = territoryYears(read({ received, acknowledged }), 'DEP-01');
    expect([row?.acknowledgedOn, row?.days]).to.deep.equal(['2026-12-10', 2]);
  });

  it('has no line for what does not concern it', () => {
    expect(territoryYears(read({ received: [sent('i27', 'OFF-69')] }), 'DEP-01')).to.deep.equal([]);
    const [row] = territoryYears(read({ owed: [owed('i26')] }), 'DEP-01');
    expect([row?.instruction.year, row?.received, row?.commitment]).to.deep.equal([
      2026,
      undefined,
      undefined,
    ]);
  });
});

describe('the figures of a year', () => {
  it('count what was signed, and say nothing of what is not known', () => {
    const [year, ...others] = yearFigures(read());
    expect(others).to.deep.equal([]);
    expect(year).to.include({ year: 2027, signed: 1, expected: 0, owed: 0 });
    expect([year?.commitment, year?.medianDays, year?.publicationDays]).to.deep.equal(
      Array(3).fill(undefined),
    );
  });

  it('ask an acknowledgement of offices written to for action, once each sending', () => {
    const received = [
      ...[sent('i27', 'OFF-01'), sent('i27', 'OFF-69'), sent('i27', 'OFF-75', { role: 'cc' })],
      ...[sent('i27', 'OFF-13', { excluded: true }), sent('i26', 'OFF-01')],
    ];
    const acknowledged = new Map([
      ['c-i27 OFF-01', acknowledgedOn('2026-12-08')],
      ['c-i27 OFF-75', acknowledgedOn('2026-12-20')],
    ]);
    expect(yearFigures(read({ received, acknowledged }))[0]).to.include({
      ...{ offices: 2, expected: 2, acknowledged: 1, medianDays: 1 },
    });
  });

  it('add the tables that hold: not those of texts that ended, nor what a correction grants in their place', () => {
    const instructions = [
      instruction('i27', 2027),
      instruction('corrected', 2027),
      instruction('gone', 2027),
    ];
    const signedOn = new Map(instructions.map(({ id }) => [id, '2026-12-01']));
    const credits = new Map([
      ['i27', [granted('REG-84', 10), granted('DEP-01', 4, 'department')]],
      ['corrected', [granted('REG-84', 7)]],
      ['gone', [granted('REG-84', 100)]],
    ]);
    const given = { instructions, signedOn, credits, ended: new Set(['gone']) };
    expect(yearFigures(read(given))[0]?.commitment).to.equal(1700);
    const correctedBy = new Map([['corrected', 'i27']]);
    expect(yearFigures(read({ ...given, correctedBy }))[0]).to.include({ commitment: 1000, payment: 500 });
  });

  it('count answers by their last day, and leave out what is asked no more', () => {
    const latest = { id: 'a' };
    const answers = [{ latest }, { latest, late: true }, {}, { latest, ended: true }];
    const [year] = yearFigures(read({ owed: answers.map((change) => owed('i27', change)) }));
    expect(year).to.include({ owed: 3, given: 2, onTime: 1 });
  });

  it('count the days from the signature to the publication', () => {
    const [year] = yearFigures(read({ publishedOn: new Map([['i27', '2026-12-31']]) }));
    expect(year).to.include({ published: 1, publicationDays: 30 });
    expect([medianOf([]), medianOf([5]), medianOf([9, 1]), medianOf([9, 1, 2])]).to.deep.equal([
      undefined,
      5,
      5,
      2,
    ]);
  });
});

describe('a chart', () => {
  const input = { id: 'c', title: 'Titre', series: ['reçus', 'attendus'], write: String };
  const drawn = (values: (number | undefined)[][]) =>
    barChart({ ...input, years: values.map((own, index) => ({ year: 2026 + index, values: own })) });

  it('draws bars from zero on one scale, and says their values', () => {
    const chart = drawn([
      [50, 100],
      [0, 25],
    ]);
    const bars = chart?.rows.flatMap((row) => row.bars) ?? [];
    const [half = 0, whole = 0, none, quarter = 0] = bars.map(({ width }) => width);
    expect([half / whole, none, quarter / whole]).to.deep.equal([0.5, 0, quarter / whole]);
    expect(quarter / whole).to.be.closeTo(0.25, 0.01);
    expect(bars.map(({ text }) => text)).to.deep.equal(['50', '100', '0', '25']);
    expect(bars.map(({ isHatched }) => isHatched)).to.deep.equal([false, true, false, true]);
    expect(chart?.description).to.contain('reçus 50, attendus 100');
    expect(Math.max(...bars.map(({ textX }) => textX))).to.be.below(360 - 60);
  });

  it('tells what is not known from none, and is not drawn of nothing', () => {
    expect(drawn([[undefined, 4]])?.rows[0]?.bars[0]).to.include({ width: 0, text: '—' });
    expect(drawn([[undefined, undefined]])).to.equal(undefined);
    expect(drawn([])).to.equal(undefined);
  });
});
