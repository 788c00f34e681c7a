import { expect } from 'chai';
import { writeWorkbook, writeXlsx } from '../../src/kernel/xlsx-file.ts';
import { zipEntries } from './zip-entries.ts';

describe('a workbook', () => {
  it('holds texts as texts, numbers as numbers, and instants as dates on the clocks of Paris', async () => {
    const entries = zipEntries(
      await writeXlsx({
        sheet: 'Diffusion',
        columns: ['N°', 'Nom', 'Essais', 'Date'].map((title) => ({ title, width: 12 })),
        rows: [
          ['01', '=HYPERLINK("http://x")', 3, { instant: '2026-07-01T22:30:00.000Z' }],
          ['2A', 'L’Île & <b>', 0, undefined],
        ],
      }),
    );
    // What another program finds in it: the XML itself (ECMA-376).
    const sheet = entries.get('xl/worksheets/sheet1.xml') ?? '';
    const shared = [...(entries.get('xl/sharedStrings.xml') ?? '').matchAll(/<t[^>]*>([^<]*)<\/t>/g)];
    const texts = shared.map(([, text]) => text);
    const cellOf = (reference: string) =>
      new RegExp(`<c r="${reference}"([^>]*)>(?:<v>([^<]*)</v>)?`).exec(sheet)?.slice(1) ?? [];
    const textOf = (reference: string) => {
      const [attributes, value] = cellOf(reference);
      return attributes?.includes('t="s"') === true ? texts[Number(value)] : undefined;
    };
    expect(sheet).to.not.contain('<f');
    expect(textOf('A2')).to.equal('01');
    expect(textOf('B2')).to.match(/^=HYPERLINK\(/);
    expect(textOf('B3')).to.equal('L’Île &amp; &lt;b&gt;');
    expect(cellOf('C2')[0]).to.not.contain('t="s"');
    expect([cellOf('C2')[1], cellOf('C3')[1]]).to.deep.equal(['3', '0']);
    // Days since 30 December 1899: 2 July 2026 is the 46 205th, and it is half past midnight in Paris.
    expect(Number(cellOf('D2')[1])).to.be.closeTo(46_205 + 0.5 / 24, 1e-6);
    expect(sheet).to.contain('ySplit="1"');
  });

  it('may have several sheets, whose tabs bear what a workbook takes, each once', async () => {
    const tabs = ['Actions [2026] : « a/b »', 'ACTIONS [2026] : « a/b »', 'x'.repeat(40), ''];
    const entries = zipEntries(
      await writeWorkbook(tabs.map((sheet) => ({ sheet, columns: [{ title: 'Nom', width: 9 }], rows: [] }))),
    );
    const names = [...(entries.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)];
    expect(names.map(([, name]) => name)).to.deep.equal([
      'Actions  2026    « a b »',
      'ACTIONS  2026    « a b » 2',
      'x'.repeat(31),
      '1',
    ]);
    expect(entries.has('xl/worksheets/sheet4.xml')).to.equal(true);
  });
});
