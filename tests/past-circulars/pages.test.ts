import { expect } from 'chai';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createPastCircularsRoutes } from '../../src/past-circulars/past-circulars-routes.ts';
import type { Role } from '../../src/web/route.ts';
import { createFakeExtraction, pdfSaying } from '../fakes/fake-extraction.ts';
import { openTestSite } from '../site.ts';
import { openArchiveBox, paragraph, twoFiles, twoRows, type ArchiveBox } from './archive-box.ts';

const messages = loadMessages('templates/messages');
const namesOf = async () => new Map([['user-1', 'Claire Redon']]);
const address = '/circulaires-anciennes';

describe('the pages of past circulars', () => {
  let box: ArchiveBox;
  const open = (roles: Role[] = ['drafter']) =>
    openTestSite({
      roles,
      routes: createPastCircularsRoutes({ pastCirculars: box.room, messages, namesOf }),
    });
  type Site = Awaited<ReturnType<typeof open>>;
  let site: Site;
  const files = {
    ...twoFiles,
    'c.pdf': pdfSaying('chiffré'),
    'd.pdf': pdfSaying('', ''),
    'e.pdf': pdfSaying(
      ...Array.from({ length: 12 }, (_page, index) => `${paragraph} Feuillet ${index + 1}.`),
    ),
  };

  before(async () => {
    box = await openArchiveBox(createFakeExtraction());
    await box.importing(
      files,
      ...twoRows,
      ...['c.pdf;Protégée;2002;;;;', 'd.pdf;Numérisée;2004;;;;', 'e.pdf;Longue;2015;;n° 12;;'],
    );
    site = await open();
  });
  after(async () => {
    await site.close();
    await box.close();
  });

  it('list them by year, the latest first, and say what is unknown', async () => {
    const { text } = await site.get(address);
    const years = [...text.matchAll(/<h2[^>]*>([^<]+)<\/h2>/g)].map(([, year]) => year);
    expect(years.slice(0, 5)).to.deep.equal(['2015', '2009', '2004', '2002', 'Année inconnue']);
    expect(text)
      .to.contain('MILDECA')
      .and.contain('12\u00a0décembre\u00a02008')
      .and.contain('inconnu(e)')
      .and.contain('texte non lisible')
      .and.contain('document numérisé, texte non reconnu');
  });

  it('are filtered by year, by reading and by words of the title', async () => {
    const found = async (query: string) =>
      [
        ...(await site.get(`${address}?${query}`)).text.matchAll(/<td[^>]*><a href="[^"]+\/([a-z0-9-]+)"/g),
      ].map(([, slug]) => slug);
    expect(await found('annee=2009')).to.deep.equal(['2009-orientations-departementales']);
    expect(await found('annee=inconnue')).to.deep.equal(['sans-date-sans-date']);
    expect(await found('lecture=unreadable')).to.deep.equal(['2002-protegee']);
    expect(await found('titre=NUMERISEE')).to.deep.equal(['2004-numerisee']);
    expect(await found('titre=absent')).to.deep.equal([]);
  });

  it('show a circular: who issued it then, what is known, its hash, its text', async () => {
    const { text } = await site.get(`${address}/2009-orientations-departementales`);
    expect(text)
      .to.contain('MILDT<')
      .and.contain('PRMX0800123C')
      .and.contain('Jeanne Aubert')
      .and.contain('a.pdf')
      .and.match(/[0-9a-f]{64}/)
      .and.contain('Circulaire ancienne importée')
      .and.contain('mettent en œuvre');
    expect(text).not.to.contain('texte reconnu');
  });

  it('show ten pages of text at a time', async () => {
    const first = await site.get(`${address}/2015-longue`);
    expect(first.text).to.contain('Feuillet 10.').and.not.contain('Feuillet 11.');
    const next = /href="([^"]+)">Pages suivantes/.exec(first.text)?.[1] ?? '';
    const second = await site.get(next.replace('&#x3D;', '=').replace('#texte', ''));
    expect(second.text).to.contain('Feuillet 12.').and.not.contain('Feuillet 10.');
  });

  it('give the exact bytes', async () => {
    const response = await fetch(`${site.origin}${address}/2009-orientations-departementales/original.pdf`, {
      headers: { cookie: site.cookie },
    });
    expect(Buffer.from(await response.arrayBuffer()).equals(twoFiles['a.pdf'])).to.equal(true);
    expect(response.headers.get('content-type')).to.equal('application/pdf');
  });

  it('say why nothing can be read', async () => {
    const { text } = await site.get(`${address}/2002-protegee`);
    expect(text)
      .to.contain('le PDF est protégé par un mot de passe')
      .and.contain('conservé tel qu’il a été reçu');
  });

  it('show a wrong correction again, with what was typed', async () => {
    const path = `${address}/2015-longue/corriger`;
    const refused = await site.send(path, { titre: '', annee: '20x5', vu: '1', objet: 'Un objet' });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('Un objet').and.contain('href="#champ-titre"').and.contain('20x5');
  });

  it('take a correction, and keep the address', async () => {
    const path = `${address}/2015-longue/corriger`;
    const done = await site.send(path, { titre: 'Autre titre', annee: '2016', signature: '', vu: '1' });
    expect([done.status, done.headers.get('location')]).to.deep.equal([303, `${address}/2015-longue`]);
    const { text } = await site.get(`${address}/2015-longue`);
    expect(text).to.contain('Autre titre').and.contain('2016').and.contain('Claire Redon');
  });

  it('offer no correction to who only reads', async () => {
    const auditor = await open(['auditor']);
    expect((await auditor.get(`${address}/2015-longue`)).text).not.to.contain('/corriger');
    expect((await auditor.get(`${address}/2015-longue/corriger`)).status).to.equal(403);
    await auditor.close();
  });

  it('say what to do when there is none', async () => {
    const empty = await openArchiveBox();
    const routes = createPastCircularsRoutes({ pastCirculars: empty.room, messages, namesOf });
    const bare = await openTestSite({ roles: ['auditor'], routes });
    expect((await bare.get(address)).text).to.contain('estafette past-circulars import');
    await bare.close();
    await empty.close();
  });

  it('mark a text that was recognised wherever it is shown', async () => {
    const seeing = await openArchiveBox(createFakeExtraction({ 1: `${paragraph} Vu.`, 2: '' }));
    await seeing.importing({ 'd.pdf': files['d.pdf'] }, 'd.pdf;Numérisée;2004;;;;');
    await seeing.room.recogniseDue('archivist');
    const routes = createPastCircularsRoutes({ pastCirculars: seeing.room, messages, namesOf });
    const bare = await openTestSite({ roles: ['auditor'], routes });
    expect((await bare.get(address)).text).to.contain('texte reconnu');
    expect((await bare.get(`${address}/2004-numerisee`)).text)
      .to.contain('Page 1 – texte reconnu')
      .and.contain('seul le PDF d’origine fait foi');
    await bare.close();
    await seeing.close();
  });
});
