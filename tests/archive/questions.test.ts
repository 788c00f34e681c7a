import { expect } from 'chai';
import type { Knex } from 'knex';
import { actReaders } from '../../src/archive/search/acts.ts';
import type { SearchSource } from '../../src/archive/search/document.ts';
import { createSearch, type SearchQuery } from '../../src/archive/search/search.ts';
import { createTestDatabase } from '../database.ts';
import { narrowed, questions, texts } from './questions.ts';

const auditor = { roles: ['auditor'] };
const noJournal = { list: async () => [] };

/** The texts of the set, by the source that gives them. */
const sources: SearchSource[] = [
  ...Map.groupBy(Object.entries(texts), ([, { source = 'instruction' }]) => source),
].map(([name, some]) => ({
  name,
  list: async () =>
    some.map(([reference, { passages, ...facts }]) => ({
      ...{ reference, stamp: '1' },
      read: async () => ({
        ...{ source: name, reference, href: `/${name}/${reference}`, alsoTitle: '' },
        ...{ kind: 'annual', state: 'signed', audience: actReaders },
        ...facts,
        passages: passages.map((text, index) => ({ heading: `Rubrique ${index + 1}`, text })),
      }),
    })),
}));

describe('the questions that both engines answer alike', () => {
  let database: Knex;
  let search: ReturnType<typeof createSearch>;
  before(async () => {
    database = await createTestDatabase();
    search = createSearch({
      database,
      readDatabase: database,
      journal: noJournal,
      sources: async () => sources,
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

  for (const [words, reader, filters, expected] of narrowed) {
    const asked = JSON.stringify([words, ...Object.values(reader), filters]);
    it(`${asked} → ${expected.join(', ') || 'nothing'}`, async () => {
      const query = { words, ...filters };
      const answer = await search.search(query, reader);
      expect(answer.results.map(({ reference }) => reference)).to.have.members([...expected]);
      expect(answer.total).to.equal(expected.length);
      const { sources = new Map<string, number>() } = (await search.tally(query, reader)) ?? {};
      const counted =
        filters.source === undefined ? [...sources.values()] : [sources.get(filters.source) ?? 0];
      expect(counted.reduce((sum, count) => sum + count, 0)).to.equal(expected.length);
    });
  }

  it('offer as filters what the reader may see, and nothing of what they may not', async () => {
    const seen = await search.facets(auditor);
    expect(seen.sources).to.have.members(['instruction', 'annex', 'answer', 'past-circular']);
    expect(seen.signedIn[0]).to.equal(2027);
    const within = await search.facets({ roles: ['auditor'], perimeter: { fromYear: 2027 } });
    expect(within.years).to.deep.equal([2028, 2027]);
    expect(within.territories).to.deep.equal([]);
    expect((await search.facets({ roles: ['administrator'] })).sources).to.deep.equal([]);
  });

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
    const [instructions, ...others] = sources;
    const changing = {
      name: 'instruction' as const,
      list: async () => ((await instructions?.list()) ?? []).slice(1),
    };
    const only = (given: readonly SearchSource[]) =>
      createSearch({ database, readDatabase: database, journal: noJournal, sources: async () => given });
    const other = only([changing, ...others]);
    expect(await other.refreshAll()).to.equal(1);
    expect((await other.search({ words: 'préfecture' }, auditor)).total).to.equal(0);
    expect(await other.refreshAll()).to.equal(0);
    const again = only(sources);
    expect(await again.refreshAll()).to.equal(1);
    expect((await again.search({ words: 'préfecture' }, auditor)).total).to.equal(1);
  });
});
