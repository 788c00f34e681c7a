import { expect } from 'chai';
import type { SearchQuery } from '../../src/archive/search/search.ts';
import type { Searching } from '../../src/archive/searching.ts';
import { openSearching } from './searching-room.ts';
import { openRoom, paragraphs, take, type Room } from '../drafts/drafting-room.ts';

const reader = { roles: ['auditor'] };

describe('the search', () => {
  let room: Room;
  let search: Searching;
  beforeEach(async () => {
    room = await openRoom();
    search = openSearching(room);
  });
  afterEach(() => room.close());

  async function write(year: number, ...texts: string[]): Promise<string> {
    const { id } = take(
      await room.instructions.create(room.people.claire, { template: 'chefs-de-projets', year }),
    );
    await rewrite(id, ...texts);
    return id;
  }
  async function rewrite(id: string, ...texts: string[]) {
    const { revision } = await room.instructions.get(id);
    const sections = { orientations: paragraphs(...texts) };
    take(
      await room.instructions.save(room.people.claire, id, { baseRevision: revision, fields: {}, sections }),
    );
  }
  const years = async (query: Partial<SearchQuery>) =>
    (await search.search({ words: '', ...query }, reader)).results.map(({ year }) => year);

  it('finds a text by its words, accents, case and endings apart', async () => {
    await write(2026, 'Les préfectures réunissent les associés du territoire.');
    for (const words of [
      'préfecture',
      'PREFECTURES',
      'prefecture',
      'associes',
      'associé',
      'réunir territoires',
    ])
      expect(await years({ words }), words).to.deep.equal([2026]);
    expect(await years({ words: 'gendarmerie' })).to.deep.equal([]);
  });

  it('asks for every word', async () => {
    await write(2026, 'Prévention en milieu festif.');
    await write(2027, 'Prévention en milieu scolaire.');
    expect(await years({ words: 'prévention' })).to.have.members([2026, 2027]);
    expect(await years({ words: 'prévention scolaire' })).to.deep.equal([2027]);
  });

  it('filters by year and by state', async () => {
    await write(2026, 'Prévention.');
    const inReview = await write(2027, 'Prévention.');
    take(await room.instructions.freeze(room.people.claire, inReview));
    expect(await years({ words: 'prévention', year: 2026 })).to.deep.equal([2026]);
    expect(await years({ state: 'in_review' })).to.deep.equal([2027]);
    expect(await years({})).to.have.members([2026, 2027]);
  });

  it('puts first the text that says the most of the words', async () => {
    await write(2027, 'Une mention de la prévention.');
    await write(2026, 'La prévention, encore la prévention, toujours la prévention.');
    expect(await years({ words: 'prévention' })).to.deep.equal([2026, 2027]);
  });

  it('shows the passage, its words set apart', async () => {
    await write(2026, 'Les crédits d’intervention financent la prévention.');
    const [result] = (await search.search({ words: 'credit prevention' }, reader)).results;
    expect(result?.passage.filter(({ hit }) => hit).map(({ text }) => text)).to.deep.equal([
      'crédits',
      'prévention',
    ]);
  });

  it('follows a text that changes, without being told', async () => {
    const id = await write(2026, 'Alcool.');
    expect(await years({ words: 'alcool' })).to.deep.equal([2026]);
    room.clock.advance(1000);
    await rewrite(id, 'Tabac.');
    expect(await years({ words: 'alcool' })).to.deep.equal([]);
    expect(await years({ words: 'tabac' })).to.deep.equal([2026]);
  });

  it('makes again only what changed', async () => {
    await write(2026, 'Alcool.');
    await write(2027, 'Tabac.');
    expect(await search.refreshAll()).to.equal(2);
    expect(await search.refreshAll()).to.equal(0);
  });

  it('says that the words are too common rather than give everything', async () => {
    await write(2026, 'De la prévention.');
    expect(await search.search({ words: 'de la' }, reader)).to.deep.equal({
      ...{ results: [], total: 0, refused: 'too-common' },
      leftOut: ['de', 'la'],
    });
  });

  it('takes the question as words, whatever signs it holds', async () => {
    await write(2026, 'Prévention.');
    expect(await years({ words: '%' })).to.deep.equal([]);
    expect(await years({ words: "prévention' OR 1=1 --" })).to.deep.equal([]);
    expect(await years({ words: '"(prévention)*' })).to.deep.equal([2026]);
  });
});
