import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createCaughtMails, encodePart, startCatchAll } from '../../src/mail/mail.ts';
import { createMailboxRoutes } from '../../src/mail/mailbox-routes.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { openTestSite } from '../site.ts';
import { aMail, aMailer, yes } from './mails.ts';

describe('the mailbox of the demonstration', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof startCatchAll>>;
  let mailer: ReturnType<typeof aMailer>;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let caughtMails: ReturnType<typeof createCaughtMails>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
    const clock = createFixedClock();
    server = await startCatchAll({ folder, host: '127.0.0.1', port: 0, clock, log: silentLog });
    mailer = aMailer(server.url);
    caughtMails = createCaughtMails({ folder });
    const messages = loadMessages('templates/messages');
    site = await openTestSite({
      routes: createMailboxRoutes({
        ...{ caughtMails, messages },
        clock,
        isOurs: (address) => address.endsWith('@estafette.example'),
      }),
    });
  });
  after(async () => {
    await mailer.close();
    await server.close();
    await site.close();
    await rm(folder, { recursive: true });
  });

  async function receive(changes: Parameters<typeof aMail>[0] = {}): Promise<string> {
    const before = new Set((await caughtMails.list({ perPage: 1000 })).mails.map(({ id }) => id));
    await mailer.send(aMail(changes), yes);
    const [mail] = (await caughtMails.list({ perPage: 1000 })).mails.filter(({ id }) => !before.has(id));
    return `/boite/${mail?.id}`;
  }

  it('says what will be there while it is empty', async () => {
    const { status, text } = await site.get('/boite');
    expect(status).to.equal(200);
    expect(text).to.contain('La boîte est vide');
  });

  it('lists the mails, and finds those of one prefecture', async () => {
    await receive({
      to: { name: 'Préfecture de l’Aisne', address: 'circulaires@aisne.example' },
      subject: 'Pour l’Aisne',
    });
    await receive({
      to: { name: 'Préfecture du Rhône', address: 'circulaires@rhone.example' },
      subject: 'Pour le Rhône',
    });
    const all = (await site.get('/boite')).text;
    expect(all).to.contain('Pour l’Aisne').and.contain('Pour le Rhône');
    const one = (await site.get('/boite?recherche=RHONE')).text;
    expect(one).to.contain('Pour le Rhône').and.not.contain('Pour l’Aisne');
    expect((await site.get('/boite?recherche=rien')).text).to.contain('Aucun courriel ne correspond');
    expect((await site.get('/boite?page=abc')).status).to.equal(200);
  });

  it('shows one mail: who, when, its text, its attachment, its source', async () => {
    const bytes = Buffer.from('%PDF-1.7 the very same bytes');
    const part = await encodePart({ name: 'instruction signée.pdf', type: 'application/pdf', bytes });
    const address = await receive({ attachments: [part] });
    const { text } = await site.get(address);
    expect(text)
      .to.contain('Préfecture de l’Ain')
      .and.contain('À lire avant Noël.')
      .and.contain('instruction signée.pdf');
    const download = await fetch(`${site.origin}${address}/pieces/0`);
    expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).to.equal(true);
    expect(download.headers.get('content-disposition')).to.match(
      /^attachment; .*instruction%20sign%C3%A9e\.pdf/,
    );
    const source = await site.get(`${address}/source`);
    expect(source.headers.get('content-type')).to.contain('text/plain');
    expect(source.text).to.contain('Message-ID: <delivery-1@estafette.example>');
  });

  it('serves the HTML of a mail without any power, and its links leave the frame', async () => {
    const html =
      '<html><head><title>x</title></head><body><script>alert(1)</script><a href="/p/abc">x</a></body></html>';
    const body = await site.get(`${await receive({ html })}/corps`);
    const csp = body.headers.get('content-security-policy') ?? '';
    expect(csp)
      .to.contain("default-src 'none'")
      .and.contain('sandbox allow-top-navigation-by-user-activation');
    expect(csp).to.not.match(/script-src|allow-scripts|allow-same-origin|allow-forms/);
    expect(body.text).to.contain('<head><base target="_top">');
  });

  it('escapes what a mail says of itself', async () => {
    const evil = '<script>alert(1)</script>';
    const address = await receive({ subject: evil, to: { name: evil, address: 'a@b.example' }, text: evil });
    for (const path of ['/boite', address]) expect((await site.get(path)).text).to.not.contain(evil);
  });

  it('gives an attachment that is not a PDF as bytes to save, never as a page', async () => {
    const part = await encodePart({ name: 'x.html', type: 'text/html', bytes: Buffer.from('<script>') });
    const { headers } = await site.get(`${await receive({ attachments: [part] })}/pieces/0`);
    expect(headers.get('content-type')).to.equal('application/octet-stream');
    expect(headers.get('content-disposition')).to.match(/^attachment/);
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
  });

  it('answers 404 to a mail or an attachment that is not there', async () => {
    const address = await receive();
    for (const path of [
      '/boite/none',
      '/boite/..%2f..%2fetc',
      `${address}/pieces/0`,
      `${address}/pieces/x`,
      '/boite/none/corps',
      '/boite/none/source',
    ]) {
      expect((await site.get(path)).status, path).to.equal(404);
    }
  });
});
