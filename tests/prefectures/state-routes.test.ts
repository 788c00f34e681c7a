import { expect } from 'chai';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createPrefecturesRoutes } from '../../src/prefectures/prefectures-routes.ts';
import { openTestSite } from '../site.ts';
import { createTestDirectory } from './directory.ts';
import { stateService } from './state-service.ts';

describe('the pages of the State’s directory', () => {
  let directory: Awaited<ReturnType<typeof createTestDirectory>>;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  before(async () => {
    directory = await createTestDirectory();
    const messages = loadMessages('templates/messages');
    const routes = createPrefecturesRoutes({ ...directory, messages, namesOf: async () => new Map() });
    site = await openTestSite({ routes, roles: ['dispatcher'] });
  });
  after(async () => {
    await site.close();
    await directory.database.destroy();
  });

  const path = '/prefectures/importer/annuaire-de-l-etat';
  const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0\u202f]+/g, ' ');

  async function upload(content: string, to = path) {
    const [, token = ''] = /name="form-token" value="([^"]+)"/.exec((await site.get(to)).text) ?? [];
    const body = new FormData();
    body.set('form-token', token);
    body.set('fichier', new File([content], 'annuaire.json'));
    const headers = { cookie: site.cookie };
    return fetch(site.origin + to, { method: 'POST', body, headers, redirect: 'manual' });
  }

  it('show what a file proposes with nothing ticked, then add what is ticked alone', async () => {
    const staged = await upload(JSON.stringify({ service: [stateService()] }));
    const page = staged.headers.get('location') ?? '';
    const { text } = await site.get(page);
    expect(words(text)).to.contain('Adresse proposée : prefecture@ain.gouv.example');
    expect(text).not.to.contain('checked');
    const [, id = ''] = /name="retenir\[(p[0-9a-f]{16})\]"/.exec(text) ?? [];
    const [, plan = ''] = /name="plan" value="([0-9a-f]{64})"/.exec(text) ?? [];
    const nothing = await site.send(page, { plan });
    expect(nothing.status).to.equal(422);
    expect(words(nothing.text)).to.contain('Cochez au moins une proposition');
    // However many boxes are ticked, what was ticked is read.
    const many = Array.from({ length: 900 }, (_none, index) => [`retenir[p${index}]`, 'oui']);
    expect((await site.send(page, { plan, ...Object.fromEntries(many) })).status).to.equal(422);
    expect((await site.send(page, { plan, [`retenir[${id}]`]: 'oui' })).headers.get('location')).to.equal(
      '/prefectures',
    );
    const office = await directory.prefectures.findOffice('OFF-01');
    expect(office?.contacts.map(({ address }) => address)).to.deep.equal([
      'circulaires@ain.pref.example',
      'prefecture@ain.gouv.example',
    ]);
    expect(office?.mandates).to.deep.equal([]);
    expect((await site.get(page)).status).to.equal(410);
  });

  it('refuse beside the field a file that is none, and keep nothing of it', async () => {
    for (const content of ['', '{"service": [', '{}', '{"service": []}']) {
      const refused = await upload(content);
      expect(refused.status, content).to.equal(422);
      expect(await refused.text(), content).to.match(/id="champ-fichier-message"><p/);
    }
    expect(await directory.database('contact_imports').select()).to.deep.equal([]);
  });

  it('refuse beside the field a file of contacts that is too large', async () => {
    const refused = await upload('x'.repeat(1_000_001), '/prefectures/importer');
    expect(refused.status).to.equal(422);
    expect(words(await refused.text())).to.contain('Le fichier dépasse 1 Mo');
  });
});
