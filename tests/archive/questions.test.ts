import { expect } from 'chai';
import type { Knex } from 'knex';
import type { SearchSource } from '../../src/archive/search/document.ts';
import { createSearch, type SearchQuery } from '../../src/archive/search/search.ts';
import { createTestDatabase } from '../database.ts';
import { questions, texts } from './questions.ts';

const auditor = { roles: ['auditor'] };
const noJournal = { list: async () => [] };

/** The texts of the set, as a source gives them. */
const source: SearchSource = {
  name: 'instruction',
  list: async () =>
    Object.entries(texts).map(([reference, { passages, ...facts }]) => ({
      ...{ reference, stamp: '1' },
      read: async () => ({
        ...{
          source: 'instruction',
          reference,
          slug: reference,
          kind: 'annual',
          state: 'signed',
          alsoTitle: '',
        },
        ...{ href: `/instructions/${reference}`, audience: ['auditor'] },
        ...facts,
        passages: passages.map((text, index) => ({ heading: `Rubrique ${index + 1}`, text })),
      }),
    })),
};

describe('the questions that both engines answer alike', () => {
  let database: Knex;
  let search: ReturnType<typeof createSearch>;
  before(async () => {
    database = await createTestDatabase();
    search = createSearch({
      database,
      readDatabase: database,
      journal: noJournal,
      sources: async () => [source],
    });
    expect(await search.refreshAll()).to.equal(Object.keys(texts).length);
  });
  after(() => database.destroy());

  const found = async (query: Partial<SearchQuery>) =>
    (await search.search({ words: '', ...query }, auditor)).results.map(({ reference }) => reference);

  it('are sixty at least', () => {
    expect(questions.length).to.be.at.least(60);
  });

  for (const [words, expected] of questions) {
    it(`${words} → ${expected.join(', ') || 'nothing'}`, async () => {
      const answer = await search.search({ words }, auditor);
      expect(answer.refused).to.equal(undefined);
      expect(answer.results.map(({ reference }) => reference)).to.have.members([...expected]);
      expect(answer.total).to.equal(expected.length);
    });
  }

  it('put first what says it in its title', async () => {
    expect((await found({ words: 'crédits' }))[0]).to.equal('survey');
    expect((await found({ words: 'instruction 2027' }))[0]).to.be.oneOf(['annual27', 'correcting']);
  });

  it('may be ordered by date, what has none first', async () => {
    expect(await found({ words: 'instruction', order: 'date' })).to.deep.equal([
      ...['draft', 'correcting', 'annual27', 'annual26', 'framework'],
    ]);
  });

  it('may be narrowed to what was signed and not replaced on a day', async () => {
    const on = (standingOn: string) => found({ words: 'instruction annuelle', standingOn });
    expect(await on('2026-01-01')).to.deep.equal(['annual26']);
    expect(await on('2027-01-31')).to.have.members(['annual26', 'annual27', 'correcting']);
    expect(await on('2027-02-01')).to.have.members(['annual26', 'correcting']);
  });

  it('show the passage that says the most, and its place', async () => {
    const [result] = (await search.search({ words: '"plan d’action"', year: 2027 }, auditor)).results;
    expect(result).to.include({ section: 'Rubrique 2' });
    expect(result?.passage.filter(({ hit }) => hit)).to.deep.equal([{ text: 'plan d’action', hit: true }]);
  });

  for (const [what, words, refused] of [
    ['common words only', 'de la', 'too-common'],
    ['signs only', '*** && || "" ()', 'too-common'],
    ['words to be absent only', '-prévention', 'only-without'],
    ['ten thousand characters', 'prévention '.repeat(910), 'too-long'],
    ['too many words', 'a1 b2 c3 d4 e5 f6 g7 h8 i9 j1 k2 l3 m4 n5 o6 p7 q8 r9 s1 t2 u3', 'too-long'],
  ] as const) {
    it(`are refused with why: ${what}`, async () => {
      expect(await search.search({ words }, auditor)).to.include({ refused, total: 0 });
    });
  }

  it('hold whatever is typed', async () => {
    for (const words of [
      '"',
      '""',
      '-"',
      '- -',
      '*',
      'a*',
      '"*"',
      "'",
      '\\',
      '\u0000x',
      '"prévention* -"',
      '¶',
      '🙂',
      '-*',
      'x"y"z',
    ])
      expect(await search.search({ words }, auditor), words).to.have.property('total');
  });

  it('forget what is gone, and read again what changed', async () => {
    const changing: SearchSource = { ...source, list: async () => (await source.list()).slice(1) };
    let line = 1;
    const journal = { list: async () => [{ line }] } as unknown as typeof noJournal;
    const other = createSearch({
      database,
      readDatabase: database,
      journal,
      sources: async () => [changing],
    });
    expect(await other.refreshAll()).to.equal(1);
    expect((await other.search({ words: 'préfecture' }, auditor)).total).to.equal(0);
    expect(await other.refreshAll()).to.equal(0);
    line += 1;
    const again = createSearch({ database, readDatabase: database, journal, sources: async () => [source] });
    expect(await again.refreshAll()).to.equal(1);
    expect((await again.search({ words: 'préfecture' }, auditor)).total).to.equal(1);
  });
});
