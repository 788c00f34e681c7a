import { expect } from 'chai';
import type { AskedAnswers } from '../../src/answers/answers.ts';
import type { Searching } from '../../src/archive/archive.ts';
import { newId } from '../../src/kernel/ids.ts';
import { openRoom, take, type Room } from '../drafts/drafting-room.ts';
import { openSearching } from './searching-room.ts';

type Latest = Awaited<ReturnType<AskedAnswers['listLatest']>>[number];

const auditor = { roles: ['auditor'] };
const drafter = { roles: ['drafter'] };
const pdf = Buffer.from('%PDF-1.7 made up');

describe('what the search reads from', () => {
  let room: Room;
  /** The texts of files, by their bytes; each reading is counted. */
  let printed: string[];
  let readings: number;
  let answers: Latest[];
  let searching: Searching;
  beforeEach(async () => {
    room = await openRoom();
    [printed, readings, answers] = [[], 0, []];
    searching = openSearching(room, {
      extraction: {
        async textOf() {
          readings += 1;
          return { ok: true, pages: printed, more: false };
        },
      },
      answers: {
        listLatest: async () => answers,
        findAnswer: async (id) => {
          const found = answers.find(({ answer }) => answer.id === id);
          return found && { answer: found.answer, content: async () => (found.kept ? pdf : undefined) };
        },
      },
    });
  });
  afterEach(() => room.close());

  const find = async (words: string, reader = auditor) => (await searching.search({ words }, reader)).results;

  async function answered(more: Partial<Latest['answer']> = {}): Promise<Latest> {
    const { id } = await room.draft();
    const request = { id: newId(), instructionId: id, title: 'Plan d’action' };
    const answer = {
      id: newId(),
      requestId: request.id,
      territoryId: 'DEP-01',
      officeId: 'OFF-01',
      number: 1,
    };
    return {
      kept: true,
      request,
      answer: { ...answer, contentKind: 'pdf', sha256: 'a'.repeat(64), fileName: 'plan-ain.pdf', ...more },
    } as unknown as Latest;
  }

  it('finds the comments for those who work on a text, and never for who audits it', async () => {
    const { id } = await room.draft();
    const said = { formKey: newId(), words: 'Parler aussi des chevreuils.', mentions: [] };
    const pointed = { part: 'sections[orientations]', quote: 'd’abord' };
    take(await room.instructions.openThread(room.people.hugo, id, { pointed, blocking: false, ...said }));
    const [found] = await find('chevreuils', drafter);
    expect(found).to.include({ source: 'comment', section: '«\u00a0d’abord\u00a0»', year: 2027 });
    expect(found?.href).to.match(/commentaires\?filtre=tous#fil-/);
    expect(await find('chevreuils')).to.deep.equal([]);
    expect((await searching.facets(auditor)).sources).to.deep.equal(['instruction']);
    await room.database('comment_words').del();
    await searching.refreshAll();
    expect(await find('chevreuils', drafter)).to.deep.equal([]);
  });

  it('finds an answer by its title and its file’s name at once, by its pages once they are read', async () => {
    answers = [await answered()];
    printed = ['Première page.', 'Ici, des chevreuils.'];
    expect(await find('chevreuils')).to.deep.equal([]);
    const [named] = await find('plan-ain');
    expect(named).to.include({ source: 'answer', unread: 'not-yet', fileHref: named?.fileHref });
    expect((await searching.facets(auditor)).unread).to.equal(1);
    expect(readings).to.equal(0);
    await searching.readFiles();
    const [found] = await find('chevreuil');
    expect(found).to.include({ page: 2, unread: null });
    expect(found?.territories).to.deep.equal(['DEP-01']);
    await searching.readFiles();
    expect(readings).to.equal(1);
  });

  it('forgets the words of an answer with its content', async () => {
    const answer = await answered();
    answers = [answer];
    printed = ['Des chevreuils.'];
    await searching.readFiles();
    expect(await find('chevreuils')).to.have.length(1);
    answers = [{ ...answer, kept: false }];
    take(await room.instructions.create(room.people.claire, { template: 'chefs-de-projets', year: 2028 }));
    await searching.readFiles();
    expect(await find('chevreuils')).to.deep.equal([]);
    expect(await room.database('file_texts')).to.deep.equal([]);
    expect((await find('plan-ain'))[0]).to.include({ unread: 'erased', fileHref: null });
  });

  it('does not open what the antivirus stopped, and says so', async () => {
    answers = [await answered({ scan: { state: 'infected', reason: 'Eicar' } })];
    await searching.readFiles();
    expect(readings).to.equal(0);
    expect((await find('plan-ain'))[0]).to.include({ unread: 'infected' });
  });

  it('says on which page of the frozen document a passage is', async () => {
    const { id, slug } = await room.draft();
    take(await room.instructions.freeze(room.people.claire, id));
    expect((await find('prévenir'))[0]).to.include({ page: null });
    const { sections } = await room.instructions.contentForSearch(id);
    const written = sections.find(({ text }) => text.includes('Prévenir'))?.text ?? '';
    printed = ['Le Président, à Paris.', `Page 2\n\n${written}`];
    await searching.readFiles();
    expect((await find('prévenir'))[0]).to.include({
      page: 2,
      fileHref: `/instructions/${slug}/document.pdf`,
    });
  });

  it('leaves for later a file whose bytes are not there', async () => {
    answers = [await answered({ contentKind: 'docx' })];
    searching = openSearching(room, {
      ...{ answers: { listLatest: async () => answers, findAnswer: async () => undefined } },
    });
    await searching.readFiles();
    expect((await find('plan-ain'))[0]).to.include({ unread: 'not-yet' });
  });

  it('tells the publication of a text, its frame and its year', async () => {
    const { id } = await room.draft();
    const standing = { state: 'published' as const, publishedOn: '2026-12-20' };
    const publications = { standings: async () => new Map([[id, standing]]) };
    searching = openSearching(room, { publications });
    const [found] = (await searching.search({ words: '', publication: 'published' }, auditor)).results;
    expect(found).to.include({ publishedOn: '2026-12-20', frame: 'simca-2023-2027', year: 2027 });
    const { frames } = await searching.facets(auditor);
    expect(frames.map(({ label }) => label)).to.deep.equal(['SIMCA 2023-2027']);
  });
});

describe('saved searches', () => {
  it('are their person’s own: named, replaced under the same name, forgotten', async () => {
    const room = await openRoom();
    const { saved } = openSearching(room);
    const { claire, hugo } = room.people;
    take(await saved.save(claire.id, { name: 'Jura', query: 'mots=jura' }));
    take(await saved.save(claire.id, { name: 'Ain', query: 'mots=ain' }));
    take(await saved.save(claire.id, { name: 'Jura', query: 'mots=jura&annee=2027' }));
    expect((await saved.list(claire.id)).map(({ name, query }) => [name, query])).to.deep.equal([
      ['Ain', 'mots=ain'],
      ['Jura', 'mots=jura&annee=2027'],
    ]);
    expect(await saved.list(hugo.id)).to.deep.equal([]);
    const [ain] = await saved.list(claire.id);
    expect(await saved.find(hugo.id, ain?.id ?? '')).to.equal(undefined);
    await saved.remove(hugo.id, ain?.id ?? '');
    expect(await saved.list(claire.id)).to.have.length(2);
    await saved.remove(claire.id, ain?.id ?? '');
    expect((await saved.list(claire.id)).map(({ name }) => name)).to.deep.equal(['Jura']);
    await room.close();
  });
});
