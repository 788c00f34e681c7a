import { expect } from 'chai';
import { startFaultySmtpServer, type FaultySmtpServer } from '../fakes/faulty-smtp-server.ts';
import { aMail, aMailer, no, yes } from './mails.ts';

describe('sessions with the mail server', () => {
  let server: FaultySmtpServer;
  let mailer: ReturnType<typeof aMailer>;

  async function start(
    options: Parameters<typeof startFaultySmtpServer>[0] = {},
    changes: Parameters<typeof aMailer>[1] = {},
  ) {
    server = await startFaultySmtpServer(options);
    mailer = aMailer(server.url, changes);
  }

  const mails = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      aMail({ messageId: `<delivery-${index}@estafette.example>`, envid: `delivery-${index}` }),
    );

  afterEach(async () => {
    await mailer.close();
    await server.close();
  });

  it('one serves several mails', async () => {
    await start();
    for (const mail of mails(3)) expect((await mailer.send(mail, yes)).outcome).to.equal('accepted');
    expect(server.connections()).to.equal(1);
  });

  it('no more than allowed are open at once', async () => {
    await start({}, { connections: 2 });
    const outcomes = await Promise.all(mails(9).map((mail) => mailer.send(mail, yes)));
    expect(outcomes.map(({ outcome }) => outcome)).to.deep.equal(Array(9).fill('accepted'));
    expect(server.mostConnections()).to.equal(2);
  });

  it('one ends after the messages it may carry', async () => {
    await start({}, { connections: 1, messagesPerConnection: 2 });
    for (const mail of mails(4)) await mailer.send(mail, yes);
    expect(server.connections()).to.equal(2);
  });

  it('one that the server closed while it rested costs nothing: the mail begins again on another', async () => {
    let senders = 0;
    await start({
      script: ({ stage }) =>
        stage === 'mail' && ++senders === 2 ? { reply: '421 4.4.2 too long idle' } : undefined,
    });
    for (const mail of mails(2)) expect((await mailer.send(mail, yes)).outcome).to.equal('accepted');
    expect(server.connections()).to.equal(2);
    expect(server.messages.map(({ messageId }) => messageId)).to.deep.equal([
      '<delivery-0@estafette.example>',
      '<delivery-1@estafette.example>',
    ]);
  });

  it('one that was cut while it rested costs nothing either', async () => {
    await start();
    const [first, second] = mails(2) as [ReturnType<typeof aMail>, ReturnType<typeof aMail>];
    await mailer.send(first, yes);
    server.hangUp();
    expect((await mailer.send(second, yes)).outcome).to.equal('accepted');
    expect(server.messages).to.have.length(2);
  });

  it('one that failed is not used again', async () => {
    await start();
    const [first, second] = mails(2) as [ReturnType<typeof aMail>, ReturnType<typeof aMail>];
    await mailer.send(first, no);
    expect((await mailer.send(second, yes)).outcome).to.equal('accepted');
    expect(server.connections()).to.equal(2);
  });

  it('a failure is never tried again by itself', async () => {
    await start({ script: ({ stage }) => (stage === 'dot' ? 'close' : undefined) });
    expect((await mailer.send(aMail(), yes)).outcome).to.equal('unknown');
    expect(server.messages).to.have.length(1);
  });

  it('closing waits for the mail under way', async () => {
    await start();
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<boolean>();
    const sending = mailer.send(aMail(), {
      beforeFinalDot: () => {
        asked.resolve();
        return answer.promise;
      },
    });
    await asked.promise;
    const closing = mailer.close();
    answer.resolve(true);
    await closing;
    expect(server.messages).to.have.length(1);
    expect((await sending).outcome).to.equal('accepted');
  });

  it('every attempt at a delivery carries the same Message-ID and ENVID', async () => {
    let dots = 0;
    await start({
      script: ({ stage }) => (stage === 'dot' && ++dots === 1 ? { reply: '451 4.3.0 not now' } : undefined),
    });
    expect((await mailer.send(aMail(), yes)).outcome).to.equal('deferred');
    expect((await mailer.send(aMail(), yes)).outcome).to.equal('accepted');
    expect(server.messages.map(({ messageId }) => messageId)).to.deep.equal(
      Array(2).fill('<delivery-1@estafette.example>'),
    );
    for (const { commands } of server.messages) expect(commands[0]).to.contain('ENVID=delivery-1');
  });

  it('delivery notices are asked for when the server gives them', async () => {
    await start({ extensions: ['DSN'] });
    await mailer.send(aMail(), yes);
    const [sender, recipient] = server.messages[0]?.commands ?? [];
    expect(sender).to.equal('MAIL FROM:<circulaires@estafette.example> RET=HDRS ENVID=delivery-1');
    expect(recipient).to.equal(
      'RCPT TO:<circulaires@ain.example> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;circulaires@ain.example',
    );
  });

  it('and not mentioned when it does not', async () => {
    await start({ extensions: [] });
    await mailer.send(aMail(), yes);
    expect(server.messages[0]?.commands).to.deep.equal([
      'MAIL FROM:<circulaires@estafette.example>',
      'RCPT TO:<circulaires@ain.example>',
    ]);
  });
});
