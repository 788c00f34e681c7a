import { expect } from 'chai';
import { loadMessages } from '../../src/kernel/messages.ts';
import { take, failureOf } from '../drafts/drafting-room.ts';
import { allocationFile, openAllocationRoom, smallTable, titles } from './allocation-room.ts';

describe('the credits of an instruction', () => {
  let room: Awaited<ReturnType<typeof openAllocationRoom>>;
  let id: string;
  beforeEach(async () => {
    room = await openAllocationRoom();
    ({ id } = await room.draft());
  });
  afterEach(() => room.close());

  const claire = () => room.people.claire;
  const importFile = (bytes: Uint8Array) => room.allocations.importFile(claire(), id, bytes);
  const problemsOf = async (...lines: string[]) => (await importFile(allocationFile(...lines))).problems;
  const briefly = async (...lines: string[]) =>
    (await problemsOf(...lines)).map(({ line, column, value, key }) =>
      [line, column, value, key].join(' | '),
    );

  it('are read in integer cents, with the names of the territories', async () => {
    expect((await importFile(smallTable)).problems).to.deep.equal([]);
    const table = await room.allocations.currentTable(id);
    expect(table?.lines.find(({ territoryId }) => territoryId === 'DEP-2A')).to.deep.equal({
      territoryId: 'DEP-2A',
      level: 'department',
      name: 'Corse-du-Sud',
      linkedName: 'de la Corse-du-Sud',
      regionId: 'REG-94',
      commitmentAuthority: 12_000_025,
      paymentAppropriation: 10_000_000,
    });
    expect(await room.typesOf(id)).to.include('allocations.imported');
  });

  it('are the same whatever wrote the file: Windows-1252, a mark, commas between cells, short titles', async () => {
    const text = smallTable.toString('utf8');
    const first = await room.allocations.analyse(id, smallTable);
    const short = text.replace(titles, 'Code;Nom;AE;CP');
    const comma = [
      'code,nom,AE,CP',
      'REG-94,Corse,"200 000,50",180000',
      'DEP-2A,,"120000,25",100000',
      'DEP-2B,,"80000,25",80000',
      'reg-11,,1500000,1400000',
      'COM-987,,50000,50000',
    ].join('\n');
    for (const bytes of [
      Buffer.from(`\u{feff}${text}`),
      Buffer.from(text.replaceAll('’', "'").replaceAll('€', ''), 'latin1'),
      Buffer.from(short),
      Buffer.from(comma),
    ]) {
      const { problems, contentSha256 } = await room.allocations.analyse(id, bytes);
      expect(problems).to.deep.equal([]);
      expect(contentSha256).to.equal(first.contentSha256);
    }
  });

  it('tell every wrong cell by its line, its column, what it holds', async () => {
    expect(
      await briefly(
        '84;Auvergne-Rhône-Alpes;1;1',
        'REG-99;;1;1',
        'REG-11;Bretagne;1.234,5;-2',
        'REG-11;;;12,345',
      ),
    ).to.deep.equal([
      '2 | territoire | 84 | territory-bare',
      '3 | territoire | REG-99 | territory-unknown',
      '4 | nom | Bretagne | name-differs',
      '4 | autorisations d’engagement | 1.234,5 | amount-point',
      '4 | crédits de paiement | -2 | amount-negative',
      '5 | autorisations d’engagement |  | amount-missing',
      '5 | crédits de paiement | 12,345 | amount-decimals',
      '5 | territoire | REG-11 | territory-twice',
    ]);
    expect(await room.allocations.currentTable(id)).to.equal(undefined);
  });

  it('are refused when the departments do not add up to their region, cent for cent', async () => {
    const [problem, ...others] = await problemsOf(
      'REG-94;;200 000,50;180 000',
      'DEP-2A;;120 000,25;100 000',
      'DEP-2B;;80 000,24;80 000',
    );
    expect(others).to.deep.equal([]);
    expect(problem).to.deep.include({ line: 2, key: 'departments-differ', value: '200 000,50' });
    expect(problem?.params['sum']).to.equal('200\u202f000,49\u00a0€');
  });

  it('are refused when a department stands without its region, or the total is another', async () => {
    expect(await briefly('DEP-2A;;10;10')).to.deep.equal(['2 | territoire | DEP-2A | region-missing']);
    expect(await briefly('REG-94;;10;10', 'REG-11;;5;5', 'Total;;15;16')).to.deep.equal([
      '4 | crédits de paiement | 16 | total-differs',
    ]);
  });

  for (const [what, bytes, key] of [
    ['a workbook', Buffer.from('PK\u0000\u0003'), 'not-text'],
    ['an open quote', allocationFile('REG-94;"Corse;1;1'), 'quotes'],
    ['titles alone', allocationFile(), 'empty'],
    ['nothing', Buffer.alloc(0), 'empty'],
    [
      'a column that is not ours',
      Buffer.from('territoire;AE;CP;population\r\nREG-94;1;1;2'),
      'unknown-column',
    ],
    ['a column too few', Buffer.from('territoire;AE\r\nREG-94;1'), 'missing-column'],
    ['a column twice', Buffer.from('territoire;AE;CP;ae\r\nREG-94;1;1;1'), 'twice-column'],
    ['a cell too many', allocationFile('REG-94;Corse;1;1;2'), 'too-many-cells'],
    ['a million bytes', Buffer.alloc(1_000_001, 0x41), 'too-large'],
  ] as const) {
    it(`are not read from ${what}`, async () => {
      expect((await importFile(bytes)).problems.map((problem) => problem.key)).to.deep.equal([key]);
    });
  }

  it('have a sentence for each fault, and one for what is expected', () => {
    const messages = loadMessages('templates/messages');
    const params = {
      expected: 'x',
      column: '',
      maximum: 1,
      other: 1,
      code: '1',
      territory: '',
      name: '',
      sum: 'x',
      region: 'x',
    };
    for (const key of [
      ...['not-text', 'quotes', 'empty', 'unknown-column', 'missing-column', 'twice-column', 'too-large'],
      ...['not-xlsx', 'encrypted', 'macros', 'unpacked-too-large', 'too-many-columns', 'formula-cell'],
      ...['too-many-cells', 'too-many-lines', 'territory-missing', 'territory-bare', 'territory-unknown'],
      ...['territory-twice', 'name-differs', 'region-missing', 'departments-differ', 'total-differs'],
      ...['missing', 'negative', 'point', 'decimals', 'not-an-amount', 'too-large'].map(
        (fault) => `amount-${fault}`,
      ),
    ]) {
      expect(messages(`allocations.problem.${key}`, params)).to.match(/[.]$/);
      expect(messages(`allocations.expected.${key}`, params)).not.to.equal('');
    }
  });

  describe('after a preview', () => {
    it('are applied once, as they were shown', async () => {
      const staged = await room.allocations.stage(claire(), id, smallTable);
      const shown = await room.allocations.analyseStaged(claire(), id, staged);
      expect(shown?.changes).to.deep.equal({ added: 5, removed: 0, changed: 0, unchanged: 0 });
      expect(await room.allocations.currentTable(id)).to.equal(undefined);
      const confirm = () => room.allocations.confirm(claire(), id, staged, shown?.contentSha256 ?? '');
      expect((await confirm()).state).to.equal('imported');
      expect((await confirm()).state).to.equal('gone');
      expect((await room.allocations.currentTable(id))?.number).to.equal(1);
    });

    it('are somebody else’s to no one, and of no other instruction', async () => {
      const staged = await room.allocations.stage(claire(), id, smallTable);
      expect(await room.allocations.analyseStaged(room.people.paul, id, staged)).to.equal(undefined);
      expect(await room.allocations.analyseStaged(claire(), 'another', staged)).to.equal(undefined);
    });
  });

  it('make a table of their own at each change, and none when nothing changes', async () => {
    await importFile(smallTable);
    await importFile(smallTable);
    const changed = allocationFile('REG-94;Corse;300 000;180 000', 'COM-987;;50 000;50 000');
    const analysis = await importFile(changed);
    expect(analysis.changes).to.deep.equal({ added: 0, removed: 3, changed: 1, unchanged: 1 });
    expect((await room.allocations.currentTable(id))?.number).to.equal(2);
    await room.allocations.remove(claire(), id);
    expect(await room.allocations.currentTable(id)).to.equal(undefined);
    const set = (await room.typesOf(id)).filter((type) => type.startsWith('allocations.'));
    expect(set).to.deep.equal(['allocations.imported', 'allocations.imported', 'allocations.removed']);
  });

  it('are a drafter’s to set, while the text is a draft; the database holds it too', async () => {
    expect(await failureOf(room.allocations.importFile(room.people.hugo, id, smallTable))).to.equal(
      'forbidden: allocations.role.drafter-only',
    );
    await importFile(smallTable);
    take(await room.instructions.freeze(claire(), id));
    expect(await failureOf(importFile(allocationFile('REG-94;;1;1')))).to.equal(
      'conflict: allocations.state.not-a-draft',
    );
    const row = { id: 't', instruction_id: id, number: 9, content_sha256: 's', set_at: 'now', set_by: 'u' };
    expect(await failureOf(room.database('allocation_tables').insert(row))).to.contain(
      'allocations_change_in_drafts_only',
    );
    expect(await failureOf(room.database('allocation_lines').update({ commitment_authority: 1 }))).to.contain(
      'append_only',
    );
  });

  it('are printed and frozen with the text, and printed again from what was frozen', async () => {
    await importFile(smallTable);
    const version = take(await room.instructions.freeze(claire(), id));
    const [input] = room.render.inputs;
    expect(input?.creditsCsv).to.contain('REG-94;Corse;200000,50;180000,00\r\n');
    expect(input?.creditsCsv).to.contain('TOTAL;;1750000,50;1630000,00\r\n');
    expect(input?.figures?.lines.map(({ territory }) => territory)).to.deep.equal([
      ...['REG-94', 'DEP-2A', 'DEP-2B'],
      ...['REG-11', 'COM-987'],
    ]);
    take(await room.instructions.resume(claire(), id, version.number));
    await room.allocations.remove(claire(), id);
    expect((await room.allocations.frozenTable(version.id))?.lines).to.have.length(5);
    const second = take(await room.instructions.freeze(claire(), id));
    expect(await room.allocations.frozenTable(second.id)).to.equal(undefined);
    expect(room.render.inputs[1]).not.to.have.property('creditsCsv');
  });

  it('change during a submission: nothing is frozen', async () => {
    const open = room.render.hold();
    const freezing = room.instructions.freeze(claire(), id);
    await importFile(smallTable);
    open();
    const outcome = await freezing;
    expect(outcome.ok ? [] : outcome.errors.map(({ key }) => key)).to.deep.equal([
      'drafts.conflict.submitted-meanwhile',
    ]);
    expect(await room.stateOf(id)).to.equal('draft');
  });

  it('travel in a file that the import reads back without changing anything', async () => {
    await importFile(smallTable);
    take(await room.instructions.freeze(claire(), id));
    const csv = room.render.inputs[0]?.creditsCsv ?? '';
    const { problems, changes } = await room.allocations.analyse(id, Buffer.from(csv));
    expect(problems).to.deep.equal([]);
    expect(changes).to.deep.equal({ added: 0, removed: 0, changed: 0, unchanged: 5 });
  });

  it('have a model to fill: 18 regions, 6 collectivities', async () => {
    const model = await room.allocations.modelCsv();
    expect(model.match(/^REG-/gm)).to.have.length(18);
    expect(model.match(/^COM-/gm)).to.have.length(6);
    expect((await importFile(Buffer.from(model))).problems.map(({ key }) => key)).to.include(
      'amount-missing',
    );
  });
});
