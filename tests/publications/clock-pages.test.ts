import { expect } from 'chai';
import { createPublicationsRoutes } from '../../src/publications/publications-routes.ts';
import type { Role } from '../../src/web/route.ts';
import { openTestSite } from '../site.ts';
import { createPublicationsBench, messages, type PublicationsBench } from './publications-bench.ts';

const base = '/instructions/2027-chefs-de-projets/publication';

describe('the tab « Publication »', () => {
  let bench: PublicationsBench;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  before(async () => {
    bench = await createPublicationsBench();
    const { instructions, publications, publicPage: page, clock, people } = bench;
    const everyone = Object.values(people);
    const routes = createPublicationsRoutes({
      ...{ instructions, publications, page, messages, clock },
      namesOf: async () => new Map(everyone.map(({ id, name }) => [id, name])),
    });
    site = await openTestSite({ routes, userId: people.nora.id, roles: people.nora.roles as Role[] });
  });
  after(async () => {
    await site.close();
    await bench.close();
  });

  /** As a browser posts the form, with the file that a person chose. */
  async function record(fields: Record<string, string>, copy?: Blob) {
    const form = await site.get(`${base}/enregistrer`);
    const body = new FormData();
    body.set('form-token', /name="form-token" value="([^"]+)"/.exec(form.text)?.[1] ?? '');
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    if (copy !== undefined) body.set('copy', copy, 'page.pdf');
    const init = { method: 'POST', body, headers: { cookie: site.cookie }, redirect: 'manual' as const };
    const response = await fetch(`${site.origin}${base}/enregistrer`, init);
    return { status: response.status, text: await response.text() };
  }
  const typed = { site: 'Légifrance', url: 'https://www.legifrance.gouv.fr/x', on: '2026-12-07', remark: '' };
  const saidAt = async (instant: string) => {
    bench.clock.moveTo(instant);
    return (await site.get(base)).text;
  };

  it('tells what is left, the last day, and what follows it, never that the text is repealed', async () => {
    expect(await saidAt('2026-12-08T10:00:00.000Z')).to.contain('Non publiée à ce jour');
    expect(await saidAt('2027-04-06T10:00:00.000Z')).to.contain('jours restants\u00a0: 1');
    expect(await saidAt('2027-04-07T10:00:00.000Z')).to.contain('est aujourd’hui, 7\u00a0avril\u00a02027');
    const passed = await saidAt('2027-04-08T10:00:00.000Z');
    expect(passed).to.contain('réputée abrogée si non publiée, à vérifier');
    expect(passed).not.to.match(/>[^<]*(est|Abrogée|déclarée) abrogée\.?</);
    bench.clock.moveTo('2026-12-08T10:00:00.000Z');
  });

  it('refuses beside the field, with what was typed, and asks for the file again', async () => {
    const refused = await record({ ...typed, url: 'legifrance' }, new Blob(['<html>not a copy</html>']));
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('value="legifrance"').and.to.contain('L’adresse entière');
    expect(refused.text).to.contain('ni un PDF').and.to.contain('Choisissez-la de nouveau');
    const large = await record(typed, new Blob([Buffer.alloc(20_000_001)]));
    expect([large.status, large.text.includes('plus de 20\u00a0Mo')]).to.eql([422, true]);
    expect(await bench.publications.standingOf(bench.id)).to.eql({ state: 'not-published' });
  });

  it('asks to confirm that it is not applicable, and takes it back with a reason', async () => {
    const path = `${base}/non-applicable`;
    expect((await site.send(path, { reason: '' })).status).to.equal(422);
    const asked = await site.send(path, { reason: 'Lettre sans portée générale.' });
    expect(asked.text).to.contain('Relisez avant d’enregistrer');
    expect(await bench.publications.standingOf(bench.id)).to.eql({ state: 'not-published' });
    const said = { reason: 'Lettre sans portée générale.', confirmed: 'yes' };
    expect((await site.send(path, said)).status).to.equal(303);
    const shown = (await site.get(base)).text;
    expect(shown).to.contain('Publication dite non applicable').and.to.contain('Lettre sans portée');
    const [, withdraw = ''] = /href="([^"]+\/retirer\/[^"]+)"/.exec(shown) ?? [];
    expect((await site.send(withdraw, { reason: '' })).status).to.equal(422);
    expect((await site.send(withdraw, { reason: 'Un avis contraire.' })).status).to.equal(303);
    expect((await site.get(base)).text)
      .to.contain('enregistrement retiré')
      .and.to.contain('Un avis contraire.');
    expect((await site.get(withdraw)).text).to.contain('a déjà été retiré');
  });

  it('shows each publication with its proof, whose bytes anyone may take, and when it came late', async () => {
    const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n', 'latin1');
    bench.clock.moveTo('2027-05-02T10:00:00.000Z');
    expect((await record({ ...typed, on: '2027-05-01' }, new Blob([pdf]))).status).to.equal(303);
    const shown = (await site.get(base)).text;
    expect(shown).to.contain('Publiée le 1er\u00a0mai\u00a02027 sur Légifrance');
    expect(shown).to.contain('réputée abrogée si non publiée dans ce délai, à vérifier');
    const [, copy = ''] = /href="([^"]+\/copies\/[^"]+)"/.exec(shown) ?? [];
    const response = await fetch(site.origin + copy, { headers: { cookie: site.cookie } });
    expect(Buffer.from(await response.arrayBuffer()).equals(pdf)).to.equal(true);
    expect(response.headers.get('content-disposition')).to.contain('attachment');
    expect((await record({ ...typed, on: '2027-05-01' })).text).to.contain('est déjà enregistrée');
  });
});
