import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import { createReturnPaths } from '../../src/mail/return-path.ts';
import { startFaultySmtpServer, type FaultySmtpOptions } from '../fakes/faulty-smtp-server.ts';
import { aMail, aMailer, yes } from './mails.ts';
import type { OutgoingMail } from '../../src/mail/mailer.ts';
import type { SmtpMailerOptions } from '../../src/mail/smtp-mailer.ts';

async function sent(
  changes: Partial<OutgoingMail>,
  given: { server?: FaultySmtpOptions; mailer?: Partial<SmtpMailerOptions> } = {},
) {
  const server = await startFaultySmtpServer(given.server);
  const mailer = aMailer(server.url, given.mailer);
  const outcome = await mailer.send(aMail(changes), yes);
  await mailer.close();
  await server.close();
  const [message] = server.messages;
  return { outcome, message, commands: message?.commands ?? [], connections: server.connections() };
}

const utf8 = { extensions: ['SMTPUTF8', '8BITMIME', 'DSN', 'PIPELINING'] };

describe('the envelope of a mail', () => {
  it('asks for notices under the delivery’s own name', async () => {
    const { commands } = await sent({ to: { address: 'a+b=c@ain.example' } });
    expect(commands[0]).to.match(/^MAIL FROM:<circulaires@estafette\.example> .*RET=HDRS ENVID=delivery-1$/);
    // RFC 3461, 4: + and = are written in hexadecimal (xtext).
    expect(commands[1]).to.equal(
      'RCPT TO:<a+b=c@ain.example> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;a+2Bb+3Dc@ain.example',
    );
  });

  it('asks nothing of a server that gives no notices', async () => {
    const { commands, outcome } = await sent({}, { server: { extensions: [] } });
    expect(outcome.outcome).to.equal('accepted');
    expect(commands).to.deep.equal([
      'MAIL FROM:<circulaires@estafette.example>',
      'RCPT TO:<circulaires@ain.example>',
    ]);
  });

  it('has a return path that names the delivery, and a From that does not', async () => {
    const returnPaths = createReturnPaths({
      pattern: 'retours+*@estafette.example',
      secret: new Uint8Array(32),
    });
    const { message } = await sent({}, { mailer: { returnPaths } });
    expect(message?.sender).to.match(/^retours\+delivery-1-[0-9a-f]{12}@estafette\.example$/);
    expect(returnPaths.envidOf(message?.sender ?? '')).to.equal('delivery-1');
    const read = await simpleParser(message?.raw() ?? '');
    expect(read.from?.value[0]?.address).to.equal('circulaires@estafette.example');
  });

  it('names an international domain in ASCII, to the server and to the reader', async () => {
    const { commands, message } = await sent({ to: { name: 'Été', address: 'contact@préfecture.example' } });
    expect(commands[1]).to.contain('<contact@xn--prfecture-c4a.example>');
    const source = message?.raw().toString('latin1') ?? '';
    expect(source).to.contain('<contact@xn--prfecture-c4a.example>');
    expect(source).to.match(/^[\t\r\n -~]*$/);
  });

  it('writes letters before the @ to a server that takes them', async () => {
    const address = 'préfet@préfecture.example';
    const { commands, message, outcome } = await sent({ to: { address } }, { server: utf8 });
    expect(outcome.outcome).to.equal('accepted');
    const inUtf8 = commands.map((command) => Buffer.from(command, 'latin1').toString());
    expect(inUtf8[0]).to.match(/ SMTPUTF8 BODY=8BITMIME /);
    expect(inUtf8[1]).to.contain('RCPT TO:<préfet@xn--prfecture-c4a.example>');
    // RFC 6533, 3: utf-8-addr-xtext.
    expect(inUtf8[1]).to.contain('ORCPT=utf-8;pr\\x{E9}fet@xn--prfecture-c4a.example');
    const read = await simpleParser(message?.raw() ?? '');
    expect([read.to].flat()[0]?.value[0]?.address).to.match(/^préfet@/);
  });

  it('is refused before a word is said when the server does not take such letters', async () => {
    const { outcome, message } = await sent({ to: { address: 'préfet@ain.example' } });
    expect(outcome).to.deep.include({ outcome: 'refused', code: 553 });
    expect('reply' in outcome && outcome.reply).to.match(/no SMTPUTF8/);
    expect(message).to.equal(undefined);
  });
});

describe('what the server said', () => {
  it('is kept whole: every reply, every line of it', async () => {
    const script: FaultySmtpOptions['script'] = ({ stage }) =>
      stage === 'rcpt'
        ? { reply: '550-5.1.1 no such mailbox\r\n550-5.1.1 see https://mail.example\r\n550 5.1.1 ask them' }
        : undefined;
    for (const extensions of [[], ['PIPELINING']]) {
      const { outcome } = await sent({}, { server: { script, extensions } });
      const words = '550-5.1.1 no such mailbox\n550-5.1.1 see https://mail.example\n550 5.1.1 ask them';
      expect(outcome.replies).to.match(/^MAIL: 250 2\.1\.0 sender ok\nRCPT: 550-/);
      expect(outcome.replies).to.contain(`RCPT: ${words}`);
      expect('reply' in outcome && outcome.reply.replaceAll('\r\n', '\n')).to.equal(words);
    }
  });

  it('is kept of an accepted mail too, and begins anew with each', async () => {
    const server = await startFaultySmtpServer();
    const mailer = aMailer(server.url, { connections: 1 });
    await mailer.send(aMail(), yes);
    const outcome = await mailer.send(aMail({ messageId: '<other@estafette.example>' }), yes);
    await mailer.close();
    await server.close();
    expect(server.connections()).to.equal(1);
    expect(outcome.replies?.split('\n')).to.deep.equal([
      'MAIL: 250 2.1.0 sender ok',
      'RCPT: 250 2.1.5 recipient ok',
      'DATA: 354 go on',
      'message: 250 2.0.0 queued as 2',
    ]);
  });

  it('never holds what we said ourselves: no password', async () => {
    const server = await startFaultySmtpServer({
      extensions: ['AUTH PLAIN'],
      script: ({ stage }) => (stage === 'auth' ? { reply: '535 5.7.8 wrong' } : undefined),
    });
    const mailer = aMailer(server.url.replace('//', '//user:sesame@'));
    const outcome = await mailer.send(aMail(), yes);
    await mailer.close();
    await server.close();
    expect(JSON.stringify(outcome)).to.not.match(/sesame|AHVzZXIAc2VzYW1l/);
  });
});
