import { expect } from 'chai';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/kernel/log.ts';
import { createCaughtMails, encodePart, startCatchAll, type CatchAllOptions } from '../../src/mail/mail.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { aMail, aMailer, short, yes } from './mails.ts';

describe('the embedded mail server', () => {
  let folder: string;
  let clock: ReturnType<typeof createFixedClock>;
  let caught: ReturnType<typeof createCaughtMails>;
  let server: Awaited<ReturnType<typeof startCatchAll>>;
  let mailer: ReturnType<typeof aMailer>;

  async function start(changes: Partial<CatchAllOptions> = {}) {
    folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
    clock = createFixedClock();
    server = await startCatchAll({ folder, host: '127.0.0.1', port: 0, clock, log: silentLog, ...changes });
    mailer = aMailer(server.url);
    caught = createCaughtMails({ folder });
  }

  async function send(address: string, changes: Parameters<typeof aMail>[0] = {}) {
    clock.advance(1000);
    return short(await mailer.send(aMail({ to: { address }, ...changes }), yes));
  }

  afterEach(async () => {
    await mailer.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('keeps a mail whole, and gives back what a prefecture would read', async () => {
    await start();
    const bytes = Buffer.from('%PDF-1.7\n.\nfin');
    const part = await encodePart({ name: 'instruction.pdf', type: 'application/pdf', bytes });
    const text = 'À lire :\nhttp://127.0.0.1:3000/p/abc?x=1.\nEt http://127.0.0.1:3000/p/abc?x=1 encore.\n';
    expect(await send('ain@x.example', { text, attachments: [part] })).to.equal('accepted');
    const [summary] = (await caught.list()).mails;
    const mail = await caught.read(summary?.id ?? '');
    expect(mail).to.deep.include({
      recipients: ['ain@x.example'],
      sender: 'circulaires@estafette.example',
      subject: 'Instruction « Chefs de projets 2027 »',
      messageId: '<delivery-1@estafette.example>',
      html: aMail().html,
      links: ['http://127.0.0.1:3000/p/abc?x=1'],
      receivedAt: '2026-12-07T13:30:01.000Z',
    });
    expect(mail?.text.trim()).to.equal(text.trim());
    expect(mail?.attachments.map(({ name, type }) => ({ name, type }))).to.deep.equal([
      { name: 'instruction.pdf', type: 'application/pdf' },
    ]);
    expect(mail?.attachments[0]?.bytes.equals(bytes)).to.equal(true);
    expect((await caught.source(summary?.id ?? ''))?.toString()).to.contain(
      'Message-ID: <delivery-1@estafette.example>',
    );
  });

  it('answers only when the mail is on the disk under its final name', async () => {
    await start();
    const answer = await mailer.send(aMail(), yes);
    const filesWhenAnswered = await readdir(folder);
    expect(answer.outcome).to.equal('accepted');
    expect(filesWhenAnswered.filter((name) => name.endsWith('.eml'))).to.have.length(1);
    expect(filesWhenAnswered.filter((name) => name.endsWith('.part'))).to.have.length(0);
  });

  it('answers « later », never 250, when the disk refuses', async () => {
    await start();
    await rm(folder, { recursive: true });
    expect(await send('ain@x.example')).to.equal('deferred 451');
    await mkdir(folder);
  });

  it('shows nothing of a mail that was dropped before its final dot', async () => {
    await start();
    await mailer.send(aMail(), { beforeFinalDot: () => Promise.resolve(false) });
    expect((await caught.list()).total).to.equal(0);
    await mailer.close();
    await server.close();
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('refuses the mailboxes it is told to, and vanishes after the mails it is told to', async () => {
    await start({
      refuse: (address) =>
        address === 'gone@x.example' ? { code: 550, text: '5.1.1 no such mailbox' } : undefined,
      vanish: (address) => address === 'lost@x.example',
    });
    expect(await send('gone@x.example')).to.equal('refused 550');
    expect(await send('lost@x.example')).to.equal('unknown');
    expect(await send('ain@x.example')).to.equal('accepted');
    const { mails } = await caught.list();
    expect(mails.map(({ recipients }) => recipients[0])).to.deep.equal(['ain@x.example', 'lost@x.example']);
  });

  it('lists the newest first, by pages, and finds by words without accents or case', async () => {
    await start();
    for (const name of ['ain', 'aisne', 'rhone'])
      await send(`${name}@x.example`, { subject: `Été à ${name}` });
    const recipients = async (query: Parameters<typeof caught.list>[0]) =>
      (await caught.list(query)).mails.map((mail) => mail.recipients[0]);
    expect(await recipients({})).to.deep.equal(['rhone@x.example', 'aisne@x.example', 'ain@x.example']);
    expect(await recipients({ page: 2, perPage: 2 })).to.deep.equal(['ain@x.example']);
    expect(await recipients({ words: 'ETE aisne' })).to.deep.equal(['aisne@x.example']);
    expect(await recipients({ words: 'hiver' })).to.deep.equal([]);
    expect(await caught.list({ page: 99, perPage: 2 })).to.deep.include({ total: 3, page: 2, pages: 2 });
  });

  it('takes 40 mails at once', async () => {
    await start();
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) => send(`office-${index}@x.example`)),
    );
    expect(new Set(outcomes)).to.deep.equal(new Set(['accepted']));
    expect((await caught.list({ perPage: 100 })).mails).to.have.length(40);
  });

  it('reads nothing outside its folder', async () => {
    await start();
    for (const id of ['../../etc/passwd', '..', '', 'x'.repeat(300)]) {
      expect(await caught.read(id)).to.equal(undefined);
      expect(await caught.source(id)).to.equal(undefined);
    }
  });
});
