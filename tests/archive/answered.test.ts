import { expect } from 'chai';
import type { Searching } from '../../src/archive/archive.ts';
import {
  openQuestionnaireRoom,
  type QuestionnaireRoom,
} from '../answers/questionnaire/questionnaire-room.ts';
import { take } from '../drafts/drafting-room.ts';
import { openSearching } from './searching-room.ts';

const auditor = { roles: ['auditor'] };

describe('the search of what offices sent back', () => {
  let room: QuestionnaireRoom;
  let searching: Searching;
  before(async () => {
    room = await openQuestionnaireRoom();
    await room.prepare();
    const file = await room.ask();
    await room.send();
    await room.answer('01', {
      ...{ 'q.ae': '1 200', 'q.actions.0.nom': 'Ateliers de théâtre', 'q.mot': 'Une année de chevreuils.' },
    });
    take(await room.hand(file.id));
    take(
      await room.hand(file.id, { file: { name: 'plan-corrigé.pdf', bytes: Buffer.from('%PDF-1.7\nnew') } }),
    );
    const { answers, questionnaires, prefectures } = room;
    searching = openSearching(room, {
      ...{ answers, questionnaires, prefectures },
      extraction: {
        textOf: async () => ({ ok: true, pages: ['', 'Le plan parle de renards.'], more: false }),
      },
    });
    await searching.readFiles();
  });
  after(() => room.close());

  const find = async (words: string) => (await searching.search({ words }, auditor)).results;

  it('finds a questionnaire by what was typed in it, in the section where it was', async () => {
    const [found] = await find('chevreuils');
    expect(found).to.include({ source: 'answer', section: 'Actions', fileHref: null, unread: null });
    expect(found?.title.map(({ text }) => text).join('')).to.equal('Emploi des crédits\u00a0: Ain');
    expect(found?.territories).to.deep.equal(['DEP-01']);
    expect((await find('"AE reçues" "1 200"'))[0]).to.include({ section: 'Crédits' });
    expect(await find('ateliers de théâtre')).to.have.length(1);
  });

  it('finds the last file of a territory, page by page, with its own address', async () => {
    const [found, ...others] = await find('renard');
    expect(others).to.deep.equal([]);
    expect(found).to.include({ page: 2, unread: null });
    expect(found?.fileHref).to.match(/\/reponses\/[^/]+\/fichiers\//);
    expect(await find('"plan corrigé"')).to.have.length(1);
  });

  it('narrows by a region to what its departments sent', async () => {
    const { territories } = await searching.facets(auditor);
    const region = territories.find(({ id }) => id === 'REG-84');
    expect(region?.within).to.include('DEP-01');
    const query = { words: '', territories: region?.within ?? [] };
    expect((await searching.search(query, auditor)).total).to.equal(2);
    expect((await searching.search({ words: '', territories: ['DEP-69'] }, auditor)).total).to.equal(0);
  });
});
