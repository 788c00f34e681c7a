import { expect } from 'chai';
import { writeXlsx } from '../../src/kernel/xlsx-file.ts';
import { partsOf, rowOf, zipOf } from '../prefectures/workbook.ts';
import { openAllocationRoom, smallTable, titles } from './allocation-room.ts';

const columns = titles.split(';');

/** A workbook as a spreadsheet writes it, its amounts as numbers. */
const workbook = (...rows: (string | number)[][]): Promise<Uint8Array> =>
  writeXlsx({ sheet: 'Crédits', columns: columns.map((title) => ({ title, width: 20 })), rows });

describe('the credits in a workbook', () => {
  let room: Awaited<ReturnType<typeof openAllocationRoom>>;
  let id: string;
  before(async () => {
    room = await openAllocationRoom();
    ({ id } = await room.draft());
  });
  after(() => room.close());

  const faults = async (bytes: Uint8Array) =>
    (await room.allocations.analyse(id, bytes)).problems.map(({ line, column, key }) =>
      `${line} ${column} ${key}`.replace('  ', ' '),
    );

  it('are those of the same table in text, to the cent, whatever a sum of decimals left behind', async () => {
    const same = await workbook(
      ['REG-94', 'Corse', 80_000.25 + 120_000.25, 180_000],
      ['DEP-2A', '', 120_000.25, '100 000'],
      ['DEP-2B', 'Haute-Corse', 80_000.25, 80_000],
      ['REG-11', '', 1_500_000, 1_400_000.1 + 0.2 - 0.3],
      ['COM-987', '', 50_000, 50_000],
      ['TOTAL', '', 1_750_000.5, 1_630_000],
    );
    const { problems, contentSha256 } = await room.allocations.analyse(id, same);
    expect(problems).to.deep.equal([]);
    expect(contentSha256).to.equal((await room.allocations.analyse(id, smallTable)).contentSha256);
  });

  it('are told cell by cell when they are wrong', async () => {
    expect(await faults(await workbook(['REG-94', '', 12.345, -1], ['94', '', 1, 1]))).to.deep.equal([
      '2 autorisations d’engagement amount-decimals',
      '2 crédits de paiement amount-negative',
      '3 territoire territory-bare',
    ]);
  });

  it('are found on whichever sheet has our titles', async () => {
    const parts = partsOf(rowOf(1, 'Notes'));
    const { 'xl/worksheets/sheet1.xml': notes = '', ...rest } = parts;
    const ours = partsOf(rowOf(1, ...columns) + rowOf(2, 'REG-94', '', '1', '2'));
    const sheets = '<sheet name="Contacts" sheetId="1" r:id="rId1"/>';
    const relation =
      /<Relationship Id="rId1"[^>]*\/>/.exec(rest['xl/_rels/workbook.xml.rels'] ?? '')?.[0] ?? '';
    const two = zipOf({
      ...rest,
      'xl/workbook.xml': (rest['xl/workbook.xml'] ?? '').replace(
        sheets,
        `${sheets}<sheet name="Crédits" sheetId="2" r:id="rId2"/>`,
      ),
      'xl/_rels/workbook.xml.rels': (rest['xl/_rels/workbook.xml.rels'] ?? '').replace(
        relation,
        `${relation}${relation.replace('rId1', 'rId2').replace('sheet1', 'sheet2')}`,
      ),
      'xl/worksheets/sheet1.xml': notes,
      'xl/worksheets/sheet2.xml': ours['xl/worksheets/sheet1.xml'] ?? '',
    });
    const { problems, allocations } = await room.allocations.analyse(id, two);
    expect(problems).to.deep.equal([]);
    expect(allocations).to.have.length(1);
  });

  it('are refused with a formula, macros, a password, a bomb, or a broken container', async () => {
    const formula = rowOf(1, ...columns) + '<row r="2"><c r="C2"><f>1+1</f><v>2</v></c></row>';
    expect(await faults(zipOf(partsOf(formula)))).to.deep.equal(['2 C formula-cell']);
    const macros = { ...partsOf(rowOf(1, ...columns)), 'xl/vbaProject.bin': Buffer.from([1]) };
    expect(await faults(zipOf(macros))).to.deep.equal(['1 macros']);
    const locked = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    expect(await faults(locked)).to.deep.equal(['1 encrypted']);
    const bomb = { ...partsOf(''), 'xl/worksheets/sheet1.xml': Buffer.alloc(60_000_000, ' ') };
    expect(await faults(zipOf(bomb))).to.deep.equal(['1 unpacked-too-large']);
    const tags = { ...partsOf(''), 'xl/sharedStrings.xml': `<sst>${'<si/>'.repeat(1_000_000)}</sst>` };
    expect(await faults(zipOf(tags))).to.deep.equal(['1 unpacked-too-large']);
    expect(await faults(Buffer.from('PK\u0003\u0004 and nothing'))).to.deep.equal(['1 not-xlsx']);
  });
});
