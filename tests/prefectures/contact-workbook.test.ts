import { expect } from 'chai';
import { writeXlsx } from '../../src/kernel/xlsx-file.ts';
import { readContactFile } from '../../src/prefectures/contact-file.ts';
import { contactsXlsx } from '../../src/prefectures/contacts-file.ts';
import { createTestDirectory } from './directory.ts';
import { partsOf, rowOf, zipOf } from './workbook.ts';

const titles = ['bureau', 'type de contact', 'rang', 'adresse'];
const good = ['OFF-01', 'cabinet', '1', 'a@b.example'];
const workbook = (...rows: string[]) => zipOf(partsOf([rowOf(1, ...titles), ...rows].join('')));

async function faults(bytes: Uint8Array): Promise<string[]> {
  const { problems } = await readContactFile(bytes);
  return problems.map(({ line, column, key }) => `${line} ${column} ${key.split('.').at(-1)}`);
}

describe('a workbook of contacts', () => {
  it('is read as the CSV is, line by line', async () => {
    const { lines, problems } = await readContactFile(workbook(rowOf(2, ...good), rowOf(5, ...good)));
    expect(problems).to.deep.equal([]);
    expect(lines.map(({ line, cells }) => `${line} ${cells.office} ${cells.address}`)).to.deep.equal([
      '2 OFF-01 a@b.example',
      '5 OFF-01 a@b.example',
    ]);
  });

  it('is read from the sheet that has the titles', async () => {
    const parts = partsOf(rowOf(1, ...titles) + rowOf(2, ...good));
    const notes = partsOf(rowOf(1, 'à lire d’abord'))['xl/worksheets/sheet1.xml'] ?? '';
    const two = zipOf({
      ...parts,
      'xl/workbook.xml': (parts['xl/workbook.xml'] ?? '').replace(
        '<sheets>',
        '<sheets><sheet name="Notice" sheetId="2" r:id="rId2"/>',
      ),
      'xl/_rels/workbook.xml.rels': (parts['xl/_rels/workbook.xml.rels'] ?? '').replace(
        '</Relationships>',
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
      ),
      'xl/worksheets/sheet2.xml': notes,
    });
    expect((await readContactFile(two)).lines).to.have.length(1);
    const wrong = zipOf(partsOf(rowOf(1, 'à lire d’abord') + rowOf(2, 'x')));
    expect(await faults(wrong)).to.include('1 bureau missing-column');
  });

  it('is what the export writes, which the import reads back without changing anything', async () => {
    const directory = await createTestDirectory();
    const offices = await directory.prefectures.listOffices({ on: directory.today });
    const bytes = await contactsXlsx(offices);
    const { problems, plan } = await directory.prefectures.analyseImport(bytes);
    await directory.database.destroy();
    expect(problems).to.deep.equal([]);
    expect([plan.added, plan.ended, plan.unchanged]).to.deep.equal([[], [], 106 + 18]);
  });

  it('gives its dates as days, and tells a date that is only a number', async () => {
    const columns = [...titles, 'valable du'].map((title) => ({ title, width: 10 }));
    const dated = await writeXlsx({
      sheet: 'x',
      columns,
      rows: [['OFF-01', 'cabinet', 1, 'a@b.example', { instant: '2027-01-15T11:00:00Z' }]],
    });
    expect((await readContactFile(dated)).lines[0]?.cells).to.include({ rank: '1', validFrom: '2027-01-15' });
    const directory = await createTestDirectory({ contacts: false });
    const counted = await writeXlsx({
      ...{ sheet: 'x', columns },
      rows: [['OFF-01', 'cabinet', 1, 'a@b.example', 46037]],
    });
    const { problems } = await directory.prefectures.analyseImport(counted);
    await directory.database.destroy();
    expect(problems.map(({ key }) => key)).to.deep.equal(['prefectures.import.day-as-number']);
  });

  it('is refused with a formula, by its cell', async () => {
    const row = rowOf(2, ...good).replace(
      '<c r="D2" t="inlineStr"><is><t>a@b.example</t></is></c>',
      '<c r="D2" t="str"><f>A2&amp;"@b.example"</f><v>a@b.example</v></c>',
    );
    expect(await faults(workbook(row))).to.deep.equal(['2 D formula-cell']);
  });

  it('is refused with more lines or columns than anybody needs, before they are built', async () => {
    const lines = Array.from(
      { length: 100_000 },
      (_, index) => `<row r="${index + 2}"><c r="A${index + 2}"/></row>`,
    );
    expect(await faults(workbook(...lines))).to.deep.equal(['1  too-many-lines']);
    expect(await faults(workbook('<row r="999999999"><c r="A999999999"/></row>'))).to.deep.equal([
      '1  too-many-lines',
    ]);
    expect(await faults(workbook('<row x=">" r="999999999"/>'))).to.deep.equal(['1  too-many-lines']);
    expect(await faults(workbook('<row r="2"><c r="XFD2"><v>1</v></c></row>'))).to.deep.equal([
      '2 XFD too-many-columns',
    ]);
    expect(await faults(workbook('<row r="&#57;99999999"/>'))).to.deep.equal(['1  not-xlsx']);
  });

  it('is refused when it is a bomb, whatever size it tells', async () => {
    const parts = { ...partsOf(''), 'xl/worksheets/sheet1.xml': Buffer.alloc(60_000_000, ' ') };
    expect(await faults(zipOf(parts))).to.deep.equal(['1  unpacked-too-large']);
    const lying = zipOf(parts, { 'xl/worksheets/sheet1.xml': 100 });
    expect(await faults(lying)).to.deep.equal(['1  unpacked-too-large']);
    const modest = zipOf(partsOf(''), { 'xl/worksheets/sheet1.xml': 4_000_000_000 });
    expect(await faults(modest)).to.deep.equal(['1  not-xlsx']);
  });

  it('is refused when its list shows other entries than those that were looked at', async () => {
    const clean = workbook(rowOf(2, ...good));
    const other = workbook(rowOf(2, ...good.slice(0, -1), '=1+1'));
    const listOf = (bytes: Buffer) => bytes.indexOf('PK\u0001\u0002');
    // The list of a second workbook, hidden behind the first, whose places it tells.
    const hidden = Buffer.from(other);
    for (let at = listOf(hidden); hidden.readUInt32LE(at) === 0x02014b50;) {
      hidden.writeUInt32LE(hidden.readUInt32LE(at + 42) + listOf(clean), at + 42);
      at += 46 + hidden.readUInt16LE(at + 28);
    }
    const end = hidden.lastIndexOf('PK\u0005\u0006');
    hidden.writeUInt32LE(hidden.readUInt32LE(end + 16) + listOf(clean), end + 16);
    const first = Buffer.concat([clean.subarray(0, listOf(clean)), clean.subarray(listOf(clean)), hidden]);
    const shorter = Buffer.from(clean);
    const last = shorter.lastIndexOf('PK\u0005\u0006');
    shorter.writeUInt16LE(3, last + 8);
    shorter.writeUInt16LE(3, last + 10);
    const renamed = Buffer.from(clean);
    renamed.write('xl/worksheets/sheet2.xml', renamed.lastIndexOf('xl/worksheets/sheet1.xml'));
    for (const bytes of [first, shorter, renamed, Buffer.concat([clean, Buffer.from('more')])])
      expect(await faults(bytes)).to.deep.equal(['1  not-xlsx']);
    expect(await faults(clean)).to.deep.equal([]);
  });

  it('is refused when it is cut, another container, or a workbook by name only', async () => {
    const whole = workbook(rowOf(2, ...good));
    expect(await faults(whole.subarray(0, 300))).to.deep.equal(['1  not-xlsx']);
    expect(await faults(zipOf({ 'word/document.xml': '<x/>' }))).to.deep.equal(['1  not-xlsx']);
    expect(await faults(zipOf({ 'xl/workbook.xml': 'nothing' }))).to.deep.equal(['1  not-xlsx']);
    expect(await faults(zipOf(partsOf('')))).to.deep.equal(['1  empty']);
    expect(await faults(Buffer.from('PK\u0003\u0004'))).to.deep.equal(['1  not-xlsx']);
  });
});
