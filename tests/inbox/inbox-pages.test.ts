import { expect } from 'chai';
import { createInboxRoutes } from '../../src/inbox/inbox-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Role } from '../../src/web/route.ts';
import { openBrowser, type Visitor } from '../journeys/visitor.ts';
import { openTestSite } from '../site.ts';
import { createInboxBench, reply, samir, service, type InboxBench } from './inbox-bench.ts';

const messages = loadMessages('templates/messages');
const hostile = '<script>alert(1)</script> <img src=x onerror=alert(1)> Bien reçu.';

describe('the pages of what comes back, in a browser', function () {
  this.timeout(180_000);
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let bench: InboxBench;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let visitor: Visitor;

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  beforeEach(async () => {
    bench = await createInboxBench();
    await bench.sent();
    await open(['dispatcher']);
  });
  afterEach(async () => {
    await close();
    await bench.database.destroy();
  });

  async function open(roles: Role[]) {
    const { slug, title, sha256 } = bench.signed;
    const routes = createInboxRoutes({
      inbox: bench.inbox,
      messages,
      namesOf: async (ids) => new Map(ids.map((id) => [id, id === samir.id ? 'Samir Benali' : id])),
      officeNames: async () => new Map(['A', 'B', 'C'].map((id) => [id, `préfecture ${id}`])),
      listCampaigns: async () =>
        (await bench.dispatch.listCampaigns()).map(({ id }) => ({
          id,
          slug,
          title,
          year: 2027,
          signedSha256: sha256,
        })),
      sender: service,
    });
    site = await openTestSite({ routes, roles, userId: samir.id });
    visitor = await browser.visit(site.origin);
    const [name = '', value = ''] = site.cookie.split('=');
    await visitor.page.browserContext().setCookie({ name, value, domain: '127.0.0.1', path: '/' });
  }
  async function close() {
    expect(visitor.scriptErrors).to.deep.equal([]);
    await visitor.leave();
    await site.close();
  }
  async function accessible() {
    expect(await visitor.violations(), visitor.path()).to.deep.equal([]);
  }
  async function receive(...texts: string[]) {
    for (const text of texts) bench.mailbox.put(text);
    await bench.inbox.collect();
  }

  it('list, filter by kind, and say what is empty', async () => {
    await visitor.open('/retours');
    expect(await visitor.text()).to.contain('Rien n’est encore revenu');
    await accessible();
    await receive(await bench.failureOf('A'), await bench.replyOf('B'));
    await visitor.open('/retours');
    expect(await visitor.text())
      .to.contain('Échecs (1)')
      .and.contain('Réponses (1)')
      .and.contain('préfecture A');
    await accessible();
    await visitor.follow('Réponses (1)');
    expect(await visitor.text())
      .to.contain('préfecture B')
      .and.not.contain('préfecture A');
    await visitor.open('/retours/a-classer');
    expect(await visitor.text()).to.contain('Rien à classer');
    await accessible();
  });

  it('class a message by hand: refused without an office, then tied, its text never trusted', async () => {
    await receive(reply({ from: 'someone@elsewhere.example', text: hostile }));
    await visitor.open('/retours/a-classer');
    await visitor.follow('Re: Instruction');
    expect(await visitor.text())
      .to.contain(hostile)
      .and.contain('ne désigne un de nos envois');
    await accessible();
    await visitor.follow('Rattacher ce message');
    expect(await visitor.text()).to.contain('Ce champ est à remplir');
    await accessible();
    await visitor.page.select('[name=office]', 'C');
    await visitor.follow('Rattacher ce message');
    expect(await visitor.text())
      .to.contain('Rattaché à la main')
      .and.contain('Samir Benali');
    expect((await bench.only()).filing).to.deep.include({ state: 'tied', kind: 'reply' });
  });

  it('set a message aside, with a reason', async () => {
    await receive(reply({ from: 'someone@elsewhere.example', text: 'Promotion.' }));
    await visitor.open(`/retours/${(await bench.only()).id}`);
    await visitor.fill('reason', 'Une publicité.');
    await visitor.follow('Mettre de côté');
    expect(visitor.path()).to.equal('/retours/a-classer');
    await visitor.open(`/retours/${(await bench.only()).id}`);
    expect(await visitor.text()).to.contain('Mis de côté : Une publicité.'.replace(' :', '\u00a0:'));
  });

  it('answer an office, and take its reply as an acknowledgement declared by mail', async () => {
    await receive(await bench.replyOf('B'));
    const { id } = await bench.only();
    await visitor.open(`/retours/${id}`);
    await accessible();
    await visitor.follow('Répondre…');
    await accessible();
    await visitor.fill('text', 'Merci de votre réponse.');
    await visitor.follow('Envoyer la réponse');
    expect(await visitor.text()).to.contain('En attente d’envoi'.toUpperCase());
    await bench.answers.sendDue();
    expect(bench.mailer.delivered.at(-1)).to.include({ text: 'Merci de votre réponse.' });
    await visitor.open(`/retours/${id}/accuse`);
    await accessible();
    await visitor.fill('function', 'Directrice de cabinet');
    await visitor.follow('Déclarer l’accusé de réception');
    const [campaign] = await bench.dispatch.listCampaigns();
    const [office] = await bench.acknowledgements.listByCampaign(campaign?.id ?? '');
    expect(office?.acknowledgements[0]).to.deep.include({
      person: { name: 'Camille Duval', function: 'Directrice de cabinet' },
    });
    expect(office?.acknowledgements[0]?.declared?.messageId).to.equal(id);
    expect(await visitor.text())
      .to.contain('Accusé de réception déclaré d’après ce message')
      .and.not.contain('Déclarer un accusé');
  });

  it('let an auditor read everything, and act on nothing', async () => {
    await receive(reply({ from: 'someone@elsewhere.example', text: 'Bien reçu.' }), await bench.replyOf('B'));
    await close();
    await open(['auditor']);
    for (const { id } of await bench.inbox.list()) {
      await visitor.open(`/retours/${id}`);
      expect(await visitor.page.$$('main form, main .fr-btn')).to.deep.equal([]);
      expect((await visitor.download(`/retours/${id}/repondre`)).status).to.equal(403);
    }
    await accessible();
  });

  it('give the raw message and its pieces as files that no browser opens by itself', async () => {
    const piece = `--b\r\nContent-Type: text/html; name="page.html"\r\nContent-Disposition: attachment; filename="page.html"\r\n\r\n<script>alert(1)</script>\r\n--b--\r\n`;
    const text = (await bench.replyOf('A'))
      .replace(
        'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit',
        'Content-Type: multipart/mixed; boundary="b"',
      )
      .replace('\n\nBien reçu', '\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nBien reçu');
    await receive(text + piece);
    const { id } = await bench.only();
    const index = (await bench.inbox.find(id))?.message.words?.attachments.findIndex(
      ({ name }) => name === 'page.html',
    );
    for (const path of [`/retours/${id}/source`, `/retours/${id}/pieces/${index}`]) {
      const { headers, status } = await site.get(path);
      expect(status, path).to.equal(200);
      expect(headers.get('content-type')).to.equal('application/octet-stream');
      expect(headers.get('content-disposition')).to.match(/^attachment/);
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
    }
    expect((await site.get(`/retours/${id}/pieces/99`)).status).to.equal(404);
  });

  it('hold on a narrow screen', async () => {
    await receive(reply({ from: 'someone@elsewhere.example', text: 'x'.repeat(500) }));
    await visitor.page.setViewport({ width: 390, height: 844 });
    await visitor.open(`/retours/${(await bench.only()).id}`);
    const wider = await visitor.page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(wider).to.equal(0);
    await accessible();
  });
});
