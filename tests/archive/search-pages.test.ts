import { expect } from 'chai';
import { createSearchRoutes } from '../../src/archive/search-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { newId } from '../../src/kernel/ids.ts';
import { openTestSite } from '../site.ts';
import { openArchive, type ArchiveRoom } from './dispatched-instruction.ts';
import { take } from '../drafts/drafting-room.ts';

const messages = loadMessages('templates/messages');
const unescape = (html: string) => html.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');

describe('the pages of the search', function () {
  this.timeout(180_000);
  let room: ArchiveRoom;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let id: string;
  before(async () => {
    room = await openArchive();
    ({ id } = await room.draft());
    const said = { formKey: newId(), words: '=HYPERLINK("x") ; chevreuils', mentions: [] };
    const pointed = { part: 'sections[orientations]', quote: 'd’abord' };
    take(await room.instructions.openThread(room.people.hugo, id, { pointed, blocking: false, ...said }));
    const routes = createSearchRoutes({
      ...{ archive: room.archive, clock: room.clock, messages },
      publicUrl: () => 'https://estafette.example/',
    });
    site = await openTestSite({ routes, roles: ['drafter'], userId: room.people.claire.id });
  });
  after(async () => {
    await site.close();
    await room.close();
  });

  it('give every result as a table whose cells run nothing, and as data', async () => {
    const csv = await site.get('/recherche/resultats.csv?mots=chevreuils');
    expect(csv.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
    // A reader of texts takes the mark away.
    const [titles, row] = csv.text.replace('\u{feff}', '').split('\r\n');
    expect(titles).to.match(/^Type;Titre;Instruction;Année budgétaire;/);
    expect(row)
      .to.match(/^Commentaire;/)
      .and.to.contain(`"'=HYPERLINK(""x"") ; chevreuils"`);
    expect(row).to.contain(';https://estafette.example/instructions/');
    const json = await site.get('/recherche/resultats.json?mots=chevreuils');
    const data = JSON.parse(json.text);
    expect(data).to.include({ query: 'mots=chevreuils', total: 1, exported: 1, most: 2000 });
    expect(data.results[0]).to.include({
      type: 'comment',
      budgetYear: 2027,
      passage: '=HYPERLINK("x") ; chevreuils',
    });
  });

  it('count what answers by type and by year, each a link that narrows to it', async () => {
    const { text } = await site.get('/recherche?mots=d%E2%80%99abord+pr%C3%A9venir');
    expect(text).to.contain('1 document trouvé');
    const all = unescape((await site.get('/recherche?annee=2027')).text);
    expect(all)
      .to.contain('2 documents trouvés')
      .and.to.contain('?type=comment&annee=2027">Commentaires (1)<');
  });

  it('keep a search under a name, open it and forget it', async () => {
    const from = '/recherche?mots=chevreuils&type=comment';
    const kept = await site.send(
      '/recherche/enregistrees',
      { nom: 'Les chevreuils', recherche: 'mots=chevreuils&type=comment&page=3&autre=x' },
      from,
    );
    expect(kept.headers.get('location')).to.equal('/recherche?mots=chevreuils&type=comment');
    const page = unescape((await site.get('/recherche')).text);
    expect(page).to.contain('href="/recherche?mots=chevreuils&type=comment">Les chevreuils</a>');
    const forget = /href="(\/recherche\/enregistrees\/[^"]+)"/.exec(page)?.[1] ?? '';
    expect((await site.get(forget)).text).to.contain('Les chevreuils');
    expect((await site.send(forget, {})).headers.get('location')).to.equal('/recherche');
    expect((await site.get('/recherche')).text).not.to.contain('Les chevreuils');
    expect((await site.get(forget)).status).to.equal(404);
  });

  it('refuse a search without a name with the form, what was asked still there', async () => {
    const refused = await site.send(
      '/recherche/enregistrees',
      { nom: ' ', recherche: 'mots=jura' },
      '/recherche?mots=x',
    );
    expect(refused.status).to.equal(422);
    expect(unescape(refused.text)).to.contain('name="recherche" value="mots=jura"');
  });

  it('answer whatever their address says', async () => {
    for (const asked of [
      'annee=%00&signataire=%00&territoire=%00&cadre=%00',
      'type=%27%3B--&etat=x&publication=y&page=-1&tri=z&au=2026-13-99',
      'territoire=DEP-ZZ&signataire=%F0%9F%99%82',
      `mots=${'%22'.repeat(600)}`,
      `mots=${'x'.repeat(10_000)}`,
      'mots=a&mots=b&annee=2027&annee=2026',
    ])
      expect((await site.get(`/recherche?${asked}`)).status, asked.slice(0, 60)).to.equal(200);
    expect((await site.get(`/recherche?mots=${'x'.repeat(10_000)}`)).text).to.contain('trop longue');
  });

  it('find nothing by a filter that nothing has any more, and say what was asked', async () => {
    const { text } = await site.get('/recherche?signataire=Personne');
    expect(text).to.contain('Aucun document ne correspond').and.to.contain('selected>Personne<');
  });
});
