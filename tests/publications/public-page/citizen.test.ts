import { expect } from 'chai';
import { createPublicationsRoutes } from '../../../src/publications/publications-routes.ts';
import { openTestSite } from '../../site.ts';
import {
  createPublicationsBench,
  messages,
  pastId,
  take,
  type PublicationsBench,
} from '../publications-bench.ts';

const path = '/circulaires/2027-chefs-de-projets';

/** What a browser sends with what it kept; without it, `fetch` asks that nothing kept be used. */
const reloaded = { 'cache-control': 'max-age=0' };

describe('the public page, for a citizen', () => {
  let bench: PublicationsBench;
  let site: Awaited<ReturnType<typeof openTestSite>>;

  /** As a browser that never came before, and has no cookie. */
  const ask = (address: string, headers: Record<string, string> = {}) =>
    fetch(site.origin + address, { headers, redirect: 'manual' });
  const dispatcher = () => ({ id: bench.people.omni.id, roles: ['dispatcher'] });

  before(async () => {
    bench = await createPublicationsBench();
    const { instructions, publications, publicPage: page, clock, subject } = bench;
    const routes = createPublicationsRoutes({
      ...{ instructions, publications, page, messages, clock },
      namesOf: async () => new Map(),
    });
    site = await openTestSite({ routes, roles: ['dispatcher'], userId: bench.people.omni.id });
    const text = await page.sources.instruction?.find(subject.id);
    take(await page.publish(dispatcher(), subject, { sha256: text?.sha256 ?? '', reason: 'r' }));
  });
  after(async () => {
    await site.close();
    await bench.close();
  });

  it('is for information as long as no text designates it, and shows the notice once one does', async () => {
    const before = await (await ask('/circulaires')).text();
    expect(before).to.contain('proposée pour information').and.not.to.contain('se prévaloir');
    const text = { reference: 'Arrêté X', datedOn: '2026-12-01', url: 'https://a.example/1' };
    const paul = { id: bench.people.omni.id, roles: ['administrator'] };
    const { id } = take(await bench.publicPage.designations.record(paul, text));
    const after = await (await ask('/circulaires')).text();
    // The words of CRPA, R. 312-10.
    expect(after).to.contain(
      'toute personne peut se prévaloir de l’interprétation d’une règle, même erronée',
    );
    expect(after).to.contain('Arrêté X').and.not.to.contain('proposée pour information');
    take(await bench.publicPage.designations.withdraw(paul, { id, reason: 'r' }));
    expect(await (await ask('/circulaires')).text()).not.to.contain('se prévaloir');
  });

  it('gives a file that is the signed one to the byte, with its hash beside it', async () => {
    const signed = await bench.instructions.signedVersion(bench.id);
    const response = await ask(`${path}.pdf`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.equals(Buffer.from((await signed?.pdf()) ?? []))).to.equal(true);
    expect(response.headers.get('content-type')).to.equal('application/pdf');
    for (const address of ['/circulaires', path])
      expect(await (await ask(address)).text(), address).to.contain(signed?.sha256);
  });

  it('shows the text itself, and nobody but who signed it', async () => {
    const page = await (await ask(path)).text();
    expect(page).to.contain('Nora Signatory').and.to.contain('es-public-text');
    for (const name of ['Claire Drafter', 'Hugo Reviewer', 'Omni Everything']) {
      for (const address of ['/circulaires', path, '/circulaires.json', '/circulaires.atom'])
        expect(await (await ask(address)).text(), address).not.to.contain(name);
    }
  });

  it('sets no cookie, may be kept, and answers 304 by its tag or by its day', async () => {
    for (const address of ['/circulaires', path, `${path}.pdf`, '/circulaires.json', '/circulaires.atom']) {
      const response = await ask(address);
      expect(response.status, address).to.equal(200);
      expect(response.headers.get('set-cookie'), address).to.equal(null);
      expect(response.headers.get('cache-control'), address).to.equal('public, max-age=0, s-maxage=300');
      const [tag, day] = ['etag', 'last-modified'].map((name) => response.headers.get(name) ?? '');
      expect(day, address).to.equal(new Date(Date.parse(day ?? '')).toUTCString());
      const kept = [{ 'if-none-match': tag ?? '' }, { 'if-modified-since': day ?? '' }];
      for (const headers of kept)
        expect((await ask(address, { ...headers, ...reloaded })).status, address).to.equal(304);
      const other = { 'if-none-match': 'W/"other"', ...reloaded };
      expect((await ask(address, other)).status, address).to.equal(200);
    }
    // Somebody who is signed in reads the same bytes: what stands on the way may keep them for everyone.
    const known = await site.get('/circulaires');
    expect(known.text).to.equal(await (await ask('/circulaires')).text());
  });

  it('answers 404 without a cookie where nothing ever was, whatever is asked', async () => {
    for (const address of [
      '/circulaires/2031-rien',
      '/circulaires/x.pdf',
      '/circulaires/a/b',
      '/circulaires/%00',
    ]) {
      const response = await ask(address);
      expect(response.status, address).to.equal(404);
      expect(response.headers.get('set-cookie'), address).to.equal(null);
    }
    expect(await (await ask('/circulaires/2031-rien')).text()).to.contain('Voir la liste des circulaires');
  });

  it('gives the same as data, whose every key is told on the page', async () => {
    const data = (await (await ask('/circulaires.json')).json()) as { texts: Record<string, unknown>[] };
    const page = await (await ask('/circulaires')).text();
    const [text, ...others] = data.texts;
    expect(others).to.eql([]);
    expect(text).to.deep.include({
      kind: 'instruction',
      year: 2027,
      signedOn: '2026-12-07',
      withdrawnOn: null,
    });
    expect(text?.['url']).to.equal(`https://estafette.example${path}`);
    for (const key of [...Object.keys(data), ...Object.keys(text ?? {})])
      expect(page, key).to.contain(`<code>${key}</code>`);
  });

  it('shows a circular from before Estafette with what is known of it, and the words read in its file', async () => {
    const subject = { kind: 'past-circular' as const, id: pastId };
    const text = await bench.publicPage.sources['past-circular']?.find(pastId);
    take(await bench.publicPage.publish(dispatcher(), subject, { sha256: text?.sha256 ?? '', reason: 'r' }));
    const page = await (await ask('/circulaires/2008-plan')).text();
    expect(page).to.contain('Première page.').and.to.contain('3\u00a0novembre\u00a02008');
    expect(page).not.to.contain('Signataire').and.not.to.contain('NOR');
    expect(await (await ask('/circulaires/2008-plan.pdf')).text()).to.equal('%PDF-1.4 of 2008');
    const [entry] = (await bench.publicPage.listEntries()).filter(({ id }) => id === pastId);
    take(await bench.publicPage.withdraw(dispatcher(), entry?.listing.id ?? '', 'Fini.'));
    const list = await (await ask('/circulaires')).text();
    expect(list.indexOf('id="annee-2027"')).to.be.lessThan(list.indexOf('id="annee-2008"'));
  });

  it('is followed by an Atom feed whose ids never change', async () => {
    const page = await (await ask('/circulaires')).text();
    const [, address = ''] =
      /<link rel="alternate" type="application\/atom\+xml"[^>]* href="([^"]+)"/.exec(page) ?? [];
    const response = await ask(address);
    expect(response.headers.get('content-type')).to.equal('application/atom+xml; charset=utf-8');
    const feed = await response.text();
    const idsOf = (xml: string) =>
      [...xml.matchAll(/<id>(urn:uuid:[0-9a-f-]{36})<\/id>/g)].map(([, id]) => id);
    expect(new Set(idsOf(feed)).size).to.equal(3);
    expect(feed.match(/<updated>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<\/updated>/g)).to.have.length(3);
    expect(feed).to.contain(
      `<link rel="self" type="application/atom+xml" href="https://estafette.example${address}"`,
    );
    bench.clock.advance(3_600_000);
    const [entry] = await bench.publicPage.listEntries();
    take(await bench.publicPage.withdraw(dispatcher(), entry?.listing.id ?? '', 'Une annexe & <deux>.'));
    const after = await (await ask(address)).text();
    expect(idsOf(after)).to.eql(idsOf(feed));
    expect(after).to.contain('Retrait de la page le').and.not.to.contain('enclosure');
  });

  it('keeps answering at the address of what was taken away, with the reason, and 410', async () => {
    const response = await ask(path);
    expect(response.status).to.equal(410);
    expect(await response.text()).to.contain('Une annexe &amp; &lt;deux&gt;.');
    expect((await ask(`${path}.pdf`)).status).to.equal(410);
    const list = await (await ask('/circulaires')).text();
    expect(list).to.contain('Retrait de cette page le').and.not.to.contain(`${path}.pdf`);
  });
});
