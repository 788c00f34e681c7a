import { expect } from 'chai';
import { setImmediate as turn } from 'node:timers/promises';
import { startFaultySmtpServer, type FaultySmtpServer } from '../fakes/faulty-smtp-server.ts';
import { aHugePart, aMail, aMailer, no, yes } from './mails.ts';

/** Gives up before mocha does, so that a broken mailer fails the test instead of hanging it. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 4000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('what was awaited never came');
    await turn();
  }
}

/** What a promise says yes or no to, later. */
function laterAnswer() {
  let answer: (value: boolean) => void = () => undefined;
  const asked = Promise.withResolvers<void>();
  const promise = new Promise<boolean>((resolve) => (answer = resolve));
  const beforeFinalDot = () => {
    asked.resolve();
    return promise;
  };
  return { asked: asked.promise, answer, beforeFinalDot };
}

describe('the last word before the final dot', () => {
  let server: FaultySmtpServer;
  let mailer: ReturnType<typeof aMailer>;

  async function start(options: Parameters<typeof startFaultySmtpServer>[0] = {}) {
    server = await startFaultySmtpServer(options);
    mailer = aMailer(server.url);
  }

  afterEach(async () => {
    await mailer.close();
    await server.close();
  });

  it('is asked when the whole message is on the wire, and its dot is not', async () => {
    await start();
    const { asked, answer, beforeFinalDot } = laterAnswer();
    const sending = mailer.send(aMail(), { beforeFinalDot });
    await asked;
    await until(() => server.unfinished()[0]?.toString().endsWith('--\r\n') ?? false);
    for (let turns = 0; turns < 50; turns += 1) await turn();
    const beforeAnswer = server.unfinished()[0];
    expect(server.messages).to.have.length(0);
    answer(true);
    expect((await sending).outcome).to.equal('accepted');
    expect(server.messages).to.have.length(1);
    const whole = Buffer.concat([beforeAnswer ?? Buffer.alloc(0), Buffer.from('.\r\n')]);
    expect(server.messages[0]?.wire.equals(whole)).to.equal(true);
  });

  it('is asked only once the bytes have left the process, however slowly the server reads', async () => {
    await start({ script: ({ stage }) => (stage === 'data' ? 'stop-reading' : undefined) });
    let receivedWhenAsked = 0;
    const sending = mailer.send(aMail({ attachments: [aHugePart()] }), {
      beforeFinalDot: () => {
        receivedWhenAsked = server.bytesOfBodies();
        return Promise.resolve(true);
      },
    });
    await until(() => server.unfinished().length === 1);
    for (let turns = 0; turns < 50; turns += 1) await turn();
    expect(receivedWhenAsked).to.equal(0);
    server.resumeReading();
    expect((await sending).outcome).to.equal('accepted');
    // What is missing is in the sockets of the system, no longer in this process.
    expect(receivedWhenAsked).to.be.greaterThan(aHugePart().encoded.length / 2);
  });

  it('a no drops the connection: the server never gets a whole message', async () => {
    await start();
    const outcome = await mailer.send(aMail(), no);
    await until(() => server.openConnections() === 0);
    expect(outcome).to.deep.equal({ outcome: 'dropped' });
    expect(server.messages).to.have.length(0);
    expect(server.unfinished()[0]?.toString()).to.not.match(/\r\n\.\r\n/);
  });

  it('a throw is a no', async () => {
    await start();
    const outcome = await mailer.send(aMail(), {
      beforeFinalDot: () => Promise.reject(new Error('the database is gone')),
    });
    await until(() => server.openConnections() === 0);
    expect(outcome).to.deep.equal({ outcome: 'dropped', cause: 'Error: the database is gone' });
    expect(server.messages).to.have.length(0);
  });

  it('anything else than true is a no', async () => {
    await start();
    const odd = { beforeFinalDot: () => Promise.resolve(undefined as unknown as boolean) };
    expect((await mailer.send(aMail(), odd)).outcome).to.equal('dropped');
    expect(server.messages).to.have.length(0);
  });

  it('is not asked for a mail that the server does not want', async () => {
    await start({ script: ({ stage }) => (stage === 'rcpt' ? { reply: '550 no such mailbox' } : undefined) });
    let asked = 0;
    await mailer.send(aMail(), { beforeFinalDot: () => Promise.resolve((asked += 1) > 0) });
    expect(asked).to.equal(0);
  });

  it('a yes that comes when the connection is already lost delivers nothing, and says so', async () => {
    await start();
    const { asked, answer, beforeFinalDot } = laterAnswer();
    const sending = mailer.send(aMail(), { beforeFinalDot });
    await asked;
    server.hangUp();
    await until(() => server.openConnections() === 0);
    for (let turns = 0; turns < 50; turns += 1) await turn();
    answer(true);
    expect((await sending).outcome).to.equal('deferred');
    expect(server.messages).to.have.length(0);
  });

  it('the outcome waits for an answer that is still on its way', async () => {
    await start();
    const { asked, answer, beforeFinalDot } = laterAnswer();
    let ended = false;
    const sending = mailer.send(aMail(), { beforeFinalDot }).finally(() => (ended = true));
    await asked;
    server.hangUp();
    for (let turns = 0; turns < 50; turns += 1) await turn();
    expect(ended).to.equal(false);
    answer(false);
    expect((await sending).outcome).to.equal('dropped');
  });

  it('giving up before it delivers nothing', async () => {
    await start();
    const { asked, answer, beforeFinalDot } = laterAnswer();
    const abort = new AbortController();
    const sending = mailer.send(aMail(), { beforeFinalDot, signal: abort.signal });
    await asked;
    abort.abort();
    answer(true);
    expect((await sending).outcome).to.equal('deferred');
    await until(() => server.openConnections() === 0);
    expect(server.messages).to.have.length(0);
  });

  it('giving up after it changes nothing: the server’s answer is awaited', async () => {
    const abort = new AbortController();
    await start({
      script: ({ stage }) => {
        if (stage === 'dot') abort.abort();
        return undefined;
      },
    });
    expect((await mailer.send(aMail(), { ...yes, signal: abort.signal })).outcome).to.equal('accepted');
  });

  it('a signal that has already fired begins nothing', async () => {
    await start();
    expect((await mailer.send(aMail(), { ...yes, signal: AbortSignal.abort() })).outcome).to.equal(
      'deferred',
    );
    expect(server.connections()).to.equal(0);
  });
});
