import { expect } from 'chai';
import { chownSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createImapMailbox } from '../../src/inbox/inbox.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { startFaultySmtpServer } from '../fakes/faulty-smtp-server.ts';
import { aMailer, yes } from '../mail/mails.ts';
import { startPostfix, whyNoPostfix, type Postfix } from '../mail/postfix.ts';
import { until } from '../until.ts';
import { startDovecot, whyNoDovecot, type Dovecot } from './dovecot.ts';
import { createInboxBench, returnPaths, service, type InboxBench } from './inbox-bench.ts';

const password = 'un mot de passe, été';
const people = ['absente', 'jura', 'cabinet'];
const at = (name: string, domain = 'prefecture.example') => `${name}@${domain}`;
/** Each office, and what happens to what is written to it. */
const contacts = [
  ...['ain', 'fantome', 'plein', 'lent', 'absente', 'jura'].map((name) => ({
    officeId: name,
    rank: 1,
    address: at(name),
  })),
  { officeId: 'refus', rank: 1, address: at('contact', 'refus.example') },
  { officeId: 'fantome', rank: 2, address: at('cabinet') },
];

describe('what comes back through a real Postfix into a real Dovecot', function () {
  this.timeout(180_000);
  this.bail(true);
  let postfix: Postfix;
  let dovecot: Dovecot;
  let refusing: Awaited<ReturnType<typeof startFaultySmtpServer>>;
  let bench: InboxBench;
  let mailer: ReturnType<typeof aMailer>;
  let inbox: InboxBench['inbox'];

  before(async function () {
    const reason = whyNoPostfix() ?? whyNoDovecot();
    if (reason !== undefined) {
      console.log(`    skipped: ${reason}`);
      return this.skip();
    }
    dovecot = await startDovecot({ users: ['retours', ...people], full: ['plein'], password });
    refusing = await startFaultySmtpServer({
      script: ({ stage }) =>
        stage === 'rcpt' ? { reply: '554 5.7.1 this domain takes no mail' } : undefined,
    });
    postfix = await startPostfix({
      services: ['lmtp', 'smtp'],
      settings: `
virtual_transport = lmtp:unix:${dovecot.lmtpSocket}
recipient_delimiter = +
virtual_alias_maps = inline:{ { ${service} = retours@estafette.example } }
relay_domains = refus.example
transport_maps = inline:{ { ${at('ain')} = virtual: }, { refus.example = smtp:[127.0.0.1]:${refusing.port} }, { ${at('lent')} = smtp:[127.0.0.1]:1 } }
delay_warning_time = 1s
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
`,
    });
    mailer = aMailer(postfix.url, { trustedRoots: postfix.certificate, returnPaths, clock: systemClock });
    bench = await createInboxBench({
      offices: [...new Set(contacts.map(({ officeId }) => officeId))],
      contacts,
    });
    inbox = bench.createReader(imapMailbox());
    const worker = bench.createWorker({ mailer });
    await bench.open();
    await worker.relay();
    await bench.queue.runAll(worker.run);
  });
  after(async () => {
    await mailer?.close();
    await postfix?.stop();
    await dovecot?.stop();
    await refusing?.close();
    await bench?.database.destroy();
  });

  function imapMailbox(change: { password?: string; port?: number } = {}) {
    const address = { host: '127.0.0.1', port: dovecot.port, user: 'retours', password, folder: 'INBOX' };
    return createImapMailbox({
      address: { ...address, security: 'tls', ...change },
      trustedRoots: dovecot.certificate,
      maximumBytes: 25_000_000,
    });
  }

  /** Reads the mailbox until a message of this kind stands beside the office. */
  async function comesBack(officeId: string, kind: string) {
    const [campaign] = await bench.dispatch.listCampaigns();
    const find = async () => {
      await inbox.collect();
      const { messages } = await inbox.ofOffice(campaign?.id ?? '', officeId);
      return messages.find(({ filing }) => filing.kind === kind);
    };
    await until(async () => (await find()) !== undefined);
    const found = await find();
    return { found, state: await stateOf(officeId) };
  }

  const stateOf = async (officeId: string) =>
    (await bench.database('deliveries').where({ office_id: officeId, rank: 1 }).first())?.state;

  function mailOf(user: string): string {
    const fresh = join(dovecot.boxOf(user), 'new');
    return readFileSync(join(fresh, readdirSync(fresh)[0] ?? ''), 'utf8');
  }

  it('a notice of delivery makes it delivered, one of relaying does not', async () => {
    expect((await comesBack('ain', 'success')).state).to.equal('delivered');
    // Handed to a server that sends no notices: « relayed » is not « delivered ».
    expect((await comesBack('jura', 'success')).state).to.equal('accepted');
  });

  for (const [what, office, status] of [
    ['a user unknown', 'fantome', /5\.1\.1/],
    ['a full mailbox', 'plein', /5\.2\.2/],
    ['a domain that refuses', 'refus', /5\.7\.1/],
  ] as const) {
    it(`${what}: bounced`, async () => {
      const { found, state } = await comesBack(office, 'failure');
      expect(state).to.equal('bounced');
      const { message } = (await inbox.find(found?.id ?? '')) ?? {};
      expect(message?.words?.recipients[0]?.status ?? '').to.match(status);
      expect(message?.filing.evidence).to.equal('return-path');
    });
  }

  it('and its office is written to at its next contact, or left to a person', async () => {
    const worker = bench.createWorker({ mailer });
    await worker.relay();
    await bench.queue.runAll(worker.run);
    await until(async () => {
      await inbox.collect();
      return (
        (await inbox.ofOffice((await bench.dispatch.listCampaigns())[0]?.id ?? '', 'fantome')).messages
          .length > 1
      );
    });
    const [campaign] = await bench.dispatch.listCampaigns();
    expect((await bench.dispatch.standings(campaign?.id ?? ''))?.offices).to.include({ unreachable: 2 });
  });

  it('a delay is noted, and moves nothing', async () => {
    expect((await comesBack('lent', 'delay')).state).to.equal('accepted');
  });

  it('an absence is noted, and is not a failure', async () => {
    await until(() => hasMail('absente'));
    const [, returnPath = ''] = /^Return-Path: <(.+)>$/m.exec(mailOf('absente')) ?? [];
    await write({ from: at('absente'), to: returnPath, subject: 'Absente', automatic: true });
    expect((await comesBack('absente', 'auto-reply')).state).to.match(/accepted|delivered/);
  });

  it('a person’s reply stands beside the office', async () => {
    await until(() => hasMail('jura'));
    const [, messageId = ''] = /^Message-ID: (<.+>)$/m.exec(mailOf('jura')) ?? [];
    await write({ from: at('jura'), to: service, subject: 'Re: Instruction', inReplyTo: messageId });
    const { found } = await comesBack('jura', 'reply');
    expect(found?.words?.text).to.contain('Bien reçu');
    expect(found?.filing.evidence).to.equal('message-id');
  });

  it('everything found its place, and nothing in the mailbox was changed', async () => {
    expect(await inbox.countIn('to-class')).to.equal(0);
    const stored = (await inbox.list()).length;
    const fresh = readdirSync(join(dovecot.boxOf('retours'), 'new')).length;
    const seen = readdirSync(join(dovecot.boxOf('retours'), 'cur')).filter((name) => /,.*S/.test(name));
    expect(fresh + readdirSync(join(dovecot.boxOf('retours'), 'cur')).length).to.equal(stored);
    expect(seen).to.deep.equal([]);
    expect((await bench.journal.verify()).valid).to.equal(true);
  });

  it('a password that is refused is an alarm, and nothing is lost once it is right again', async () => {
    const wrong = bench.createReader(imapMailbox({ password: 'faux' }));
    await write({ from: at('jura'), to: service, subject: 'Re: Re: Instruction' });
    await wrong.collect().catch(() => undefined);
    expect(await wrong.alarm()).to.include({ grave: true, key: 'inbox.fault.sign-in' });
    const before = (await inbox.list()).length;
    await until(async () => {
      await inbox.collect();
      return (await inbox.list()).length > before;
    });
    expect(await inbox.alarm()).to.equal(undefined);
  });

  for (const [megabytes, kept] of [
    [20, 'whole'],
    [40, 'beginning'],
  ] as const) {
    it(`a reply with an attachment of ${megabytes} MB is kept (${kept}), and tied`, async () => {
      const [, messageId = ''] = /^Message-ID: (<.+>)$/m.exec(mailOf('jura')) ?? [];
      const path = join(dovecot.boxOf('retours'), 'new', `1.big-${megabytes}.example`);
      writeFileSync(path, bigReply(messageId, megabytes * 1_000_000));
      chownSync(path, statSync(dovecot.boxOf('retours')).uid, statSync(dovecot.boxOf('retours')).gid);
      expect(await inbox.collect()).to.deep.equal({ stored: 1, known: 0 });
      const [message] = (await inbox.list({ kind: 'reply' })).filter(
        ({ size }) => size > megabytes * 1_000_000,
      );
      expect(message).to.include({ kept });
      expect(message?.words?.text).to.contain('Bien reçu');
      expect(message?.filing.tied).to.include({ officeId: 'jura' });
    });
  }

  it('a mailbox restored under another UIDVALIDITY brings nothing twice', async () => {
    const before = (await inbox.list()).length;
    dovecot.renumber('retours');
    const collected = await inbox.collect();
    expect(collected).to.deep.equal({ stored: 0, known: before });
    expect((await inbox.list()).length).to.equal(before);
  });

  const hasMail = async (user: string) => {
    try {
      return mailOf(user) !== '';
    } catch {
      return false;
    }
  };

  async function write(mail: {
    from: string;
    to: string;
    subject: string;
    inReplyTo?: string;
    automatic?: boolean;
  }) {
    const plain = aMailer(postfix.url, { trustedRoots: postfix.certificate, clock: systemClock });
    const { from, to, subject, inReplyTo, automatic } = mail;
    await plain.send(
      {
        messageId: `<${Date.now()}@prefecture.example>`,
        envid: 'by-hand',
        from: { name: 'Camille Duval', address: from },
        to: { address: to },
        subject,
        text: 'Bien reçu, merci.',
        html: '<p>Bien reçu, merci.</p>',
        attachments: [],
        ...(automatic === true ? {} : { writtenByHand: true }),
        headers: inReplyTo === undefined ? {} : { 'In-Reply-To': inReplyTo, References: inReplyTo },
      },
      yes,
    );
    await plain.close();
  }
});

function bigReply(inReplyTo: string, size: number): string {
  const line = `${'QUJD'.repeat(19)}\n`;
  return `From: Camille Duval <${at('jura')}>
To: ${service}
Subject: Re: Instruction (${size})
Message-ID: <big-${size}@prefecture.example>
In-Reply-To: ${inReplyTo}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Bien reçu, et voici notre archive.
--b
Content-Type: application/zip; name="archive.zip"
Content-Disposition: attachment; filename="archive.zip"
Content-Transfer-Encoding: base64

${line.repeat(size / line.length)}
--b--
`;
}
