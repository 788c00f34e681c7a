import { expect } from 'chai';
import { planImport } from '../../src/past-circulars/import-plan.ts';
import { loadMessages } from '../../src/kernel/messages.ts';

const messages = loadMessages('templates/messages');
const titles = 'fichier;titre;année;date de signature;NOR;signataire;objet';

function plan(rows: string[], names: string[] = [], nors: [string, string][] = [], head = titles) {
  const csv = Buffer.from([head, ...rows].join('\r\n'));
  return planImport({ csv, names, nors: new Map(nors), today: '2026-12-07' });
}
const told = (problems: ReturnType<typeof plan>['problems']) =>
  problems.map(({ line, column, value, key }) => [line, column, value, key]);

describe('what is known of a folder', () => {
  it('is read line by line, what is not known left unknown', () => {
    const { found, problems, warnings } = plan(
      [
        'a.pdf;Orientations;2009;12/12/2008;PRMX 08 00123 C;Jeanne Aubert;Crédits',
        'b.pdf;Sans rien;;inconnue;?;-;',
      ],
      ['a.pdf', 'b.pdf'],
    );
    expect(problems).to.deep.equal([]);
    expect(warnings).to.deep.equal([]);
    expect(found.map(({ facts }) => facts)).to.deep.equal([
      {
        ...{ title: 'Orientations', year: 2009, signedOn: '2008-12-12', nor: 'PRMX0800123C' },
        ...{ signatory: 'Jeanne Aubert', subject: 'Crédits' },
      },
      {
        ...{ title: 'Sans rien', year: undefined, signedOn: undefined, nor: undefined },
        ...{ signatory: undefined, subject: undefined },
      },
    ]);
  });

  it('takes the signature’s year where none is written', () => {
    expect(plan(['a.pdf;Titre;;2008-12-12;;;'], ['a.pdf']).found[0]?.facts.year).to.equal(2008);
  });

  it('finds a file whose accents are written in the other way, and in a folder of the folder', () => {
    const name = '2009/prévention.pdf'.normalize('NFD');
    expect(plan(['2009\\prévention.pdf;Titre;;;;;'], [name]).found[0]?.name).to.equal(name);
  });

  it('tells the lines without a file, and the files without a line', () => {
    const { linesWithoutFile, filesWithoutLine } = plan(
      ['a.pdf;Un;;;;;', 'b.pdf;Deux;;;;;'],
      ['b.pdf', 'c.pdf'],
    );
    expect(linesWithoutFile.map(({ file }) => file)).to.deep.equal(['a.pdf']);
    expect(filesWithoutLine).to.deep.equal(['c.pdf']);
  });

  it('tells every fault by its line, its column and its value', () => {
    const { problems } = plan([
      'a.pdf;;09;31/02/2009;;;',
      ';Titre;1899;2027-01-01;;;',
      'a.pdf;Titre;2009;;;;;trop',
      'a.pdf;Encore;;;;;',
    ]);
    expect(told(problems)).to.deep.equal([
      [2, 'titre', '', 'title-missing'],
      [2, 'date de signature', '31/02/2009', 'no-such-day'],
      [2, 'année', '09', 'no-such-year'],
      [3, 'fichier', '', 'file-missing'],
      [3, 'date de signature', '2027-01-01', 'day-to-come'],
      [3, 'année', '1899', 'no-such-year'],
      [4, '', 'trop', 'too-many-cells'],
      [5, 'fichier', 'a.pdf', 'file-twice'],
    ]);
  });

  it('tells a title of column that is missing, unknown or written twice', () => {
    const { problems } = plan(['a.pdf'], [], [], 'fichier;NOR;nor;remarque');
    expect(told(problems)).to.deep.equal([
      [1, '', 'remarque', 'unknown-column'],
      [1, 'titre', '', 'missing-column'],
      [1, 'NOR', '', 'twice-column'],
    ]);
  });

  it('is refused when it is no text, or empty', () => {
    const of = (csv: Buffer) =>
      told(planImport({ csv, names: [], nors: new Map(), today: '2026-12-07' }).problems);
    expect(of(Buffer.from([80, 75, 0, 1]))).to.deep.equal([[1, '', '', 'not-text']]);
    expect(of(Buffer.from(`${titles}\n`))).to.deep.equal([[1, '', '', 'no-lines']]);
  });

  it('takes an odd number as it is written, and says that it is odd', () => {
    const { warnings, found } = plan(
      [
        'a.pdf;Un;;02/01/2010;PRMX0900123C;;',
        'b.pdf;Deux;;;PRMX0900123C;;',
        'c.pdf;Trois;;;n° 12;;',
        'd.pdf;Quatre;;;PRMX0800001C;;',
      ],
      ['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf'],
      [['PRMX0800001C', 'Une autre']],
    );
    expect(told(warnings)).to.deep.equal([
      [2, 'NOR', 'PRMX0900123C', 'nor-year'],
      [3, 'NOR', 'PRMX0900123C', 'nor-twice'],
      [4, 'NOR', 'n° 12', 'nor-grammar'],
      [5, 'NOR', 'PRMX0800001C', 'nor-known'],
    ]);
    expect(found[2]?.facts.nor).to.equal('n° 12');
  });

  it('has a sentence for each fault, and for what is expected', () => {
    const all = [
      ...plan([
        'a.pdf;;09;31/02/2009;;;',
        ';T;1899;2027-01-01;;;',
        'a.pdf;T;;;;;;x',
        `a.pdf;${'t'.repeat(301)};;;;;`,
      ]).problems,
      ...plan(['a.pdf'], [], [], 'fichier;NOR;nor;remarque').problems,
      ...plan(['a.pdf;Un;;02/01/2010;PRMX0900123C;;', 'b.pdf;Deux;;;PRMX0900123C;;', 'c.pdf;Trois;;;n° 12;;'])
        .warnings,
      ...['too-large', 'not-text', 'quotes', 'no-lines', 'control-characters'].map((key) => ({
        key,
        params: {},
      })),
      { key: 'too-many-lines', params: { maximum: 10 } },
      { key: 'nor-known', params: { title: 'Une autre' } },
    ];
    for (const { key, params } of all) {
      expect(messages(`past-circulars.problem.${key}`, params)).to.match(/\p{L}/u);
      expect(messages(`past-circulars.expected.${key}`, params)).to.match(/\p{L}/u);
    }
  });
});
