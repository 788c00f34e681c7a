import { expect } from 'chai';
import { AppError } from '../../src/kernel/errors.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { accepted } from '../../src/kernel/outcome.ts';
import { createPrefecturesRoutes } from '../../src/prefectures/prefectures-routes.ts';
import type { CurrentUser, Reply, RouteRequest } from '../../src/web/route.ts';
import { createViews } from '../../src/web/views.ts';
import { contactFile, createTestDirectory } from './directory.ts';
import { partsOf, zipOf } from './workbook.ts';

const dispatcher: CurrentUser = {
  id: 'user-1',
  name: 'Awa Diallo',
  function: 'diffuseuse',
  roles: ['dispatcher'],
};
const auditor: CurrentUser = { id: 'user-2', name: 'Hugo Rey', function: 'auditeur', roles: ['auditor'] };
const good = 'OFF-01;cabinet;1;cabinet@ain.pref.example;Mme <b>Bresson</b>;;';

describe('the directory’s pages', () => {
  const messages = loadMessages('templates/messages');
  const views = createViews({ folder: 'templates', messages });
  let directory: Awaited<ReturnType<typeof createTestDirectory>>;
  beforeEach(async () => {
    directory = await createTestDirectory();
  });
  afterEach(() => directory.database.destroy());

  async function call(
    method: 'get' | 'post',
    path: string,
    request: Partial<RouteRequest<unknown, unknown, unknown>> = {},
  ) {
    const routes = createPrefecturesRoutes({
      ...directory,
      messages,
      namesOf: async (ids) =>
        new Map(ids.filter((id) => id === dispatcher.id).map((id) => [id, dispatcher.name])),
    });
    const route = routes.find((candidate) => candidate.method === method && candidate.path === path);
    if (route === undefined) throw new Error(`no route ${method} ${path}`);
    const query = route.query?.parse(request.query ?? {});
    const form =
      route.body === undefined ? accepted(undefined) : accepted(route.body.parse(request.form ?? {}));
    return route.handle({ params: {}, user: dispatcher, file: undefined, ...request, query, form } as never);
  }

  /** What the page says, without its tags. */
  function textOf(reply: Reply): string {
    if (reply.kind !== 'page') throw new Error(`not a page: ${reply.kind}`);
    const html = views.render(reply.template, reply.page.model, { formToken: 'token', errors: new Map() });
    return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  }

  const upload = (bytes: Buffer) =>
    call('post', '/prefectures/importer', { file: { name: 'contacts.csv', bytes } });

  it('list the 106 offices and flag those without a valid contact', async () => {
    await directory.prefectures.importOffices(
      'user-1',
      contactFile('OFF-02;cabinet;1;a@b.example;;01/01/2027;'),
    );
    const text = textOf(await call('get', '/prefectures', { query: {} }));
    expect(text).to.contain('106 bureaux').and.to.contain('Préfecture de l’Ain');
    expect(text.match(/sans contact valable(?! aujourd)/g)).to.have.length(1);
  });

  it('find an office by words without accents, by region and by what is missing', async () => {
    expect(textOf(await call('get', '/prefectures', { query: { recherche: 'REUNION' } }))).to.contain(
      'Préfecture de La Réunion',
    );
    expect(textOf(await call('get', '/prefectures', { query: { region: 'REG-94' } }))).to.contain(
      '2 sur 106',
    );
    expect(textOf(await call('get', '/prefectures', { query: { region: 'outre-mer' } }))).to.contain(
      '5 sur 106',
    );
    expect(textOf(await call('get', '/prefectures', { query: { mandat: 'regional' } }))).to.contain(
      '18 sur 106',
    );
    expect(textOf(await call('get', '/prefectures', { query: { contact: 'sans' } }))).to.contain(
      'Aucun bureau ne correspond',
    );
  });

  it('offer the import to those who may do it, and to no one else', async () => {
    expect(textOf(await call('get', '/prefectures', { query: {} }))).to.contain('Importer des contacts');
    expect(textOf(await call('get', '/prefectures', { query: {}, user: auditor }))).not.to.contain(
      'Importer des contacts',
    );
  });

  it('export a list that the import reads back without changing anything', async () => {
    await directory.database('contact_details').whereLike('address', 'circulaires@ain.%').del();
    const reply = await call('get', '/prefectures/contacts.csv', { query: {} });
    if (reply.kind !== 'file') throw new Error('not a file');
    const { problems, plan } = await directory.prefectures.analyseImport(reply.bytes);
    expect(problems).to.deep.equal([]);
    expect([plan.added, plan.ended, plan.unchanged]).to.deep.equal([[], [], 105 + 18]);
  });

  it('tell an office’s story: contacts, regional mandate, who changed what', async () => {
    await directory.prefectures.importOffices(
      'user-1',
      contactFile('OFF-69;cabinet;1;prefet@rhone.pref.example;;;'),
    );
    const text = textOf(await call('get', '/prefectures/:id', { params: { id: 'OFF-69' } }));
    expect(text).to.contain('Mandat régional d’Auvergne-Rhône-Alpes').and.to.contain('Haute-Savoie');
    expect(text).to.contain('retiré le 07/12/2026').and.to.contain('Awa Diallo');
    expect(text).to.contain('Contact ajouté : cabinet, rang 1, prefet@rhone.pref.example');
  });

  it('tell the change without the address once it was erased', async () => {
    await directory.database('contact_details').whereLike('address', '%@ain.%').del();
    const text = textOf(await call('get', '/prefectures/:id', { params: { id: 'OFF-01' } }));
    expect(text)
      .to.contain('coordonnées ont été effacées')
      .and.to.contain('Aucun contact valable aujourd’hui');
  });

  it('know no other office', async () => {
    const failure = await call('get', '/prefectures/:id', { params: { id: 'OFF-99' } }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(AppError).with.property('code', 'not-found');
  });

  it('refuse a wrong file with its report, and keep nothing of it', async () => {
    const reply = await upload(contactFile(good, 'OFF-02;cabinet;1;nope;;;'));
    expect(reply).to.have.property('status', 422);
    expect(textOf(reply))
      .to.contain('Rien n’a été importé')
      .and.to.contain('Cette adresse électronique n’est pas bien formée');
    expect(await directory.database('contact_imports').select()).to.deep.equal([]);
  });

  it('ask for a file when none was chosen', async () => {
    const reply = await call('post', '/prefectures/importer');
    expect(reply).to.have.nested.property('page.errors[0].key', 'prefectures.import.no-file');
  });

  it('show the change, then apply it once confirmed', async () => {
    const staged = await upload(contactFile(good));
    if (staged.kind !== 'redirect') throw new Error('not staged');
    const params = { id: staged.to.split('/').at(-1) };
    const preview = await call('get', '/prefectures/importer/:id', { params });
    expect(textOf(preview))
      .to.contain('Contacts à ajouter : 1')
      .and.to.contain('Mme &lt;b&gt;Bresson&lt;/b&gt;');
    if (preview.kind !== 'page') throw new Error('not a page');
    const form = { plan: preview.page.model['planSha256'] } as never;
    const done = await call('post', '/prefectures/importer/:id', { params, form });
    expect(done)
      .to.have.property('flash')
      .that.matches(/ajoutés\s: 1/);
    expect((await directory.prefectures.findOffice('OFF-01'))?.contacts[0]?.address).to.equal(
      'cabinet@ain.pref.example',
    );
  });

  it('confirm nothing that was uploaded by someone else', async () => {
    const staged = await upload(contactFile(good));
    if (staged.kind !== 'redirect') throw new Error('not staged');
    const params = { id: staged.to.split('/').at(-1) };
    const failure = await call('get', '/prefectures/importer/:id', { params, user: auditor }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.have.property('code', 'gone');
  });

  it('give a sentence for every fault that a file can have', async () => {
    const titles = 'bureau;type de contact;rang;adresse;nom;valable du;valable au\n';
    const files = [
      Buffer.alloc(0),
      Buffer.alloc(1_000_001, 'x'),
      Buffer.from([0x50, 0x4b, 0x00]),
      Buffer.from('bureau;rang;rang;inconnue\n'),
      Buffer.from(`${titles}OFF-01;"cabinet`),
      Buffer.from('PK\u0003\u0004'),
      zipOf({ 'xl/workbook.xml': Buffer.alloc(20_000_001) }),
      zipOf(partsOf('<row r="1"><c r="XFD1"/></row>')),
      zipOf(partsOf('<row r="1"><c r="A1"><f>1</f></c></row>')),
      contactFile('OFF-01;cabinet;1;a@b.example;;46037;'),
      Buffer.from(`${titles}OFF-01;cabinet;1;a@b.example;;;;surplus\n`),
      Buffer.from(titles + `${good}\n`.repeat(2001)),
      contactFile(good, good.replace(';1;', ';2;'), 'OFF-01;cabinet;1;autre@b.example;;;'),
      contactFile(
        'REG-84;x;x;x;=x;x;x',
        `x;x;x;x;${'x'.repeat(200)};02/01/2026;01/01/2026`,
        'OFF-01;"a\tb";;;;;',
      ),
    ];
    const keys = new Set<string>();
    for (const bytes of files) {
      for (const { key, params } of (await directory.prefectures.analyseImport(bytes)).problems) {
        keys.add(key);
        expect(messages(key, params), key).to.match(/\.$|example$/);
      }
    }
    expect(keys.size).to.equal(26);
  });
});
