import { expect } from 'chai';
import { createPublicationsRoutes } from '../../../src/publications/publications-routes.ts';
import type { Role } from '../../../src/web/route.ts';
import { openTestSite } from '../../site.ts';
import { createPublicationsBench, messages, type PublicationsBench } from '../publications-bench.ts';

const reports = '/page-publique/rapports';
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n', 'latin1');

describe('the public page, for staff', () => {
  let bench: PublicationsBench;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  before(async () => {
    bench = await createPublicationsBench();
    const { instructions, publications, publicPage: page, clock, people } = bench;
    const routes = createPublicationsRoutes({
      ...{ instructions, publications, page, messages, clock },
      namesOf: async () => new Map(Object.values(people).map(({ id, name }) => [id, name])),
    });
    const roles: Role[] = ['dispatcher', 'administrator'];
    site = await openTestSite({ routes, userId: people.omni.id, roles });
  });
  after(async () => {
    await site.close();
    await bench.close();
  });

  async function hand(fields: Record<string, string>, bytes?: Buffer) {
    const form = await site.get(reports);
    const body = new FormData();
    body.set('form-token', /name="form-token" value="([^"]+)"/.exec(form.text)?.[1] ?? '');
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    if (bytes !== undefined) body.set('file', new Blob([bytes]), 'rapport.pdf');
    const init = { method: 'POST', body, headers: { cookie: site.cookie }, redirect: 'manual' as const };
    const response = await fetch(site.origin + reports, init);
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  it('says whom the document names before anything is public, asks why, then once more', async () => {
    const [, address = ''] =
      /href="([^"]+\/publier\/[^"]+)"/.exec((await site.get('/page-publique')).text) ?? [];
    const page = (await site.get(address)).text;
    expect(page).to.contain('Toute autre personne que le texte nomme');
    expect(page).to.contain('le délai de quatre mois continue de courir').and.to.contain('Nora Signatory');
    const [, sha256 = ''] = /name="sha256" value="([^"]+)"/.exec(page) ?? [];
    expect((await site.send(address, { sha256, reason: '' })).status).to.equal(422);
    const asked = await site.send(address, { sha256, reason: 'Demande de la présidente.' });
    expect(asked.text).to.contain('Rendre public').and.to.contain('Demande de la présidente.');
    expect((await site.get('/circulaires')).text).not.to.contain('Chefs de projets 2027');
    const said = { sha256, reason: 'Demande de la présidente.', confirmed: 'yes' };
    expect((await site.send(address, said)).status).to.equal(303);
    expect((await site.get('/circulaires')).text).to.contain('Chefs de projets 2027');
    expect((await site.get(address)).text).to.contain('déjà en ligne');
    expect((await site.get('/instructions/2027-chefs-de-projets/publication')).text).to.contain(
      'Non publiée à ce jour',
    );
  });

  it('refuses a report beside its field, and leads to its publication once it is kept', async () => {
    const typed = { year: '2025', part: 'regions', title: 'Rapport 2025' };
    const wrong = await hand({ ...typed, year: '25', part: '', title: '' }, pdf);
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.contain('champ-year-message').and.to.contain('ni avant 1982');
    const none = await hand(typed);
    expect([none.status, none.text.includes('Choisissez le fichier PDF')]).to.eql([422, true]);
    expect(none.text).to.contain('value="Rapport 2025"');
    expect((await hand(typed, Buffer.from('PK'))).text).to.contain('n’est pas un PDF');
    expect((await hand(typed, Buffer.alloc(30_000_001))).text).to.contain('plus de 30\u00a0Mo');
    const kept = await hand(typed, pdf);
    expect(kept.status).to.equal(303);
    const next = (await site.get(kept.headers.get('location') ?? '')).text;
    expect(next)
      .to.contain('rapport-d-activite-2025-l-essentiel-par-region')
      .and.not.to.contain('quatre mois');
    const staff = (await site.get('/page-publique')).text;
    const [, own = ''] = /href="([^"]+\/rapports\/[^"]+)"/.exec(staff) ?? [];
    expect((await site.get(own)).headers.get('content-type')).to.equal('application/pdf');
  });

  it('takes a text away with a reason that everyone will read', async () => {
    const staff = (await site.get('/page-publique')).text;
    const [, address = ''] = /href="([^"]+\/retirer\/[^"]+)"/.exec(staff) ?? [];
    expect((await site.send(address, { reason: '' })).status).to.equal(422);
    expect((await site.send(address, { reason: 'Une annexe manquait.' })).status).to.equal(303);
    expect((await site.get('/circulaires/2027-chefs-de-projets')).text).to.contain('Une annexe manquait.');
    expect((await site.get(address)).text).to.contain('déjà retiré');
    expect((await site.get('/page-publique')).text).to.contain('Remettre en ligne');
  });

  it('lets an administrator record the text that designates it, and take it back', async () => {
    const path = '/page-publique/designation';
    const text = { reference: 'Arrêté du 1er décembre', on: '2026-12-01', url: 'https://a.example/1' };
    const wrong = await site.send(path, { ...text, url: 'a.example' });
    expect([wrong.status, wrong.text.includes('value="a.example"')]).to.eql([422, true]);
    expect((await site.send(path, text)).status).to.equal(303);
    const page = (await site.get(path)).text;
    const [, designation = ''] = /name="designation" value="([^"]+)"/.exec(page) ?? [];
    expect((await site.send(`${path}/retirer`, { designation, reason: '' }, path)).status).to.equal(422);
    expect((await site.send(`${path}/retirer`, { designation, reason: 'Erreur.' }, path)).status).to.equal(
      303,
    );
    expect((await site.get(path)).text).to.contain('Aucun texte n’est enregistré');
  });
});
