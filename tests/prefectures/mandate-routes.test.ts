import { expect } from 'chai';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createPrefecturesRoutes } from '../../src/prefectures/prefectures-routes.ts';
import { openTestSite } from '../site.ts';
import { createTestDirectory } from './directory.ts';

describe('the pages that change the directory', () => {
  let directory: Awaited<ReturnType<typeof createTestDirectory>>;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  beforeEach(async () => {
    directory = await createTestDirectory();
    const messages = loadMessages('templates/messages');
    const routes = createPrefecturesRoutes({ ...directory, messages, namesOf: async () => new Map() });
    site = await openTestSite({ routes, roles: ['dispatcher'] });
  });
  afterEach(async () => {
    await site.close();
    await directory.database.destroy();
  });

  const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0\u202f]+/g, ' ');
  const naming = '/prefectures/mandats/designer';
  const camille = {
    ...{ territoire: 'DEP-01', qualite: 'cabinet-director', nom: 'Camille Essai' },
    ...{ fonction: 'directrice de cabinet', debut: '01/01/2026' },
  };
  const mandateOf = async (territoryId: string) =>
    (await directory.prefectures.mandates.list({ territoryId }))[0]?.id ?? '';

  it('name a chef de projet, and tell it on the office’s page and in the list', async () => {
    expect((await site.send(naming, camille)).headers.get('location')).to.equal(
      '/prefectures/OFF-01#chefs-de-projet',
    );
    expect(words((await site.get('/prefectures/OFF-01')).text))
      .to.contain('département de l’Ain Camille Essai directrice de cabinet')
      .and.to.contain('Chef de projet désigné à compter du 1er janvier 2026');
    expect(words((await site.get('/prefectures?recherche=essai')).text)).to.contain('1 sur 106');
  });

  it('refuse a naming beside its fields, and keep what was typed', async () => {
    const { status, text } = await site.send(naming, { ...camille, nom: '', debut: '31/02/2026' });
    expect(status).to.equal(422);
    expect(text).to.match(/id="champ-nom-message"><p class="fr-message fr-message--error">/);
    expect(text).to.match(/id="champ-debut-message"><p class="fr-message fr-message--error">/);
    expect(text).to.contain('value="directrice de cabinet"');
    expect(await directory.prefectures.mandates.list()).to.deep.equal([]);
  });

  it('ask, on a page of its own, before a naming ends another’s mandate', async () => {
    await site.send(naming, camille);
    const next = { ...camille, nom: 'Dominique Suivant', debut: '2026-12-15' };
    const asked = await site.send(naming, next);
    expect(asked.status).to.equal(200);
    expect(words(asked.text)).to.contain('Le mandat de Camille Essai');
    expect(await directory.prefectures.mandates.list({ territoryId: 'DEP-01' })).to.have.length(1);
    const confirme = await mandateOf('DEP-01');
    expect((await site.send(naming, { ...next, confirme })).status).to.equal(303);
    const list = await site.get('/prefectures/mandats?au=2026-12-15');
    expect(words(list.text)).to.contain('Dominique Suivant').and.not.to.contain('Camille Essai');
  });

  it('end and correct a mandate, refused beside the field', async () => {
    await site.send(naming, camille);
    const page = `/prefectures/mandats/${await mandateOf('DEP-01')}`;
    expect((await site.send(`${page}/terminer`, { jour: '2025-01-01' }, page)).text).to.match(
      /id="champ-jour-message"><p/,
    );
    expect((await site.send(`${page}/corriger`, { ...camille, nom: '=1' }, page)).text).to.match(
      /id="champ-nom-message"><p/,
    );
    expect((await site.send(`${page}/corriger`, { ...camille, nom: 'Camille Juste' }, page)).status).to.equal(
      303,
    );
    expect(words((await site.get(page)).text)).to.contain('Ce mandat a été corrigé');
    const office = words((await site.get('/prefectures/OFF-01')).text);
    expect(office).to.contain('Camille Juste').and.to.contain('corrigé');
  });

  it('show any day that is asked for, and say which', async () => {
    await site.send(naming, camille);
    const before = words((await site.get('/prefectures?au=2025-06-01')).text);
    expect(before).to.contain('à la date du 1er juin 2025').and.not.to.contain('Camille Essai');
    const office = words((await site.get('/prefectures/OFF-01?au=2025-06-01')).text);
    expect(office).to.contain('dit à la date du 1er juin 2025').and.to.contain('à venir');
    const wrong = await site.get('/prefectures?au=2025-02-30');
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.match(/id="champ-au-message"><p/);
  });

  it('tell every change of the directory, with its author, the latest first', async () => {
    await site.send(naming, camille);
    const { text } = await site.get('/prefectures/historique');
    const [first, second] = text.match(/<tr><td>.*?<\/tr>/g) ?? [];
    expect(words(first ?? ''))
      .to.contain('Camille Essai')
      .and.to.contain('Préfecture de l’Ain');
    expect(words(second ?? ''))
      .to.contain('Contact ajouté')
      .and.to.contain('Estafette');
    const [, older = ''] = /historique\?avant(?:=|&#x3D;)(\d+)"/.exec(text) ?? [];
    expect((await site.get(`/prefectures/historique?avant=${older}`)).text).to.contain('Préfecture de l’Ain');
  });

  it('export the list and the mandates of that day', async () => {
    await site.send(naming, camille);
    const now = await site.get('/prefectures/mandats.csv');
    expect(now.text).to.contain('DEP-01;département de l’Ain;Camille Essai;directrice de cabinet;OFF-01');
    expect(now.headers.get('content-disposition')).to.contain('chefs-de-projet-2026-12-07.csv');
    expect((await site.get('/prefectures/mandats.csv?au=2025-06-01')).text).not.to.contain('Camille');
    const past = await site.get('/prefectures/contacts.csv?au=2025-06-01');
    expect(past.text).not.to.contain('circulaires@ain');
    const workbook = await site.get('/prefectures/contacts.xlsx?au=2026-12-01');
    expect(workbook.headers.get('content-disposition')).to.contain('contacts-2026-12-01.xlsx');
  });

  it('add a contact, ask before it takes another’s rank, and withdraw it', async () => {
    const path = '/prefectures/OFF-01/contacts/ajouter';
    const contact = { adresse: 'nouvelle@ain.pref.example', type: 'functional-mailbox', rang: '1' };
    expect(words((await site.send(path, contact)).text)).to.contain(
      'circulaires@ain.pref.example n’aura plus ce rang',
    );
    const wrong = await site.send(path, { ...contact, adresse: 'sans arobase', rang: 'x' });
    expect(wrong.text).to.match(/id="champ-rang-message"><p/);
    const [former] = (await directory.prefectures.findOffice('OFF-01'))?.contacts ?? [];
    expect((await site.send(path, { ...contact, confirme: former?.id ?? '' })).status).to.equal(303);
    const [added] = (await directory.prefectures.findOffice('OFF-01'))?.contacts ?? [];
    expect(added?.address).to.equal('nouvelle@ain.pref.example');
    const withdraw = `/prefectures/OFF-01/contacts/${added?.id}/retirer`;
    expect(words((await site.get(withdraw)).text)).to.contain('Il ne resterait aucun contact');
    expect((await site.send(withdraw, { fin: 'demain' })).text).to.match(/id="champ-fin-message"><p/);
    expect((await site.send(withdraw, { fin: '07/12/2026' })).status).to.equal(303);
    expect((await directory.prefectures.findOffice('OFF-01'))?.contacts).to.deep.equal([]);
  });
});
