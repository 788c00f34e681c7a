import { expect } from 'chai';
import { createInstructionsRoutes } from '../../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import type { Role } from '../../../src/web/route.ts';
import { openTestSite } from '../../site.ts';
import { openRoom, paragraphs, take, type Room } from '../drafting-room.ts';

const messages = loadMessages('templates/messages');
const base = '/instructions/2027-chefs-de-projets';

describe('the pages of the history and of the next year', () => {
  let room: Room;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  before(async () => {
    room = await openRoom();
    const everyone = Object.values(room.people);
    const { claire } = room.people;
    const routes = createInstructionsRoutes({
      instructions: room.instructions,
      messages,
      clock: room.clock,
      namesOf: async (ids) =>
        new Map(everyone.filter(({ id }) => ids.includes(id)).map(({ id, name }) => [id, name])),
      officeNames: async () => new Map(),
      listPeople: async () => everyone,
    });
    site = await openTestSite({ routes, userId: claire.id, roles: claire.roles as Role[] });
    const { id, revision: baseRevision } = await room.draft();
    const sections = { orientations: paragraphs('Prévenir avant le 15 mars 2027.') };
    take(await room.instructions.save(claire, id, { baseRevision, sections }));
  });
  after(async () => {
    await site.close();
    await room.close();
  });

  it('list the revisions, each with who saved it and what it changed', async () => {
    const { status, text } = await site.get(`${base}/historique`);
    expect(status).to.equal(200);
    expect(text).to.contain('Révision 3').and.to.contain('Claire Drafter').and.to.contain('Les orientations');
    expect(text).to.contain(`href="${base}/historique/2/3"`);
  });

  it('lead from the two numbers typed to their comparison, and back when there are none such', async () => {
    const wanted = await site.get(`${base}/historique/comparer?de=3&a=1`);
    expect(wanted.headers.get('location')).to.equal(`${base}/historique/1/3`);
    const none = await site.get(`${base}/historique/comparer?de=3&a=12`);
    expect(none.headers.get('location')).to.equal(`${base}/historique`);
  });

  it('tell in words what was taken away and what was added, colours aside', async () => {
    const { text } = await site.get(`${base}/historique/2/3`);
    expect(text).to.contain('Un élément diffère.');
    expect(text).to.match(/<del>(<span class="fr-sr-only">\[retiré\u00a0: <\/span>)?/u);
    expect(text).to.match(/<ins>(<span class="fr-sr-only">\[ajouté\u00a0: <\/span>)?/u);
    expect((await site.get(`${base}/historique/2/9`)).status).to.equal(404);
  });

  it('show what a restoration would change before it is asked for, then make it a revision', async () => {
    const path = `${base}/historique/2/retablir`;
    expect((await site.get(path)).text).to.contain('Ce qui va changer');
    const answer = await site.send(path, { revision: '3' });
    expect(answer.headers.get('location')).to.equal(`${base}/texte`);
    expect((await room.instructions.findBySlug('2027-chefs-de-projets'))?.revision).to.equal(4);
    // What was seen then is not the text any more.
    const late = await site.send(`${base}/historique/1/retablir`, { revision: '3' });
    expect(late.status).to.equal(409);
  });

  it('say before what the next year takes, then begin it and compare both', async () => {
    const before = await site.get(`${base}/annee-suivante`);
    expect(before.text).to.contain('Ce qui sera à revoir').and.to.contain('Chefs de projets 2028');
    const answer = await site.send(`${base}/annee-suivante`, { year: '2028' });
    expect(answer.headers.get('location')).to.equal('/instructions/2028-chefs-de-projets/texte');
    const compared = await site.get('/instructions/2028-chefs-de-projets/annee-precedente');
    expect(compared.text).to.contain('Texte de 2027').and.to.contain('Texte de 2028');
    const again = await site.get(`${base}/annee-suivante`);
    expect(again.text).to.contain('existe déjà').and.to.contain('/instructions/2028-chefs-de-projets');
    expect((await site.get(base)).text).to.contain('href="/instructions/2028-chefs-de-projets"');
    const alone = await site.get(`${base}/annee-precedente`);
    expect(alone.text).to.contain('Aucun texte de 2026');
  });
});
