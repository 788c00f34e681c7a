import { expect } from 'chai';
import { writeXlsx } from '../../src/kernel/xlsx-file.ts';
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
});
